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

    /// Files that are not begun yet, and the bytes of all that are in memory.
    private let files = Mutex<(waiting: [Job], bytes: Int)>(([], 0))
    private let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let worker: Worker

    public init(database: Database, clock: WallClock, ids: IDSource, intake: @escaping @Sendable (ClientSend) -> CardImport) {
        worker = Worker(database: database, clock: clock, ids: ids, intake: intake)
    }

    /// Takes a file whose send is stored as running.
    public func add(_ job: Job) {
        files.withLock { files in
            files.waiting.append(job)
            files.bytes += job.bytes.count
        }
        signal.yield()
    }

    /// Whether one more file may wait for its import.
    public var hasRoom: Bool { files.withLock { $0.bytes } < 100 << 20 }

    private func takeWaiting() -> [Job] {
        files.withLock { files in
            defer { files.waiting = [] }
            return files.waiting
        }
    }

    /// Imports whatever comes until it is cancelled; then what is in hand is marked as interrupted.
    public func run() async {
        for await _ in signals { await drain() }
        let others = takeWaiting()
        // A task of its own: this one is cancelled, and the database would not write for it.
        await Task { [worker] in await worker.stop(with: others) }.value
    }

    /// Imports all that is there.
    public func drain() async {
        while !Task.isCancelled {
            for job in takeWaiting() { await worker.begin(job) }
            guard let freed = await worker.step() else { return }
            files.withLock { $0.bytes -= freed }
        }
    }
}

/// Owns the readers, which are for one task.
private actor Worker {
    private struct Running {
        var send: ClientSend
        let intake: CardImport
        let reader: CardReader
        let bytes: Int
    }

    private let database: Database
    private let clock: WallClock
    private let ids: IDSource
    private let intake: @Sendable (ClientSend) -> CardImport
    private var turns: [Running] = []
    /// Bytes of files that could not be begun.
    private var freed = 0

    init(database: Database, clock: WallClock, ids: IDSource, intake: @escaping @Sendable (ClientSend) -> CardImport) {
        (self.database, self.clock, self.ids, self.intake) = (database, clock, ids, intake)
    }

    func begin(_ job: SendQueue.Job) async {
        let intake = intake(job.send)
        do throws(CardFileError) {
            turns.append(
                Running(
                    send: job.send, intake: intake, reader: try intake.open(job.bytes, named: job.name, job.layout), bytes: job.bytes.count)
            )
        } catch {
            await end(job.send, .failed, error)
            freed += job.bytes.count
        }
    }

    /// One batch of the file whose turn it is; nil when there is none.
    /// - Returns: bytes that are not needed any more.
    func step() async -> Int? {
        let before = freed
        freed = 0
        guard !turns.isEmpty else { return before > 0 ? before : nil }
        var running = turns.removeFirst()
        let batch: CardBatch?
        do throws(CardFileError) { batch = try running.reader.next() } catch {
            await end(running.send, .failed, error)
            return before + running.bytes
        }
        guard let batch else {
            await end(running.send, .done, nil)
            return before + running.bytes
        }
        let (intake, ids, now, send, progress) = (running.intake, ids, clock.now, running.send, running.reader.progress)
        do {
            let moved = try await database.write { transaction -> ClientSend? in
                // Somebody may have thought it interrupted and taken it back.
                guard try ClientSendStore().send(send.id, in: transaction)?.state == .running else { return nil }
                let rows = SendRow.rows(batch, try intake.store(batch.cards, ids: ids, in: transaction))
                var after = send
                after.totals.count(rows)
                (after.progress, after.seenAt) = (progress, now)
                try ClientSendStore().add(rows, to: send.id, in: transaction)
                try ClientSendStore().update(after, in: transaction)
                return after
            }
            guard let moved else { return before + running.bytes }
            running.send = moved
            turns.append(running)
        } catch {
            // The database refused; what came before stays.
            await end(running.send, .interrupted, nil)
            return before + running.bytes
        }
        return before
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
