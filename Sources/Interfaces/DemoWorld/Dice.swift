import Foundation
import Vocabulary

/// Random draws that depend on the seed and on what they are for, and on nothing else: one client more changes nothing about the others.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64, for subject: String) {
        // FNV-1a over the subject, begun with the seed.
        var state = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in subject.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        generator = SeededGenerator(seed: state)
        _ = generator.next()
    }

    mutating func id<Subject>() -> Identifier<Subject> { Identifier(high: generator.next(), low: generator.next()) }

    /// 16 bytes, for the id of something that is not kept itself.
    mutating func bytes() -> [UInt8] { Identifier<Never>(high: generator.next(), low: generator.next()).bytes }

    /// 0 ..< 1.
    mutating func share() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { share() < probability }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    /// Box and Muller's transform.
    mutating func normal(_ mean: Double, _ spread: Double) -> Double {
        let radius = (-2 * log(1 - share())).squareRoot()
        return mean + spread * radius * cos(2 * .pi * share())
    }

    /// A log-normal amount around its median, kept inside the range.
    mutating func amount(median: Double, sigma: Double, in range: ClosedRange<Int>) -> Int {
        let drawn = (median * exp(normal(0, sigma))).rounded()
        return Int(min(max(drawn, Double(range.lowerBound)), Double(range.upperBound)))
    }

    /// Knuth's method; for small means.
    mutating func poisson(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var count = 0
        var product = share()
        while product > limit {
            count += 1
            product *= share()
        }
        return count
    }

    /// How many of `trials` succeed.
    mutating func successes(of trials: Int, _ probability: Double) -> Int {
        var count = 0
        for _ in 0..<trials where chance(probability) { count += 1 }
        return count
    }

    /// An index, each as likely as its weight; nil when nothing has any.
    mutating func pick(_ weights: [Double]) -> Int? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        var left = share() * total
        for (index, weight) in weights.enumerated() where weight > 0 {
            left -= weight
            if left < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 }
    }
}
