/// A fact of a portrait as people see it: a range instead of the exact number, so that a card gives nobody away.
public enum PortraitBand: Hashable, Sendable {
    case yes, no
    /// A code of the data files, such as a kind of income.
    case code(Int)
    /// Both ends within; nil: open.
    case range(from: Int?, to: Int?)
    /// Less than nothing: of a profit.
    case loss
}

extension Portrait.Field {
    public func band(_ value: Int) -> PortraitBand {
        switch self {
        case .sex, .familyStatus, .additionalIncomeType, .businessType, .legalForm: .code(value)
        case .foreignPassport, .drivingLicense: value > 0 ? .yes : .no
        case .netProfit where value < 0: .loss
        default: range(value)
        }
    }

    private func range(_ value: Int) -> PortraitBand {
        let next = steps.firstIndex { $0 > value }
        let to = next.map { steps[$0] - (isCounted ? 1 : 0) }
        let from = next.map { $0 > 0 ? steps[$0 - 1] : nil } ?? steps.last
        return .range(from: from, to: to)
    }

    /// Counted are years and people, whose ranges end before the next begins; of money the ends are shared.
    private var isCounted: Bool { [.age, .dependents, .workExperience].contains(self) }

    /// Where ranges begin.
    private var steps: [Int] {
        switch self {
        case .age: [20, 30, 40, 50, 60, 70]
        case .dependents: [0, 1, 2, 3]
        case .workExperience: [0, 1, 5, 10, 20, 30]
        // Thousands of roubles.
        case .income, .additionalIncome: [0, 30, 50, 100, 200, 400, 800]
        case .creditSum, .carPrice: [0, 500, 1000, 2000, 3000, 5000, 10_000]
        case .authorizedCapital: [0, 10, 100, 1000, 10_000, 100_000]
        // Millions of roubles.
        case .revenue, .netProfit: [0, 10, 50, 100, 500, 1000, 10_000]
        default: []
        }
    }
}
