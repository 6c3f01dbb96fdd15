import Foundation

/// Buffers of one thread for ranking.
struct RankScratch {
    var signals = SignalScratch()
    /// The signals of the item that was described last.
    private(set) var numbers = [Float](repeating: 0, count: Signal.count)
    private var promises: [Float] = []
    private var greatest = Greatest()
    /// By item: 1 it is out of the question, 2 it is always in it.
    private var flags: [UInt8] = []

    @inline(__always)
    mutating func describe(_ item: Int, _ maker: SignalMaker) {
        numbers.withUnsafeMutableBufferPointer { maker.signals(of: item, into: $0, scratch: signals) }
    }

    /// The touched items that promise most, and the popular ones, without `seen`.
    mutating func likely(_ popular: [Int32], without seen: [Int32], most: Int, items: Int) -> [Int32] {
        signals.edit { cells in for item in popular { cells.addPair(Int(item), 0) } }
        if flags.count != items { flags = [UInt8](repeating: 0, count: items) }
        for item in popular { flags[Int(item)] |= 2 }
        for item in seen { flags[Int(item)] |= 1 }
        promises.removeAll(keepingCapacity: true)
        greatest.reset(keeping: most)
        for item in signals.touched {
            let promise = signals.promise(Int(item))
            promises.append(promise)
            if promise > greatest.bar { greatest.take(promise) }
        }
        let least = greatest.least
        var found: [Int32] = []
        for (item, promise) in zip(signals.touched, promises) {
            let flag = flags[Int(item)]
            if flag & 1 == 0, promise >= least || flag & 2 != 0 { found.append(item) }
        }
        for item in popular { flags[Int(item)] = 0 }
        for item in seen { flags[Int(item)] = 0 }
        return found.sorted()
    }
}

/// The mass of what a client could take next beside the candidates: items' powers without a client, summed once.
struct RestOfCatalogue: Sendable {
    private let powers: [Double]
    private let highest: Double
    private let shares: [Double]
    private let total: Double

    /// - Parameter powers: by item.
    init(_ powers: [Double]) {
        let highest = powers.max() ?? 0
        let shares = powers.map { exp($0 - highest) }
        self.powers = powers
        self.highest = highest
        self.shares = shares
        total = shares.reduce(0, +)
    }

    /// Sum of exp(power − level) over all but the candidates; none counts for more than 1.
    func mass(without candidates: [Int32], relativeTo level: Double) -> Double {
        guard level < highest else { return max(0, total - candidates.reduce(0) { $0 + shares[Int($1)] }) * exp(highest - level) }
        var isCovered = [Bool](repeating: false, count: powers.count)
        for item in candidates { isCovered[Int(item)] = true }
        return powers.indices.reduce(0) { isCovered[$1] ? $0 : $0 + exp(min(powers[$1] - level, 0)) }
    }
}
