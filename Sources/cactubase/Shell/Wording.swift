import Accounts
import Catalogue
import Database
import Group
import Leads
import Localization
import Loyalty
import Posters
import Recommendations
import Sealing
import Vocabulary

/// What an error of a room means to who typed the command.
enum Wording {
    /// "1 lead", "2 leads".
    static func count(_ number: some BinaryInteger, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

    static func of(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError: of(error)
        case let error as LocalizationError: error.description
        case let error as SettingError: of(error)
        case let error as PosterError: of(error)
        case SealingError.secret(let problem): "the root secret cannot be used: \(problem)"
        case SealingError.cannotOpen: "stored data cannot be opened: it was sealed with another root secret, or changed"
        case let error as LeadsError: of(error)
        case let error as RecommendationsError: of(error)
        case let error as LedgerError: of(error)
        case let error as VersionError: of(error)
        case let error as AccountsError: of(error)
        case is CancellationError: "stopped before it was done; what was committed stays, so simply repeat the command"
        default: "\(error)"
        }
    }

    static func of(_ error: DatabaseError) -> String {
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
        case .notOneOf(let words): "one of these is needed: \(words.joined(separator: ", "))"
        case .notAWholeNumber: "a whole number is needed"
        case .notANumber: "a number is needed"
        case .notASwitch: "on or off is needed"
        case .notADuration: "a duration is needed, such as 300, 5 min, 2 h or 7 d"
        case .outOfRange(let lowest, let highest): "it has to be from \(lowest) to \(highest)"
        case .tooLong(let most): "it has more than \(most) characters"
        case .notATaxNumber: "10 or 12 digits are needed"
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

    private static func of(_ error: LeadsError) -> String {
        switch error {
        case .unknownLead: "there is no such lead"
        case .invalid(let event, let stage): "a lead that is \(stage.rawValue) cannot become \(event.rawValue)"
        case .otherAmount(let known):
            "it was won before with another amount, \(known.kopecks / 100) roubles \(known.kopecks % 100) kopecks; nothing was changed"
        case .otherReason(let known): "it was lost before with another reason, \(known.rawValue); nothing was changed"
        case .otherAnswer(let known): "it was answered before, \(known.rawValue); nothing was changed"
        case .notAllowed: "this person may not do that to the lead"
        case .noPermission: "neither an attestation nor the client's consent lets that company know of the client"
        case .taken: "a colleague works on the lead"
        case .amountOutOfRange: "the amount has to be above zero"
        case .noNumberLeft: "no number is free for a new lead; run the pipeline again"
        case .unreadable(let column): "column \(column) of the database holds something that this program does not understand"
        case .recommendations(let error): of(error)
        case .loyalty(let error): of(error)
        case .setting(let error): of(error)
        case .threshold(let refusal): of(refusal)
        case .database(let error): of(error)
        }
    }

    private static func of(_ refusal: ThresholdRefusal) -> String {
        switch refusal {
        case .changedMeanwhile(let change):
            "the threshold was changed\(change.map { " by \($0.actor)" } ?? "") since the preview was made; nothing was changed: look again"
        case .nothingToUndo: "there is no such change to take back; nothing was changed"
        case .groupFollowsNone: "the group's threshold has none to follow"
        case .outOfRange: "a threshold has to be from 0 to 100"
        }
    }

    private static func of(_ error: RecommendationsError) -> String {
        switch error {
        case .noModel: "no model was trained yet: `cactubase train`"
        case .unknownClient: "there is no such client"
        case .unknownVersion(let version): "there is no version \(version) of the model; `cactubase models` lists all"
        case .unusableModel(let version, _):
            "version \(version) of the model is damaged or of another format: `cactubase train` makes a new one"
        case .unreadable(let column): "column \(column) of the database holds something that this program does not understand"
        case .setting(let error): of(error)
        case .database(let error): of(error)
        }
    }

    private static func of(_ error: VersionError) -> String {
        switch error {
        case .unknown(let version): "there is no version \(version)"
        case .nothingToUndo: "there is nothing to take back"
        case .undoneBefore(let version, let later): "version \(version) was taken back before, by version \(later)"
        case .changedSince(let version): "a later version changed some of what version \(version) changed"
        case .catalogue(.database(let error)), .database(let error): of(error)
        case .catalogue(.linkToItself(let service)): "service \(service.rawValue) is not linked with itself"
        case .catalogue(.needs(let service, let count)): "service \(service.rawValue) serves one need or two, not \(count)"
        case .catalogue(.emptyAlias): "a service's name has to have a letter or a digit"
        }
    }

    private static func of(_ error: LedgerError) -> String {
        switch error {
        case .malformed(let problem): "the ledger took the entry for malformed (\(problem.rawValue)), which is our fault"
        case .conflict: "points were posted for this before, with another amount or customer; nothing was changed"
        case .insufficient(let available): "only \(available.count) points are available"
        case .unknownEntry: "there is no such entry in the ledger"
        case .notReversible: "this entry cannot be taken back"
        case .reversedTooMuch(let left): "only \(left.count) points of it are left to take back"
        case .holdClosed(let left): "of this hold only \(left.count) points are left"
        case .database(let error): of(error)
        }
    }
}
