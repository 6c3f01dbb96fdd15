/// Rows that say nothing to the model: how many, and the line of the first.
struct LeftOut {
    private(set) var rows = 0
    private(set) var firstLine = 0

    mutating func add(line: Int) {
        rows += 1
        if rows == 1 { firstLine = line }
    }
}
