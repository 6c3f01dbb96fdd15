/// What is known of a client without saying who it is. `nil` means unknown; money and codes are as in the data files.
public struct Portrait: Hashable, Sendable, Codable {
    // Individuals.
    /// Whole years on the day the card came.
    public var age: Int?
    /// 1 man, 2 woman.
    public var sex: Int?
    /// 0 no, 1 yes.
    public var foreignPassport: Int?
    /// 0 no, 1 yes.
    public var drivingLicense: Int?
    /// Thousands of roubles.
    public var creditSum: Int?
    /// 1 married, 2 single, 3 divorced, 4 widowed.
    public var familyStatus: Int?
    public var dependents: Int?
    /// Whole years.
    public var workExperience: Int?
    /// Thousands of roubles a month.
    public var income: Int?
    /// Thousands of roubles.
    public var additionalIncome: Int?
    /// 0 none, 1–9 as in ``AdditionalIncome``.
    public var additionalIncomeType: Int?
    /// Thousands of roubles.
    public var carPrice: Int?

    // Legal entities.
    /// 1–21.
    public var businessType: Int?
    /// 1–6.
    public var legalForm: Int?
    /// Thousands of roubles.
    public var authorizedCapital: Int?
    /// Millions of roubles.
    public var revenue: Int?
    /// Millions of roubles; a loss is negative.
    public var netProfit: Int?

    public init() {}

    public init(_ facts: [Field: Int]) {
        for (field, value) in facts { self[field] = value }
    }

    /// What is newly known replaces what was known; what the newer portrait does not know stays.
    public func merged(with newer: Portrait) -> Portrait {
        var portrait = self
        for field in Field.allCases { portrait[field] = newer[field] ?? self[field] }
        return portrait
    }

    public var isEmpty: Bool { self == Portrait() }
}

extension Portrait {
    /// Every fact by the name of its column, in the database and in data files alike.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case age, sex
        case foreignPassport = "foreign_passport"
        case drivingLicense = "driving_license"
        case creditSum = "credit_sum"
        case familyStatus = "family_status"
        case dependents
        case workExperience = "work_experience"
        case income
        case additionalIncome = "additional_income"
        case additionalIncomeType = "additional_income_type"
        case carPrice = "car_price"
        case businessType = "business_type"
        case legalForm = "legal_form"
        case authorizedCapital = "authorized_capital"
        case revenue
        case netProfit = "net_profit"
    }

    public subscript(field: Field) -> Int? {
        get { self[keyPath: Self.path(to: field)] }
        set { self[keyPath: Self.path(to: field)] = newValue }
    }

    private static func path(to field: Field) -> WritableKeyPath<Portrait, Int?> {
        switch field {
        case .age: \.age
        case .sex: \.sex
        case .foreignPassport: \.foreignPassport
        case .drivingLicense: \.drivingLicense
        case .creditSum: \.creditSum
        case .familyStatus: \.familyStatus
        case .dependents: \.dependents
        case .workExperience: \.workExperience
        case .income: \.income
        case .additionalIncome: \.additionalIncome
        case .additionalIncomeType: \.additionalIncomeType
        case .carPrice: \.carPrice
        case .businessType: \.businessType
        case .legalForm: \.legalForm
        case .authorizedCapital: \.authorizedCapital
        case .revenue: \.revenue
        case .netProfit: \.netProfit
        }
    }
}
