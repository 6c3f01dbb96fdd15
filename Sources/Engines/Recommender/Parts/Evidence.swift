/// What is known of one client at a moment, by item number: the model's whole view of a person beside the portrait.
struct Evidence: Sendable, Equatable {
    /// Taken or accepted, the latest first, each once.
    private(set) var taken: [Int32] = []
    /// Of `taken`, what they came for or took unasked, and what they accepted when it was offered.
    private(set) var history: [Int32] = []
    private(set) var accepted: [Int32] = []
    /// Declined and not taken, each once.
    private(set) var declined: [Int32] = []
    /// Outcomes of offers.
    private(set) var accepts = 0
    private(set) var declines = 0

    /// - Parameter events: of one client, oldest first; only what may be known.
    init(_ events: some BidirectionalCollection<Event>) {
        for event in events.reversed() {
            if event.isOffer { if event.isPositive { accepts += 1 } else { declines += 1 } }
            if event.isPositive {
                guard !taken.contains(event.item) else { continue }
                taken.append(event.item)
                if event.isOffer { accepted.append(event.item) } else { history.append(event.item) }
            } else if !declined.contains(event.item) {
                declined.append(event.item)
            }
        }
        if !declined.isEmpty { declined.removeAll { taken.contains($0) } }
    }
}
