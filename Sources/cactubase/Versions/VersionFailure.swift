import Catalogue

/// What a version that cannot be taken back means to who typed the command.
enum VersionFailure {
    static func of(_ error: VersionError, command: String) -> CommandFailure {
        switch error {
        case .unknown(let version): .wrongUse("there is no version \(version); `cactubase \(command) history` lists all")
        case .nothingToUndo: .failed("there is nothing to take back; `cactubase \(command) history` lists what was done")
        case .undoneBefore(let version, let later): .failed("version \(version) was taken back before, by version \(later)")
        case .changedSince(let version):
            .failed(
                "a later version changed some of what version \(version) changed: take that one back first, see `cactubase \(command) history`"
            )
        case .catalogue, .database: .failed(Wording.of(error))
        }
    }
}
