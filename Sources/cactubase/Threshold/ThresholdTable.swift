import Leads
import Vocabulary

/// Figures in columns, for people.
struct ThresholdTable {
    private let rows: [[String]]

    init(options: [ThresholdOption]) {
        rows =
            [["rating", "from"] + Self.titles]
            + options.map { option in
                [
                    "\(option.isCurrent ? "* " : "")\(option.rating)", option.leastProbability.map(Self.percent) ?? "never",
                ] + Self.cells(option.figures, more: option.moreOffers, people: option.moreClients)
            }
    }

    init(shares: [ThresholdAnswer.Share], _ language: Language) {
        rows =
            [["rating"] + Self.titles + ["of"]]
            + shares.map { share in
                ["\(share.isOwn ? "own " : "")\(share.rating)"]
                    + Self.cells(share.figures, more: share.moreOffers, people: share.moreClients) + [share.scope.words(language)]
            }
    }

    private static let titles = [
        "offers", "more", "people", "more", "at once", "promised", "observed (95 %)", "of n", "promised these", "refused", "per person",
        "over cap", "weary",
    ]

    private static func cells(_ figures: ThresholdFigures, more: Int, people: Int) -> [String] {
        let past = figures.past
        var observed = "unknown"
        if let share = past.observed, let low = past.low, let high = past.high {
            observed = "\(percent(share)) (\(percent(low))–\(percent(high)))"
        }
        return [
            "\(figures.offers)", signed(more), "\(figures.clients)", signed(people), "\(figures.newOffers)",
            figures.promised.map(percent) ?? "–", observed, "\(past.outcomes)", past.promised.map(percent) ?? "–",
            figures.spam.declined.map(percent) ?? "–", figures.spam.offersPerClient.map { "\(($0 * 100).rounded() / 100)" } ?? "–",
            "\(figures.spam.overCap)", "\(figures.spam.weary)",
        ]
    }

    /// Right-aligned, so that numbers stand under each other; a last column of names is left as it is.
    var lines: [String] {
        guard let columns = rows.first?.count else { return [] }
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let hasNames = rows[0].last == "of"
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                hasNames && column == columns - 1 ? cell.0 : String(repeating: " ", count: cell.1 - cell.0.count) + cell.0
            }.joined(separator: "  ")
        }
    }

    private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }

    /// One decimal below twenty percent, where most offers are and a point matters.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        return percent < 20 ? "\((percent * 10).rounded() / 10) %" : "\(Int(percent.rounded())) %"
    }
}
