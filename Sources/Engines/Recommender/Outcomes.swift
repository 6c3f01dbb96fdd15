import Foundation
import Vocabulary

/// An outcome of an offer, described as its client looked just before.
struct Outcome: Sendable {
    let features: [Double]
    let isAccepted: Bool
    let propensity: Double?
}

/// Describes every outcome by counts in which its client had no part.
struct OutOfFold: Sendable {
    let catalogue: Numbered
    let histories: Histories
    let statistics: Statistics
    let options: TrainingOptions

    /// By place of the audience; within one, by fold, client and time.
    func samples<Failure: Error>(checkpoint: (TrainingStep) throws(Failure) -> Void) throws(Failure) -> [[Outcome]] {
        var samples = Audience.allCases.map { _ in [Outcome]() }
        let members = folds()
        for (fold, clients) in members.enumerated() {
            try checkpoint(.describing(fold: fold + 1, of: members.count))
            let held = Statistics(audiences: catalogue.audiences, histories: clients.lazy.map { histories.entries[$0] })
            let maker = FeatureMaker(
                counts: Counts(statistics, without: held, audiences: catalogue.audiences), needs: catalogue.needs, links: catalogue.links)
            for client in clients {
                let entries = histories.entries[client]
                for entry in entries where entry.source == .offer {
                    let features = maker.features(of: entry.item, for: Evidence(entries, before: entry.at))
                    samples[catalogue.audiences[entry.item]].append(
                        Outcome(features: features, isAccepted: entry.isPositive, propensity: entry.propensity))
                }
            }
        }
        return samples
    }

    /// By the client's id and the seed alone, so that a new client moves nobody.
    private func folds() -> [[Int]] {
        var folds = [[Int]](repeating: [], count: options.folds)
        for (client, id) in histories.clients.enumerated() {
            var generator = SeededGenerator(seed: id.high ^ options.seed)
            var mixed = SeededGenerator(seed: generator.next() ^ id.low)
            folds[Int(mixed.next() % UInt64(options.folds))].append(client)
        }
        return folds
    }
}

/// Means and spreads that bring features to one size.
struct Scale: Sendable {
    let means: [Double]
    let spreads: [Double]

    init(_ outcomes: [Outcome]) {
        let count = Double(max(1, outcomes.count))
        let width = Feature.allCases.count
        let means = (0..<width).map { index in outcomes.reduce(0) { $0 + $1.features[index] } / count }
        spreads = (0..<width).map { index in
            let variance = outcomes.reduce(0) { $0 + ($1.features[index] - means[index]) * ($1.features[index] - means[index]) } / count
            return variance > 1e-12 ? variance.squareRoot() : 1
        }
        self.means = means
    }

    /// Outcomes of unknown propensity weigh 1; those of known ones the inverse, divided by its mean over them and clipped.
    func samples(_ outcomes: [Outcome], _ options: TrainingOptions) -> [LogisticRegression.Sample] {
        let inverse = outcomes.map { outcome in outcome.propensity.flatMap { $0 > 0 && $0 <= 1 ? 1 / $0 : nil } }
        let known = inverse.compactMap { $0 }
        let mean = known.reduce(0, +) / Double(max(1, known.count))
        return outcomes.indices.map { index in
            LogisticRegression.Sample(
                columns: [1] + outcomes[index].features.indices.map { (outcomes[index].features[$0] - means[$0]) / spreads[$0] },
                isPositive: outcomes[index].isAccepted, weight: inverse[index].map { min($0 / mean, options.largestWeight) } ?? 1)
        }
    }
}
