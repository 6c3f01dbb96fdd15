/// What is known of a person or a firm, as numbers. Unknown is NaN. Units are those of the data files: money of individuals in thousands of
/// roubles, revenue and profit in millions, capital in thousands.
public struct PortraitRow: Sendable, Equatable {
    /// A fact of the portrait; the raw value is its column in the clients file, `audience` not counted.
    public enum Field: Int, CaseIterable, Sendable {
        case age, sex, foreignPassport, drivingLicense, creditSum, familyStatus, dependents, workExperience
        case income, additionalIncome, additionalIncomeType, carPrice
        case businessType, legalForm, authorizedCapital, revenue, netProfit

        enum Kind { case number, money, code }

        /// Money is read on a logarithmic scale; a code has no order.
        var kind: Kind {
            switch self {
            case .age, .dependents, .workExperience: .number
            case .creditSum, .income, .additionalIncome, .carPrice, .authorizedCapital, .revenue, .netProfit: .money
            case .sex, .foreignPassport, .drivingLicense, .familyStatus, .additionalIncomeType, .businessType, .legalForm: .code
            }
        }
    }

    public static let width = Field.allCases.count
    public private(set) var values: [Float]

    /// Nothing known.
    public init() { values = [Float](repeating: .nan, count: Self.width) }

    init(values: some Collection<Float>) { self.values = Array(values) }

    public subscript(field: Field) -> Float? {
        get { values[field.rawValue].isNaN ? nil : values[field.rawValue] }
        set { values[field.rawValue] = newValue.flatMap { $0.isFinite ? $0 : nil } ?? .nan }
    }

    public static func == (left: Self, right: Self) -> Bool {
        zip(left.values, right.values).allSatisfy { $0.isNaN && $1.isNaN || $0 == $1 }
    }
}
