/// Training rows: a client's portrait, an item, its signals, what the client had then, and what happened.
struct Samples: Sendable {
    /// Encoded portraits, `width` numbers a client.
    var portraits: [Float] = []
    var width: Int
    /// Row → client of `portraits`; row → item.
    var clients: [Int32] = []
    var items: [Int32] = []
    /// ``Signal/count`` numbers a row.
    var signals: [Float] = []
    /// Pairs (what the client had, the item) by row, as numbers of ``PairTable``.
    var pairStarts: [Int] = [0]
    var pairs: [Int32] = []
    var labels: [Bool] = []
    var weights: [Float] = []
    /// Rows that compete for one choice lie together; empty: each row is an outcome of its own.
    var choiceStarts: [Int] = []
    /// Whether a choice is its client's latest.
    var isLatest: [Bool] = []
    /// Added to the score of a row within its choice: log of how many items a drawn one stands for.
    var offsets: [Float] = []
    /// Fold by client of `portraits`.
    var folds: [UInt8] = []
    /// Inverse propensity relative to the mean, for calibration; 1 where unknown.
    var inverse: [Float] = []

    init(width: Int) { self.width = width }

    var count: Int { items.count }
    var isChoice: Bool { !choiceStarts.isEmpty }
    /// Units that are never split: choices or single rows.
    var units: Int { isChoice ? choiceStarts.count - 1 : count }
    func rows(_ unit: Int) -> Range<Int> { isChoice ? choiceStarts[unit]..<choiceStarts[unit + 1] : unit..<unit + 1 }

    func isInFold(_ row: Int, _ fold: Int) -> Bool { Int(folds[Int(clients[row])]) == fold }
}

/// Which (owned item, offered item) pairs have a weight of their own: those seen in training. Two tables in one: came for, accepted.
struct PairTable: Sendable, Equatable {
    private(set) var numbers: [UInt64: Int32] = [:]
    private(set) var keys: [UInt64] = []
    /// No more pairs than this get a weight; the rest lean on lift and links.
    static let most = 400_000

    static func key(isAccepted: Bool, owned: Int32, item: Int32) -> UInt64 {
        (isAccepted ? 1 << 62 : 0) | UInt64(UInt32(bitPattern: owned)) << 31 | UInt64(UInt32(bitPattern: item))
    }

    mutating func number(isAccepted: Bool, owned: Int32, item: Int32) -> Int32? {
        let key = Self.key(isAccepted: isAccepted, owned: owned, item: item)
        if let known = numbers[key] { return known }
        guard keys.count < Self.most else { return nil }
        numbers[key] = Int32(keys.count)
        keys.append(key)
        return numbers[key]
    }

    func isAccepted(_ number: Int) -> Bool { keys[number] >> 62 == 1 }
}
