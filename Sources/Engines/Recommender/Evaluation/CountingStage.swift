import Vocabulary

/// What training counts before it fits anything, in this order; for whoever measures it.
public enum CountingStage: String, CaseIterable, Sendable, Codable {
    /// What each client took, and the counts by item.
    case sequences
    /// Co-occurrence and order.
    case items
    /// The index of clients alike.
    case users
}

extension TrainingData {
    /// Counts the parts of one audience and lets go of them.
    /// - Parameter done: hears each stage when it is over.
    public func countParts(_ audience: Audience, done: (CountingStage) -> Void) {
        let segment = Segment(self, audience: audience)
        let sequences = Sequences(segment.events, items: segment.items.count) { _, _ in true }
        let tallies = Tallies(segment.events, sequences: sequences, items: segment.items.count) { _, _ in true }
        done(.sequences)
        let counts = ItemCounts(sequences, takers: tallies.takers)
        done(.items)
        let neighbours = Neighbours(segment, sequences: sequences)
        done(.users)
        withExtendedLifetime((counts, neighbours)) {}
    }
}
