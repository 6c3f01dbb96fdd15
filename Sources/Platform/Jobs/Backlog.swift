import Database
import Vocabulary

/// How much waits in a queue, for people who watch it.
public struct Backlog: Hashable, Sendable {
    /// Rows that wait or are being worked on.
    public let waiting: Int
    /// Since when the oldest of them could have been done; nil when none is due. A row that waits for a retry counts from its next try.
    public let dueSince: Instant?
    /// Rows given up: somebody has to look.
    public let dead: Int

    init(_ table: String, waiting states: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        let open = try transaction.row("SELECT count(*) AS n, min(due_at) AS since FROM \(table) WHERE state IN (\(states))")
        waiting = try open?["n"] ?? 0
        let since: Instant? = try open?["since"] ?? nil
        dueSince = since.flatMap { $0 <= now ? $0 : nil }
        dead = try transaction.row("SELECT count(*) AS n FROM \(table) WHERE state = 'dead'")?["n"] ?? 0
    }
}

extension Inbox {
    public func backlog(at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Backlog {
        try Backlog("inbox", waiting: "'due'", at: now, in: transaction)
    }
}

extension Outbox {
    public func backlog(at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Backlog {
        try Backlog("outbox", waiting: "'due', 'leased'", at: now, in: transaction)
    }
}
