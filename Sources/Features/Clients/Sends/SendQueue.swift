import Database
import Synchronization
import Vocabulary

/// Imports files in the background, in the memory of this process alone. Files take turns, a batch each, so that a long one keeps nobody waiting.
///
/// What a batch made, its rows in the report and the progress are one transaction. When the program stops, the file is gone and the send is
/// interrupted: sending the same file again changes nothing of what is there already.
public final class SendQueue: Sendable {
    /// A file on its way, with the personal data that is in it.
    public struct Job: Sendable {
        public let send: ClientSend
        public let bytes: [UInt8]
        /// Only its ending matters.
        public let name: String
        public let layout: CardLayout

        public init(send: ClientSend, bytes: [UInt8], name: String, layout: CardLayout) {
            (self.send, self.bytes, self.name, self.layout) = (send, bytes, name, layout)
        }
    }

    private let waiting = Mutex<[Job]>([])
    private let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let worker: Worker

    public init(database: Database, clock: WallClock, ids: IDSource, intake: @escaping @Sendable (ClientSend) -> CardImport) {
        worker = Worker(database: database, clock: clock, ids: ids, intake: intake)
    }

    /// Takes a file whose send is stored as running.
    public func add(_ job: Job) {
        waiting.withLock { $0.append(job) }
        signal.yield()
    }

    /// Bytes of files that are not begun yet.
    public var waitingBytes: Int { waiting.withLock { $0.reduce(0) { $0 + $1.bytes.count } } }

    /// Imports whatever comes until it is cancelled; then what is in hand is marked as interrupted.
    public func run() async {
        for await _ in signals { await drain() }
        let others = waiting.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        // A task of its own: this one is cancelled, and the database would not write for it.
        await Task { [worker] in await worker.stop(with: others) }.value
    }

    /// Imports all that is there.
    public func drain() async {
        while !Task.isCancelled {
            for job in waiting.withLock({ jobs in
                defer { jobs = [] }
                return jobs
            }) { await worker.begin(job) }
            guard await worker.step() else { return }
        }
    }
}

/// Owns the readers, which are for one task.
private actor Worker {
    private struct Running {
        var send: ClientSend
        let intake: CardImport
        let reader: CardReader
    }

    private let database: Database
    private let clock: WallClock
    private let ids: IDSource
    private let intake: @Sendable (ClientSend) -> CardImport
    private var turns: [Running] = []

    init(database: Database, clock: WallClock, ids: IDSource, intake: @escaping @Sendable (ClientSend) -> CardImport) {
        (self.database, self.clock, self.ids, self.intake) = (database, clock, ids, intake)
    }

    func begin(_ job: SendQueue.Job) async {
        let intake = intake(job.send)
        do throws(CardFileError) {
            turns.append(Running(send: job.send, intake: intake, reader: try intake.open(job.bytes, named: job.name, job.layout)))
        } catch { await end(job.send, .failed, error) }
    }

    /// One batch of the file whose turn it is. False when there is none.
    func step() async -> Bool {
        guard !turns.isEmpty else { return false }
        var running = turns.removeFirst()
        let batch: CardBatch?
        do throws(CardFileError) { batch = try running.reader.next() } catch {
            await end(running.send, .failed, error)
            return true
        }
        guard let batch else {
            await end(running.send, .done, nil)
            return true
        }
        let (intake, ids, now, send, progress) = (running.intake, ids, clock.now, running.send, running.reader.progress)
        do {
            running.send = try await database.write { transaction in
                let rows = SendRow.rows(batch, try intake.store(batch.cards, ids: ids, in: transaction))
                var after = send
                after.totals.count(rows)
                (after.progress, after.seenAt) = (progress, now)
                try ClientSendStore().add(rows, to: send.id, in: transaction)
                try ClientSendStore().update(after, in: transaction)
                return after
            }
            turns.append(running)
        } catch {
            // The database refused; what came before stays.
            await end(running.send, .interrupted, nil)
        }
        return true
    }

    func stop(with others: [SendQueue.Job]) async {
        let sends = turns.map(\.send) + others.map(\.send)
        turns = []
        for send in sends { await end(send, .interrupted, nil) }
    }

    private func end(_ send: ClientSend, _ state: ClientSend.State, _ failure: CardFileError?) async {
        var ended = send
        let now = clock.now
        (ended.state, ended.failure, ended.seenAt, ended.endedAt) = (state, failure?.message, now, now)
        if state == .done { ended.progress = 1 }
        let final = ended
        // If even this cannot be written, the send counts as interrupted in two minutes.
        try? await database.write { try ClientSendStore().update(final, in: $0) }
    }
}
