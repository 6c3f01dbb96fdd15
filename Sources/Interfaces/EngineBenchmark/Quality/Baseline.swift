import Recommender

/// The same order for everybody: what any model must be worth more than.
enum Baseline: String, CaseIterable, Sendable {
    /// How many took it, asked or unasked.
    case popularity
    /// Share of its offers that were accepted; 20 offers at the mean rate are added.
    case acceptance

    /// By service; the greater, the better.
    func scores(_ data: TrainingData) -> [Double] {
        var (taken, offered, accepted) = ([Int](repeating: 0, count: data.items.count), [Int](), [Int]())
        (offered, accepted) = (taken, taken)
        data.events.forEach { item, isPositive, isOffer in
            if isPositive { taken[Int(item)] += 1 }
            if isOffer { offered[Int(item)] += 1 }
            if isOffer, isPositive { accepted[Int(item)] += 1 }
        }
        switch self {
        case .popularity: return taken.map(Double.init)
        case .acceptance:
            let mean = (Double(accepted.reduce(0, +)) + 1) / (Double(offered.reduce(0, +)) + 10)
            return zip(accepted, offered).map { (Double($0) + 20 * mean) / (Double($1) + 20) }
        }
    }
}
