/// Weights, means and inverse spreads of the signals, for scores of many items: the sum of weight · ``SignalScale/standard(_:_:)`` over all signals.
struct CellWeights: Sendable {
    private let means: [Float]
    private let inverses: [Float]
    private let weights: [Float]

    init(_ scale: SignalScale, _ weights: [Float]) {
        means = scale.means
        inverses = scale.spreads.map { 1 / $0 }
        self.weights = weights
    }

    /// Opens the tables for many items: to ask for them at each would take longer than to add.
    @inline(__always)
    func open<Answer>(_ scratch: borrowing SignalScratch, _ body: (Opened) -> Answer) -> Answer {
        means.withUnsafeBufferPointer { means in
            inverses.withUnsafeBufferPointer { inverses in
                weights.withUnsafeBufferPointer { weights in
                    scratch.cells.withUnsafeBufferPointer { cells in
                        body(Opened(means: means, inverses: inverses, weights: weights, cells: cells))
                    }
                }
            }
        }
    }

    struct Opened {
        fileprivate let means: UnsafeBufferPointer<Float>
        fileprivate let inverses: UnsafeBufferPointer<Float>
        fileprivate let weights: UnsafeBufferPointer<Float>
        fileprivate let cells: UnsafeBufferPointer<Float>

        @inline(__always)
        private func part(_ signal: Signal, _ value: Float) -> Float {
            let place = signal.rawValue
            return weights[place] * min(max((value - means[place]) * inverses[place], -8), 8)
        }

        @inline(__always)
        private func plain(_ signal: Signal, _ base: Int) -> Float { part(signal, cells[base + signal.rawValue]) }

        @inline(__always)
        private func root(_ signal: Signal, _ base: Int) -> Float { part(signal, Formula.signedRoot(cells[base + signal.rawValue])) }

        /// The cells from `base` on, with the weights of pairs.
        @inline(__always)
        func cells(at base: Int) -> Float {
            // Three sums, so that no addition waits for the one before.
            let first = plain(.lift, base) + plain(.strongestLift, base) + root(.cosine, base) + root(.after, base)
            let second = root(.next, base) + root(.linear, base) + root(.linearPlain, base) + root(.refused, base)
            let third = root(.neighbours, base) + plain(.linkedHistory, base) + plain(.linkedAccepted, base)
            return first + second + third + cells[base + SignalScratch.pairCell]
        }

        @inline(__always)
        func priors(_ priors: Priors) -> Float {
            part(.popularity, priors.popularity) + part(.recentPopularity, priors.recentPopularity) + part(.acceptance, priors.acceptance)
        }

        @inline(__always)
        func needs(_ met: SignalScratch.Met) -> Float {
            part(.needsHistory, met.history) + part(.needsAccepted, met.accepted) + part(.needsDeclined, Formula.logCount(met.declined))
        }

        func company(_ met: SignalScratch.Met) -> Float {
            part(.companyHistory, met.history) + part(.companyAccepted, met.accepted)
                + part(.companyDeclined, Formula.logCount(met.declined))
        }

        @inline(__always)
        func linkedBack(_ links: Float) -> Float { part(.linkedBack, links) }

        /// What the client's fatigue adds to every item.
        func fatigue(_ scratch: borrowing SignalScratch) -> Float {
            part(.declines, scratch.fatigue.declines) + part(.accepts, scratch.fatigue.accepts) + part(.acceptRate, scratch.fatigue.rate)
        }
    }
}
