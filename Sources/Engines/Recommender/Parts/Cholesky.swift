/// Inverts symmetric positive definite matrices: Cholesky's decomposition in blocks, so that the work is dot products of rows that lie in cache
/// (Golub and Van Loan, "Matrix Computations", 4th ed., 4.2).
enum Cholesky {
    private static let block = 64

    /// - Parameter matrix: `size` × `size`, row by row; only its lower triangle is read.
    /// - Returns: the inverse, both triangles.
    static func inverse(of matrix: [Float], size: Int) -> [Float] {
        let columns = invertedTriangle(decomposed(matrix, size), size)
        // A⁻¹ = L⁻ᵀ·L⁻¹: each cell is a dot product of two columns of L⁻¹, from the later one's diagonal on.
        let parts = Parallel.map(size, into: 64) { range in
            columns.withUnsafeBufferPointer { buffer in
                var rows: [Float] = []
                rows.reserveCapacity(range.count * size)
                guard let cells = buffer.baseAddress else { return rows }
                for row in range {
                    for column in 0..<size {
                        let from = max(row, column)
                        rows.append(dot(cells + row * size + from, cells + column * size + from, size - from))
                    }
                }
                return rows
            }
        }
        return Array(parts.joined())
    }

    /// L with A = L·Lᵀ, in the lower triangle.
    private static func decomposed(_ matrix: [Float], _ size: Int) -> [Float] {
        var lower = matrix
        for start in stride(from: 0, to: size, by: block) {
            let end = min(start + block, size)
            lower.withUnsafeMutableBufferPointer { buffer in
                guard let cells = buffer.baseAddress else { return }
                for row in start..<end {
                    solve(row, columns: start..<min(row, end), cells, size)
                    let square = cells[row * size + row] - dot(cells + row * size, cells + row * size, row)
                    cells[row * size + row] = max(square, 1e-6).squareRoot()
                }
            }
            // The rows below need only the finished rows above them, so they can be solved side by side.
            let parts = belowSolved(lower, from: end, columns: start..<end, size)
            var row = end
            for part in parts {
                for first in stride(from: 0, to: part.count, by: end - start) {
                    for column in start..<end { lower[row * size + column] = part[first + column - start] }
                    row += 1
                }
            }
        }
        return lower
    }

    private static func belowSolved(_ lower: [Float], from end: Int, columns: Range<Int>, _ size: Int) -> [[Float]] {
        Parallel.map(size - end, into: 16) { range in
            lower.withUnsafeBufferPointer { buffer in
                var solved: [Float] = []
                guard let cells = buffer.baseAddress else { return solved }
                for row in range.lowerBound + end..<range.upperBound + end {
                    let first = solved.count
                    for column in columns {
                        let known = dot(cells + row * size, cells + column * size, columns.lowerBound)
                        var sum = cells[row * size + column] - known
                        for inner in columns.lowerBound..<column {
                            sum -= solved[first + inner - columns.lowerBound] * cells[column * size + inner]
                        }
                        solved.append(sum / cells[column * size + column])
                    }
                }
                return solved
            }
        }
    }

    private static func solve(_ row: Int, columns: Range<Int>, _ cells: UnsafeMutablePointer<Float>, _ size: Int) {
        for column in columns {
            let sum = cells[row * size + column] - dot(cells + row * size, cells + column * size, column)
            cells[row * size + column] = sum / cells[column * size + column]
        }
    }

    /// L⁻¹ column by column: row j of the answer holds column j of L⁻¹.
    private static func invertedTriangle(_ lower: [Float], _ size: Int) -> [Float] {
        let parts = Parallel.map(size, into: 64) { range in
            lower.withUnsafeBufferPointer { buffer in
                var columns = [Float](repeating: 0, count: range.count * size)
                guard let cells = buffer.baseAddress else { return columns }
                columns.withUnsafeMutableBufferPointer { out in
                    guard let out = out.baseAddress else { return }
                    for column in range {
                        let answer = out + (column - range.lowerBound) * size
                        answer[column] = 1 / cells[column * size + column]
                        for row in (column + 1)..<max(size, column + 1) {
                            let sum = dot(cells + row * size + column, answer + column, row - column)
                            answer[row] = -sum / cells[row * size + row]
                        }
                    }
                }
                return columns
            }
        }
        return Array(parts.joined())
    }

    @inline(__always)
    static func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
        var first = SIMD8<Float>(repeating: 0)
        var second = first
        var place = 0
        while place + 16 <= count {
            first += load(left + place) * load(right + place)
            second += load(left + place + 8) * load(right + place + 8)
            place += 16
        }
        var sum = (first + second).sum()
        while place < count {
            sum += left[place] * right[place]
            place += 1
        }
        return sum
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }
}
