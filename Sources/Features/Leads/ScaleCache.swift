import Database
import Recommendations
import Synchronization
import Vocabulary

/// The scale that the pipeline read last. A pool may hold millions, and reading it for every few cards would cost more than the cards.
///
/// It serves until so much was computed since that a rating could be off by half a point: one in two hundred of the pool. In a small group that is
/// the very next result. What leaves the pool by age is noticed within an hour.
final class ScaleCache: Sendable {
    private struct Kept {
        let scale: RatingScale
        let readAt: Instant
    }

    private let kept = Mutex<Kept?>(nil)
    private static let lifetime = Span.hours(1)

    func scale(now: Instant, in transaction: Transaction) throws(DatabaseError) -> RatingScale {
        if let known = kept.withLock({ $0 }), known.readAt <= now, now < known.readAt + Self.lifetime {
            let noticeable = known.scale.candidates / 200 + 1
            let late = try RecommendationStore().computed(since: known.readAt, most: noticeable, in: transaction)
            if late < noticeable { return known.scale }
        }
        let scale = try RatingScale(now: now, in: transaction)
        kept.withLock { $0 = Kept(scale: scale, readAt: now) }
        return scale
    }
}
