/// Minimises a smooth convex function by limited-memory BFGS with a backtracking line search (Nocedal, "Updating quasi-Newton matrices with
/// limited storage", 1980; Armijo's condition).
struct LBFGS: Sendable {
    let memory = 8
    let iterations: Int
    /// Stops when an iteration gains less than this share of the value.
    let tolerance: Double

    init(iterations: Int, tolerance: Double = 1e-7) {
        self.iterations = iterations
        self.tolerance = tolerance
    }

    /// - Parameter evaluate: the value and the gradient at a point.
    func minimise<Failure: Error>(
        from start: [Double], evaluate: ([Double]) -> (value: Double, gradient: [Double]), checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> [Double] {
        var point = start
        var (value, gradient) = evaluate(point)
        var steps: [[Double]] = []
        var changes: [[Double]] = []
        var stalls = 0
        for _ in 0..<iterations {
            try checkpoint()
            var direction = self.direction(gradient, steps, changes)
            var slope = Self.dot(direction, gradient)
            if slope >= 0 {
                direction = gradient.map { -$0 }
                slope = -Self.dot(gradient, gradient)
                steps.removeAll()
                changes.removeAll()
            }
            guard slope < 0 else { break }
            var length = steps.isEmpty ? min(1, 1 / max(1e-12, Self.dot(gradient, gradient).squareRoot())) : 1.0
            var next: (value: Double, gradient: [Double])?
            var moved = point
            for _ in 0..<30 {
                for index in point.indices { moved[index] = point[index] + length * direction[index] }
                let tried = evaluate(moved)
                if tried.value.isFinite, tried.value <= value + 1e-4 * length * slope {
                    next = tried
                    break
                }
                length /= 2
            }
            guard let next else { break }
            let step = direction.map { length * $0 }
            let change = zip(next.gradient, gradient).map { $0 - $1 }
            if Self.dot(step, change) > 1e-12 {
                steps.append(step)
                changes.append(change)
                if steps.count > memory {
                    steps.removeFirst()
                    changes.removeFirst()
                }
            }
            let gain = value - next.value
            point = moved
            (value, gradient) = next
            stalls = gain <= tolerance * max(1, abs(value)) ? stalls + 1 : 0
            if stalls >= 2 { break }
        }
        return point
    }

    private func direction(_ gradient: [Double], _ steps: [[Double]], _ changes: [[Double]]) -> [Double] {
        var direction = gradient.map { -$0 }
        guard let lastStep = steps.last, let lastChange = changes.last else { return direction }
        var shares = [Double](repeating: 0, count: steps.count)
        for index in steps.indices.reversed() {
            let share = Self.dot(steps[index], direction) / Self.dot(steps[index], changes[index])
            shares[index] = share
            Self.add(-share, changes[index], to: &direction)
        }
        let scale = Self.dot(lastStep, lastChange) / Self.dot(lastChange, lastChange)
        for place in direction.indices { direction[place] *= scale }
        for index in steps.indices {
            let back = shares[index] - Self.dot(changes[index], direction) / Self.dot(steps[index], changes[index])
            Self.add(back, steps[index], to: &direction)
        }
        return direction
    }

    private static func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
        sum.withUnsafeMutableBufferPointer { sum in
            vector.withUnsafeBufferPointer { vector in
                for place in sum.indices { sum[place] += factor * vector[place] }
            }
        }
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var sums = SIMD4<Double>()
                let whole = left.count / 4 * 4
                for index in stride(from: 0, to: whole, by: 4) {
                    let four = SIMD4<Double>(left[index], left[index + 1], left[index + 2], left[index + 3])
                    sums += four * SIMD4<Double>(right[index], right[index + 1], right[index + 2], right[index + 3])
                }
                var sum = sums.sum()
                for index in whole..<left.count { sum += left[index] * right[index] }
                return sum
            }
        }
    }
}
