import Foundation
import Vocabulary

extension SeededGenerator {
    /// In 0..<1.
    var share: Double {
        mutating get { Double(next() >> 11) * 0x1p-53 }
    }

    /// Of mean 0 and spread 1 (Box and Muller, 1958).
    var normal: Double {
        mutating get { (-2 * log(1 - share)).squareRoot() * cos(2 * .pi * share) }
    }

    mutating func happens(_ chance: Double) -> Bool { share < chance }

    mutating func pick(_ count: Int) -> Int { min(count - 1, Int(share * Double(count))) }

    /// A place by its mass.
    mutating func pick(by masses: [Double]) -> Int {
        var left = share * masses.reduce(0, +)
        for (place, mass) in masses.enumerated() {
            left -= mass
            if left < 0 { return place }
        }
        return masses.count - 1
    }

    /// A count of the given mean (Knuth, 1969).
    mutating func poisson(_ mean: Double) -> Int {
        let least = exp(-mean)
        var (count, product) = (0, share)
        while product > least {
            count += 1
            product *= share
        }
        return count
    }
}
