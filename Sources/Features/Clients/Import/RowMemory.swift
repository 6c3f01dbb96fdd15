import Vocabulary

/// What a file has said so far, so that two of its rows cannot say opposite things about one client: the later one would win without a word.
struct RowMemory {
    private struct Deal: Hashable {
        let reference: String, product: String
        let creditSum: Int?, carPrice: Int?
    }

    private struct Said<Fact> {
        let row: Int, fact: Fact
    }

    private var ages: [String: Said<Int>] = [:]
    private var sexes: [String: Said<Int>] = [:]
    private var outcomes: [Deal: Said<Card.Outcome>] = [:]

    /// The row as it was checked, or refused where an earlier one contradicts it.
    mutating func compare(_ checked: CheckedRow) -> CheckedRow {
        guard case .card(let card) = checked else { return checked }
        let portrait = card.portrait
        let deal = Deal(
            reference: card.reference, product: card.product, creditSum: portrait.creditSum, carPrice: portrait.carPrice)
        let contradictions = [
            Self.contradiction(portrait.age, to: ages[card.reference]).map { ($0, CardColumn.birthDate) },
            Self.contradiction(portrait.sex, to: sexes[card.reference]).map { ($0, .patronymic) },
            Self.contradiction(card.outcome == .unknown ? nil : card.outcome, to: outcomes[deal]).map { ($0, .outcome) },
        ].compactMap(\.self)
        guard contradictions.isEmpty else {
            return .refused(contradictions.map { RowProblem(row: card.row, column: $1, rule: .contradicts(row: $0)) })
        }
        if let age = portrait.age { ages[card.reference] = Said(row: card.row, fact: age) }
        if let sex = portrait.sex { sexes[card.reference] = Said(row: card.row, fact: sex) }
        if card.outcome != .unknown { outcomes[deal] = Said(row: card.row, fact: card.outcome) }
        return checked
    }

    private static func contradiction<Fact: Equatable>(_ fact: Fact?, to earlier: Said<Fact>?) -> Int? {
        guard let fact, let earlier, fact != earlier.fact else { return nil }
        return earlier.row
    }
}
