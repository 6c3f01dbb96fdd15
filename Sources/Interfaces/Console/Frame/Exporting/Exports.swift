import Accounts
import Database
import Group
import Spreadsheets
import Synchronization
import Vocabulary

/// Prepares long files apart from the requests that asked for them, one after another. Rows are read in portions and go to a file without a name that
/// ends with this process: nothing of an export survives it. A finished one is kept for a quarter of an hour.
final class Exports: Sendable {
    static let term = Span.minutes(15)
    /// Of one account, and of all.
    static let each = 2
    static let most = 12

    enum State: Sendable {
        case waiting
        case running(read: Int, total: Int)
        case ready(ScratchFile, rows: Int, until: Instant)
        /// The person's rights changed meanwhile.
        case forbidden(until: Instant)
        case failed(until: Instant)

        var isOver: Bool {
            switch self {
            case .waiting, .running: false
            case .ready, .forbidden, .failed: true
            }
        }

        func isPast(at now: Instant) -> Bool {
            switch self {
            case .waiting, .running: false
            case .ready(_, _, let until), .forbidden(let until), .failed(let until): until <= now
            }
        }
    }

    private struct Entry {
        let order: ExportOrder
        var source: any ExportSource
        var state = State.waiting
        let place: Int
    }

    private let database: Database
    private let clock: WallClock
    private let entries = Mutex<(kept: [ExportID: Entry], next: Int)>(([:], 0))
    private let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(database: Database, clock: WallClock) { (self.database, self.clock) = (database, clock) }

    /// Takes an order. False: the account has as many under way as it may, or there is no room at all. What is over makes room for what comes.
    func add(_ order: ExportOrder, from source: any ExportSource) -> Bool {
        let now = clock.now
        let isTaken = entries.withLock { entries in
            entries.kept = entries.kept.filter { !$0.value.state.isPast(at: now) }
            var own = entries.kept.values.filter { $0.order.account.id == order.account.id }.sorted { $0.place < $1.place }
            while own.count >= Self.each, let over = own.firstIndex(where: { $0.state.isOver }) {
                entries.kept[own.remove(at: over).order.id] = nil
            }
            guard own.count < Self.each, entries.kept.count < Self.most else { return false }
            entries.kept[order.id] = Entry(order: order, source: source, place: entries.next)
            entries.next += 1
            return true
        }
        if isTaken { signal.yield() }
        return isTaken
    }

    /// The person's own; nobody else learns that it is there.
    func look(_ id: ExportID, for account: Account) -> (order: ExportOrder, state: State)? {
        let now = clock.now
        return entries.withLock { entries in
            guard let entry = entries.kept[id], entry.order.account.id == account.id, !entry.state.isPast(at: now),
                account.hasRights(of: entry.order.account)
            else { return nil }
            return (entry.order, entry.state)
        }
    }

    /// Gives it up. A download that runs keeps its file to the end.
    func drop(_ id: ExportID) { entries.withLock { $0.kept[id] = nil } }

    func sweepEachMinute() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            let now = clock.now
            entries.withLock { entries in entries.kept = entries.kept.filter { !$0.value.state.isPast(at: now) } }
        }
    }

    // MARK: The work

    /// Prepares whatever comes until it is cancelled.
    func run() async { for await _ in signals { await drain() } }

    /// Prepares all that is there.
    func drain() async {
        while !Task.isCancelled, let (order, source) = nextWaiting() {
            do {
                let (file, rows) = try await write(order, source)
                set(order.id, .ready(file, rows: rows, until: clock.now + Self.term))
            } catch is GivenUp {
                continue
            } catch AccountsError.notAllowed {
                set(order.id, .forbidden(until: clock.now + Self.term))
            } catch {
                set(order.id, .failed(until: clock.now + Self.term))
            }
        }
    }

    private struct GivenUp: Error {}

    private func nextWaiting() -> (ExportOrder, any ExportSource)? {
        entries.withLock { entries in
            let waiting = entries.kept.values.filter { if case .waiting = $0.state { true } else { false } }
            guard let first = waiting.min(by: { $0.place < $1.place }) else { return nil }
            let (read, total) = first.source.progress
            entries.kept[first.order.id]?.state = .running(read: read, total: total)
            return (first.order, first.source)
        }
    }

    /// False when it was given up.
    @discardableResult
    private func set(_ id: ExportID, _ state: State) -> Bool {
        entries.withLock { entries in
            guard entries.kept[id] != nil else { return false }
            entries.kept[id]?.state = state
            return true
        }
    }

    private func write(_ order: ExportOrder, _ first: any ExportSource) async throws -> (ScratchFile, rows: Int) {
        let stream = try SheetStream(order.table, created: clock.now)
        var source = first
        var rows = 0
        while true {
            let before = source
            let (after, portion) = try await database.read { transaction in
                guard let account = try AccountStore().account(order.account.id, in: transaction), account.hasRights(of: order.account)
                else { throw AccountsError.notAllowed }
                var after = before
                let portion = try after.next(for: account, in: transaction)
                return (after, portion)
            }
            source = after
            let (read, total) = source.progress
            guard !Task.isCancelled, set(order.id, .running(read: read, total: total)) else { throw GivenUp() }
            guard let portion else { break }
            try stream.add(portion)
            rows += portion.count
        }
        let file = try stream.finish()
        if let (action, subject) = order.act {
            let (count, now) = (rows, clock.now)
            try await database.write {
                try AuditStore().append(
                    actor: order.account.login, action: action, subject: subject, detail: "\(count) rows", at: now, in: $0)
            }
        }
        return (file, rows)
    }
}
