import Database
import Group
import Localization
import Posters
import Sealing

/// What an error of a room means to who typed the command.
enum Wording {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError: of(error)
        case let error as LocalizationError: error.description
        case let error as SettingError: of(error)
        case let error as PosterError: of(error)
        case SealingError.secret(let problem): "the root secret cannot be used: \(problem)"
        case SealingError.cannotOpen: "stored data cannot be opened: it was sealed with another root secret, or changed"
        case is CancellationError: "stopped before it was done; what was committed stays, so simply repeat the command"
        default: "\(error)"
        }
    }

    private static func of(_ error: DatabaseError) -> String {
        switch error {
        case .unsupported(let words), .cannotOpen(let words): words
        case .closed: "the database was closed under the command"
        case .busy: "another process kept the database locked for over 10 s; try again, and if it stays so, look for a process that hangs"
        case .broken(let reason):
            "the database cannot be used (\(reason)): look at free space and the disk, then restore a backup if need be"
        case .constraint(let reason): "the database refused the change: \(reason)"
        case .statement(let reason): "a statement of the program is wrong, which is our fault: \(reason)"
        case .unexpected(let column): "column \(column) of the database holds something that this program does not understand"
        case .zeroByte: "a text holds U+0000, which cannot be stored"
        case .migration(let name, let problem): "migration \u{201C}\(name)\u{201D}: \(problem)"
        }
    }

    private static func of(_ error: SettingError) -> String {
        switch error {
        case .unknown(let name): "there is no setting \(name); `cactubase settings` lists all"
        case .refused(let name, let problem): "\(name): \(of(problem))"
        case .database(let error): of(error)
        }
    }

    private static func of(_ problem: SettingProblem) -> String {
        switch problem {
        case .notAWholeNumber: "a whole number is needed"
        case .notANumber: "a number is needed"
        case .notASwitch: "on or off is needed"
        case .notADuration: "a duration is needed, such as 300, 5 min, 2 h or 7 d"
        case .outOfRange(let lowest, let highest): "it has to be from \(lowest) to \(highest)"
        case .tooLong(let most): "it has more than \(most) characters"
        case .notText: "it holds a control character"
        }
    }

    private static func of(_ error: PosterError) -> String {
        switch error {
        case .noText: "there is nothing to encode"
        case .textTooLong(let bytes): "a link of \(bytes) bytes does not fit into a QR code"
        case .outOfMemory: "there is not enough memory for the picture"
        case .templateUnreadable(let path): "\(path) cannot be read as UTF-8 text"
        case .unknownPlaceholder(let name):
            "the poster template has a place named \(name); known are company, headline, benefit, link and qr"
        case .brokenPlaceholder(let text): "the poster template has a broken place: \(text)"
        case .templateWithoutCode: "the poster template has no place for the code: {{qr x=… y=… side=…}}"
        }
    }
}
