/// Where long polls wait: each for its topic, until it is called, its time is over or its task is cancelled.
actor WaitingRoom {
    enum Topic: Hashable, Sendable { case updates, chat(Int64), customers, log }

    private struct Seat {
        let topic: Topic
        let continuation: CheckedContinuation<Void, Never>
        let timer: Task<Void, Never>
    }

    private var seats: [Int: Seat] = [:]
    private var called: [Topic: Int] = [:]
    private var lastTicket = 0
    private var closed = false

    /// How often the topic was called; read it before looking at what one waits for.
    func count(of topic: Topic) -> Int { called[topic, default: 0] }

    /// Waits until the topic has been called more often than `count`.
    func wait(for topic: Topic, after count: Int, atMost duration: Duration) async {
        lastTicket += 1
        let ticket = lastTicket
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled, !closed, called[topic, default: 0] == count else {
                    continuation.resume()
                    return
                }
                let timer = Task {
                    try? await Task.sleep(for: duration)
                    self.leave(ticket)
                }
                seats[ticket] = Seat(topic: topic, continuation: continuation, timer: timer)
            }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
    }

    func call(_ topic: Topic) {
        called[topic, default: 0] += 1
        for (ticket, seat) in seats where seat.topic == topic { leave(ticket) }
    }

    /// Lets everybody go and nobody sit down again.
    func close() {
        closed = true
        for ticket in Array(seats.keys) { leave(ticket) }
    }

    var isClosed: Bool { closed }

    private func leave(_ ticket: Int) {
        guard let seat = seats.removeValue(forKey: ticket) else { return }
        seat.timer.cancel()
        seat.continuation.resume()
    }
}
