import Recommender

extension PortraitRow.Field {
    /// Its name in the clients file.
    var column: String {
        switch self {
        case .age: "age"
        case .sex: "sex"
        case .foreignPassport: "foreign_passport"
        case .drivingLicense: "driving_license"
        case .creditSum: "credit_sum"
        case .familyStatus: "family_status"
        case .dependents: "dependents"
        case .workExperience: "work_experience"
        case .income: "income"
        case .additionalIncome: "additional_income"
        case .additionalIncomeType: "additional_income_type"
        case .carPrice: "car_price"
        case .businessType: "business_type"
        case .legalForm: "legal_form"
        case .authorizedCapital: "authorized_capital"
        case .revenue: "revenue"
        case .netProfit: "net_profit"
        }
    }

    /// What a value may be. Codes are those of the portrait; bounds of numbers only keep out what is surely a mistake, such as a year of birth.
    var range: PortraitRange {
        switch self {
        case .sex: .code(1...2)
        case .foreignPassport, .drivingLicense: .code(0...1)
        case .familyStatus: .code(1...4)
        case .additionalIncomeType: .code(0...9)
        case .businessType: .code(1...21)
        case .legalForm: .code(1...6)
        case .age, .workExperience: .number(0...150)
        case .dependents: .number(0...100)
        case .creditSum, .income, .additionalIncome, .carPrice, .authorizedCapital, .revenue: .number(0...1e12)
        case .netProfit: .number(-1e12...1e12)
        }
    }
}

enum PortraitRange {
    case code(ClosedRange<Int>)
    case number(ClosedRange<Double>)

    func contains(_ value: Double) -> Bool {
        switch self {
        case .code(let range): Int(exactly: value).map(range.contains) ?? false
        case .number(let range): range.contains(value)
        }
    }

    var rule: DataFileError.Rule {
        switch self {
        case .code(let range): .wholeNumber(from: range.lowerBound, to: range.upperBound)
        case .number(let range): .number(from: range.lowerBound, to: range.upperBound)
        }
    }
}
