import Database
import Recommendations
import Vocabulary

/// Rating 0…100: the place of an offer among all candidate offers of the last 30 days.
///
/// With n candidates in the pool, b of them below the offer's probability and e equal to it, the place is q = (b + e/2) / n (the mid-rank
/// percentile). Few candidates say little, so the place is drawn towards the middle by 20 imagined candidates: r = (n·q + 20·½) / (n + 20).
/// The rating is 100·r, rounded down to a whole number. With 2,000 candidates the drawing changes it by less than one; with 20 by up to 25,
/// and with none it is 50, so that under the usual threshold nothing is offered from no knowledge.
public struct RatingScale: Sendable {
    private let pool: [Double]
    static let imagined = 20.0

    /// Days that the pool reaches back.
    public static let days: Int64 = 30

    /// - Parameter probabilities: of all candidate offers, in ascending order.
    public init(ascending probabilities: [Double]) { pool = probabilities }

    /// The pool of the last 30 days.
    public init(now: Instant, in transaction: Transaction) throws(DatabaseError) {
        pool = try RecommendationStore().candidateProbabilities(since: now - .days(Self.days), in: transaction)
    }

    /// How many candidate offers the rating compares with.
    public var candidates: Int { pool.count }
    /// Whether the small pool pulled ratings noticeably (by a point or more) towards 50.
    public var isShrunk: Bool { Double(pool.count) < 49 * Self.imagined }

    public func rating(of probability: Double) -> Int {
        let below = first { $0 >= probability }
        let upTo = first { $0 > probability }
        let place = Double(below) + Double(upTo - below) / 2
        return Int(100 * (place + Self.imagined / 2) / (Double(pool.count) + Self.imagined))
    }

    /// The least probability whose rating is at least this, exactly: ``rating(of:)`` reaches the rating there and at no lower number.
    /// Nil: no probability reaches it, however high.
    public func boundary(of rating: Int) -> Double? {
        var (low, high) = (0, pool.count)
        while low < high {
            let middle = (low + high) / 2
            if self.rating(of: pool[middle]) >= rating { high = middle } else { low = middle + 1 }
        }
        // A probability between two of the pool stands half a place above the lower one, and may reach the rating there.
        let gap = low > 0 ? pool[low - 1].nextUp : 0
        if self.rating(of: gap) >= rating { return gap }
        return low < pool.count ? pool[low] : nil
    }

    /// The least rating that lets through nothing less likely than this. 100: nothing at all.
    public func rating(from probability: Double) -> Int {
        (0...100).first { boundary(of: $0).map { $0 >= probability } ?? true } ?? 100
    }

    /// Number of the first element for which the test holds; it holds for all after it too.
    private func first(where holds: (Double) -> Bool) -> Int {
        var (low, high) = (0, pool.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(pool[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
