import GRDB
import Synchronization

/// Commits waiting effects in groups, each effect behind a savepoint: durable writes at the price of one flush per group.
///
/// It runs on the writer's own queue, in no task, so nothing can cancel it halfway.
final class Committer: Sendable {
    /// More buys little and makes the first effect wait for the last.
    private static let largestGroup = 100

    private struct State {
        var waiting: [Effect] = []
        var isDraining = false
        var isStopped = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let writer: any DatabaseWriter
    private let plans: StatementPlans
    private let commits: CommitSignal

    init(_ writer: any DatabaseWriter, plans: StatementPlans, commits: CommitSignal) {
        self.writer = writer
        self.plans = plans
        self.commits = commits
    }

    func submit(_ effect: Effect) {
        enum Then { case drain, wait, refuse }
        let then = state.withLock { state -> Then in
            if state.isStopped { return .refuse }
            state.waiting.append(effect)
            if state.isDraining { return .wait }
            state.isDraining = true
            return .drain
        }
        switch then {
        case .drain: writer.asyncWriteWithoutTransaction { self.drain($0) }
        case .wait: break
        case .refuse: effect.fail(DatabaseError.closed)
        }
    }

    /// Refuses new effects and returns when the waiting ones are done.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isStopped = true
                if state.isDraining { state.whenIdle.append(continuation) }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
    }

    private func drain(_ connection: GRDB.Database) {
        while true {
            let group: [Effect] = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.largestGroup))
                state.waiting.removeFirst(group.count)
                return group
            }
            guard !group.isEmpty else {
                let isEmpty = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
                    guard state.waiting.isEmpty else { return nil }
                    state.isDraining = false
                    defer { state.whenIdle = [] }
                    return state.whenIdle
                }
                guard let waiters = isEmpty else { continue }
                for waiter in waiters { waiter.resume() }
                return
            }
            commit(group, connection)
        }
    }

    private func commit(_ group: [Effect], _ connection: GRDB.Database) {
        do {
            let before = connection.totalChangesCount
            let tell = try attempt(group, connection)
            // Who only looked for work and found none must not wake everybody, itself included.
            if connection.totalChangesCount != before { commits.signal() }
            for tell in tell { tell() }
        } catch {
            if connection.isInsideTransaction { try? connection.rollback() }
            // The whole transaction is lost (disk full, I/O error, a failed commit): nobody pays for a neighbour's fault.
            guard group.count > 1 else {
                for effect in group { effect.fail(DatabaseError(error)) }
                return
            }
            for effect in group { commit([effect], connection) }
        }
    }

    /// One transaction for the group.
    /// - Throws: only when the transaction as a whole is lost; an effect's own error is part of the answer.
    private func attempt(_ group: [Effect], _ connection: GRDB.Database) throws -> [@Sendable () -> Void] {
        let transaction = Transaction(connection, plans: plans)
        try connection.beginTransaction(.immediate)
        var tell: [@Sendable () -> Void] = []
        for effect in group {
            try transaction.execute("SAVEPOINT effect")
            do {
                tell.append(try effect.attempt(transaction))
            } catch {
                guard connection.isInsideTransaction else { throw error }
                try transaction.execute("ROLLBACK TO SAVEPOINT effect")
                tell.append { effect.fail(error) }
            }
            try transaction.execute("RELEASE SAVEPOINT effect")
        }
        try connection.commit()
        return tell
    }
}
