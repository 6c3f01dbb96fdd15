/// Hoare's selection ("Find", 1961).
enum Selection {
    /// Brings the `first` greatest numbers to the front, in no order but the last of them the least.
    static func descending<Number: Comparable>(_ numbers: UnsafeMutableBufferPointer<Number>, first: Int) {
        let target = first - 1
        var low = 0
        var high = numbers.count - 1
        while low < high {
            let pivot = numbers[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while numbers[left] > pivot { left += 1 }
                while numbers[right] < pivot { right -= 1 }
                if left <= right {
                    numbers.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if target <= right { high = right } else if target >= left { low = left } else { return }
        }
    }
}

/// Finds the n-th greatest of a stream of positive numbers. Most numbers are far below it and cost one comparison.
struct Greatest {
    /// Only greater numbers need to be taken.
    private(set) var bar: Float = 0
    private var kept = 1
    private var numbers: [Float] = []

    mutating func reset(keeping count: Int) {
        bar = 0
        kept = count
        numbers.removeAll(keepingCapacity: true)
    }

    mutating func take(_ number: Float) {
        numbers.append(number)
        if numbers.count >= 3 * kept { cut() }
    }

    /// The n-th greatest; 0 when there are fewer.
    var least: Float {
        mutating get {
            guard numbers.count >= kept else { return 0 }
            cut()
            return bar
        }
    }

    private mutating func cut() {
        numbers.withUnsafeMutableBufferPointer { Selection.descending($0, first: kept) }
        numbers.removeLast(numbers.count - kept)
        bar = numbers[kept - 1]
    }
}
