import Vocabulary

/// One observation of a known client: an item by its number.
struct Event: Sendable, Hashable {
    let item: Int32
    let isPositive: Bool
    let isOffer: Bool
    /// 0: unknown.
    let propensity: Float
    /// Milliseconds since 1970.
    let time: Int64

    /// Time first; among equal times history before offers, then an order that favours no item but is always the same for this client, so
    /// that neither the order of the input rows nor the numbering of the items means anything.
    static func isBefore(_ left: Event, _ right: Event, key: UInt64) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.isOffer != right.isOffer { return right.isOffer }
        if left.item != right.item {
            let (a, b) = (Mix.hash(key, UInt64(UInt32(bitPattern: left.item))), Mix.hash(key, UInt64(UInt32(bitPattern: right.item))))
            return a != b ? a < b : left.item < right.item
        }
        if left.isPositive != right.isPositive { return right.isPositive }
        return left.propensity < right.propensity
    }
}

/// A stateless mixer of two words (SplitMix64's finaliser): folds, samples and ties come from ids and the seed alone, so a new client moves nobody.
enum Mix {
    static func hash(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var word = left &+ 0x9E37_79B9_7F4A_7C15 &* (right &+ 1)
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
