/// Means and spreads that bring signals to one size, learned from training rows.
struct SignalScale: Sendable, Equatable {
    let means: [Float]
    let spreads: [Float]
    /// Smaller differences than this are those between folds, not between items: they are not blown up.
    static let least: Float = 0.05

    init(means: [Float], spreads: [Float]) {
        self.means = means
        self.spreads = spreads
    }

    /// Signals as they are, where there was nothing to learn from.
    static let plain = SignalScale(
        means: [Float](repeating: 0, count: Signal.count), spreads: [Float](repeating: 1, count: Signal.count))

    /// - Parameter unused: signals that shall say nothing.
    init(_ samples: Samples, without unused: Set<Signal> = []) {
        let count = Double(max(1, samples.count))
        var sums = [Double](repeating: 0, count: Signal.count)
        for place in samples.signals.indices { sums[place % Signal.count] += Double(samples.signals[place]) }
        let means = sums.map { $0 / count }
        var squares = [Double](repeating: 0, count: Signal.count)
        for place in samples.signals.indices {
            let off = Double(samples.signals[place]) - means[place % Signal.count]
            squares[place % Signal.count] += off * off
        }
        self.means = means.map { Float($0) }
        // A signal that never moves says nothing: it is kept at zero.
        spreads = squares.enumerated().map { place, square in
            let isUsed = Signal(rawValue: place).map { !unused.contains($0) } ?? false
            return isUsed && square / count > 1e-10 ? max(Float((square / count).squareRoot()), Self.least) : .infinity
        }
    }

    func apply(_ samples: inout Samples) {
        for place in samples.signals.indices {
            let signal = place % Signal.count
            samples.signals[place] = clamp((samples.signals[place] - means[signal]) / spreads[signal])
        }
    }

    /// One standardised signal; held within ±8, so that no single stray count decides.
    @inline(__always)
    func standard(_ value: Float, _ signal: Int) -> Float { clamp((value - means[signal]) / spreads[signal]) }

    /// `start` and all standardised signals by their weights.
    @inline(__always)
    func sum(_ numbers: [Float], _ weights: [Float], from start: Float) -> Float {
        numbers.withUnsafeBufferPointer { numbers in
            weights.withUnsafeBufferPointer { weights in
                means.withUnsafeBufferPointer { means in
                    spreads.withUnsafeBufferPointer { spreads in
                        var sum = start
                        for signal in 0..<Signal.count {
                            sum += weights[signal] * clamp((numbers[signal] - means[signal]) / spreads[signal])
                        }
                        return sum
                    }
                }
            }
        }
    }

    @inline(__always)
    private func clamp(_ value: Float) -> Float { min(max(value, -8), 8) }
}
