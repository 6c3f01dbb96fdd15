import Accounts
import Clients
import Spreadsheets
import Synchronization
import Vocabulary

enum UploadSubject {}
typealias UploadID = Identifier<UploadSubject>

/// A file between its upload and its import, with what its sender decided so far. It holds personal data: see ``Uploads``.
struct Upload: Sendable {
    let id: UploadID
    let bytes: [UInt8]
    let name: String
    let at: Instant
    var layout = CardLayout()
    /// What was seen of it with that layout.
    var inspection: CardInspection?
    /// What names of products were said to mean; nil: leave waiting.
    var products: [ProductKey: ServiceID?] = [:]
    /// As it was typed.
    var consent = AttestationDraft()
}

/// Whoever prints it by mistake prints nothing of it.
extension Upload: CustomStringConvertible, CustomReflectable {
    var description: String { "Upload(hidden)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Files that wait for their sender's next click. They live in the memory of this process alone, never on disk, a quarter of an hour at most, and
/// end with the session they came by.
final class Uploads: Sendable {
    static let term = Span.minutes(15)
    static let each = 2
    static let totalBytes = 160 << 20
    /// Bodies that are being read, of one account and of all: whoever stalls keeps nobody else out.
    static let (ownAtOnce, atOnce) = (2, 8)

    private struct State {
        var kept: [UploadID: (upload: Upload, account: AccountID, session: SecretToken, order: Int)] = [:]
        var order = 0
        /// Bodies that are being read.
        var coming: [AccountID: Int] = [:]
    }
    private let state = Mutex(State())

    /// Room for one more body; false when as many as may be are being read.
    func begin(_ account: AccountID) -> Bool {
        state.withLock { state in
            let own = state.coming[account, default: 0]
            guard own < Self.ownAtOnce, state.coming.values.reduce(0, +) < Self.atOnce else { return false }
            state.coming[account] = own + 1
            return true
        }
    }
    func end(_ account: AccountID) {
        state.withLock { state in
            let own = state.coming[account, default: 0]
            state.coming[account] = own > 1 ? own - 1 : nil
        }
    }

    /// Keeps the file. A third of one account takes the oldest one's place; false when there is no room at all.
    func keep(_ upload: Upload, of account: AccountID, session: SecretToken) -> Bool {
        state.withLock { state in
            Self.sweep(&state, at: upload.at)
            let own = state.kept.values.filter { $0.account == account }.sorted { $0.order < $1.order }
            for old in own.dropLast(Self.each - 1) { state.kept[old.upload.id] = nil }
            let bytes = state.kept.values.reduce(0) { $0 + $1.upload.bytes.count }
            guard bytes + upload.bytes.count <= Self.totalBytes else { return false }
            state.order += 1
            state.kept[upload.id] = (upload, account, session, state.order)
            return true
        }
    }

    /// The session's own file, while its term runs.
    func upload(_ id: UploadID, session: SecretToken, at now: Instant) -> Upload? {
        state.withLock { state in
            Self.sweep(&state, at: now)
            guard let found = state.kept[id], found.session == session else { return nil }
            return found.upload
        }
    }

    /// Keeps what was decided about it. False when it is gone.
    func replace(_ upload: Upload, session: SecretToken, at now: Instant) -> Bool {
        state.withLock { state in
            Self.sweep(&state, at: now)
            guard state.kept[upload.id]?.session == session else { return false }
            state.kept[upload.id]?.upload = upload
            return true
        }
    }

    /// Takes the file out: of two clicks on "import" one gets it.
    func take(_ id: UploadID, session: SecretToken) -> Upload? {
        state.withLock { state in
            guard let found = state.kept[id], found.session == session else { return nil }
            state.kept[id] = nil
            return found.upload
        }
    }

    func drop(session: SecretToken) { state.withLock { $0.kept = $0.kept.filter { $0.value.session != session } } }

    /// Lets go of what is over.
    func sweep(at now: Instant) { state.withLock { Self.sweep(&$0, at: now) } }

    /// So that a file does not outlive its term when nobody comes by.
    func sweepEachMinute(_ clock: WallClock) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            sweep(at: clock.now)
        }
    }

    private static func sweep(_ state: inout State, at now: Instant) {
        state.kept = state.kept.filter { now - $0.value.upload.at < term }
    }
}
