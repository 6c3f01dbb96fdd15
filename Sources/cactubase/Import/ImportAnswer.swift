import Clients
import Localization

/// What an import did, as scripts and people read it: numbers of rows, titles of columns, rules. No value of a cell.
struct ImportAnswer: Codable, Sendable, Equatable {
    struct Row: Codable, Sendable, Equatable {
        let row: Int
        /// new, updated, unchanged, example, waits, refused
        let result: String
        /// A sentence a fact; a refused row has one for each problem, with its column.
        let words: [String]
        /// The titles of the columns that are wrong.
        let columns: [String]
    }

    struct Totals: Codable, Sendable, Equatable {
        let rows, new, updated, unchanged, waiting, refused, examples: Int
    }

    let company: String
    let totals: Totals
    let rows: [Row]
    /// Titles of columns whose content was dropped as personal.
    let dropped: [String]
    let unused: [String]
    /// Letters of columns with titles that are not known.
    let unknown: [String]
    let summary: String
    let notes: [String]

    init(_ report: CardReport, company: String, say: (Message) -> String) {
        self.company = company
        let sums = report.totals
        totals = Totals(
            rows: sums.rows, new: sums.new, updated: sums.updated, unchanged: sums.unchanged, waiting: sums.waiting, refused: sums.refused,
            examples: sums.examples)
        rows = report.lines.map { line in
            Row(row: line.row, result: line.result.name, words: line.messages.map(say), columns: line.result.columns)
        }
        (dropped, unused, unknown) = (report.dropped, report.unused, report.unknown)
        summary = say(report.summary)
        notes = report.columnNotes.map(say)
    }

    var lines: [String] { rows.flatMap(\.words) + notes + [summary] }
}

extension CardReport.Line.Result {
    fileprivate var name: String {
        switch self {
        case .new: "new"
        case .updated: "updated"
        case .unchanged: "unchanged"
        case .example: "example"
        case .waits: "waits"
        case .refused: "refused"
        }
    }

    fileprivate var columns: [String] {
        if case .refused(let problems) = self { problems.map(\.column.rawValue) } else { [] }
    }
}
