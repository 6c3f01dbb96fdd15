/// What an import did, row by row. Holds numbers of rows, our own titles and rules: it may be printed, logged and stored.
public struct CardReport: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public enum Result: Hashable, Sendable {
            case new, updated, unchanged, example
            /// See ``StoredCard/waits(services:)``.
            case waits(services: Int)
            case refused([RowProblem])
        }

        /// As the person sees it.
        public let row: Int
        public let result: Result
    }

    public private(set) var lines: [Line] = []
    /// Titles of the file's columns that were dropped as personal.
    public let dropped: [String]
    /// Titles of columns that are about nobody and were not needed.
    public let unused: [String]
    /// Letters of columns with titles that we do not know; they were not read.
    public let unknown: [String]

    public init(_ header: CardHeader) {
        (dropped, unused, unknown) = (header.dropped, header.unused, header.unknown)
    }

    /// Adds a batch and what became of its valid cards.
    public mutating func add(_ batch: CardBatch, _ stored: [StoredCard]) {
        var answers = stored[...]
        for row in batch.rows {
            switch row {
            case .example(let number): lines.append(Line(row: number, result: .example))
            case .refused(let problems): lines.append(Line(row: problems.first?.row ?? 0, result: .refused(problems)))
            case .card(let card):
                guard let answer = answers.popFirst() else { return }
                lines.append(Line(row: card.row, result: Self.result(answer)))
            }
        }
    }

    private static func result(_ answer: StoredCard) -> Line.Result {
        switch answer {
        case .new: .new
        case .updated: .updated
        case .unchanged: .unchanged
        case .waits(let services): .waits(services: services)
        case .refused(let problem): .refused([problem])
        }
    }

    public struct Totals: Hashable, Sendable {
        public var rows = 0, new = 0, updated = 0, unchanged = 0, waiting = 0, refused = 0, examples = 0
        public init() {}
    }

    public var totals: Totals {
        lines.reduce(into: Totals()) { totals, line in
            totals.rows += 1
            switch line.result {
            case .new: totals.new += 1
            case .updated: totals.updated += 1
            case .unchanged: totals.unchanged += 1
            case .example: totals.examples += 1
            case .waits: totals.waiting += 1
            case .refused: totals.refused += 1
            }
        }
    }

    public var problems: [RowProblem] {
        lines.flatMap { line -> [RowProblem] in
            if case .refused(let problems) = line.result { problems } else { [] }
        }
    }
}
