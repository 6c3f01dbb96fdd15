import Clients
import Group

/// Portraits as one meets them among a company's clients, within the ranges of the seed's data: money of people in thousands of roubles,
/// revenue and profit in millions, capital in thousands.
enum Portraits {
    static func individual(of kind: CompanyKind, _ dice: inout Dice) -> Portrait {
        var portrait = Portrait()
        let age = min(max(Int(dice.normal(kind == .bank ? 44 : 40, 13.5).rounded()), 18), 88)
        let drives = dice.chance(kind == .dealer || kind == .broker ? 0.96 : age < 23 ? 0.35 : age > 68 ? 0.4 : 0.66)
        let income = dice.amount(median: medianIncome(kind) * (age < 25 ? 0.7 : age > 63 ? 0.6 : 1), sigma: 0.5, in: 20...996)
        portrait.age = age
        portrait.sex = dice.chance(kind == .dealer ? 0.38 : 0.53) ? 2 : 1
        portrait.drivingLicense = drives ? 1 : 0
        portrait.income = income
        portrait.foreignPassport = dice.chance(income > 130 ? 0.62 : 0.24) ? 1 : 0
        portrait.familyStatus = family(age, &dice)
        portrait.dependents = min(dice.poisson((25...52).contains(age) && portrait.familyStatus == 1 ? 1.3 : 0.25), 3)
        portrait.workExperience = max(0, age - 20 - dice.poisson(3))
        portrait.additionalIncomeType = dice.chance(age > 62 ? 0.8 : 0.4) ? (age > 62 ? 1 : dice.whole(2...9)) : 0
        portrait.additionalIncome = portrait.additionalIncomeType == 0 ? 0 : dice.amount(median: 29, sigma: 0.7, in: 3...971)
        let ownsCar = drives && dice.chance(kind == .dealer || kind == .broker ? 0.85 : 0.5)
        portrait.carPrice = ownsCar ? dice.amount(median: 900 + 9 * Double(income), sigma: 0.45, in: 250...37_835) : 0
        portrait.creditSum = dice.chance(ownsCar ? 0.6 : 0.35) ? dice.amount(median: 540, sigma: 0.8, in: 30...4996) : 0
        // Companies ask for different things, and people leave fields empty.
        if dice.chance(0.12) { portrait.foreignPassport = nil }
        if dice.chance(0.1) { portrait.dependents = nil }
        if dice.chance(0.15) { portrait.workExperience = nil }
        if dice.chance(0.08) { portrait.income = nil }
        return portrait
    }

    static func legal(_ dice: inout Dice) -> Portrait {
        var portrait = Portrait()
        let revenue = dice.amount(median: 460, sigma: 1.5, in: 4...99_999)
        portrait.businessType = dice.whole(1...21)
        portrait.legalForm = dice.pick([46, 22, 14, 9, 6, 3]).map { $0 + 1 }
        portrait.revenue = revenue
        portrait.netProfit = Int((Double(revenue) * dice.normal(0.09, 0.07)).rounded())
        portrait.authorizedCapital = dice.amount(median: 1400, sigma: 1.7, in: 24...989_966)
        if dice.chance(0.1) { portrait.netProfit = nil }
        return portrait
    }

    private static func medianIncome(_ kind: CompanyKind) -> Double {
        switch kind {
        case .hotel: 138
        case .dealer, .leasing: 124
        case .bank, .insurer, .broker: 92
        }
    }

    /// 1 married, 2 single, 3 divorced, 4 widowed.
    private static func family(_ age: Int, _ dice: inout Dice) -> Int? {
        let weights: [Double] =
            switch age {
            case ..<25: [12, 85, 3, 0]
            case ..<40: [58, 30, 12, 0]
            case ..<63: [64, 12, 21, 3]
            default: [56, 6, 16, 22]
            }
        return dice.pick(weights).map { $0 + 1 }
    }
}
