import Foundation

/// The mass of what a client could take next beside the candidates: items' powers without a client, summed once.
struct RestOfCatalogue: Sendable {
    private let powers: [Double]
    /// The powers in order, and the sums of exp(power − greatest) of the first so many.
    private let ascending: [Double]
    private let sums: [Double]
    private let greatest: Double

    /// - Parameter powers: by item.
    init(_ powers: [Double]) {
        self.powers = powers
        let ascending = powers.sorted()
        let greatest = ascending.last ?? 0
        var sums = [0.0]
        for power in ascending { sums.append((sums.last ?? 0) + exp(power - greatest)) }
        (self.ascending, self.sums, self.greatest) = (ascending, sums, greatest)
    }

    /// Sum of exp(power − level) over all but the candidates; none counts for more than 1.
    func mass(without candidates: [Int32], relativeTo level: Double) -> Double {
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < level { low = middle + 1 } else { high = middle }
        }
        let below = sums[low] * exp(greatest - level)
        let covered = candidates.reduce(0) { $0 + exp(min(powers[Int($1)] - level, 0)) }
        return max(0, below + Double(ascending.count - low) - covered)
    }
}
