import Group
import Spreadsheets
import Vocabulary

/// The forms that a company may fill: only the columns that we need, with one invented client to show how.
public enum CardTemplate {
    /// The example's id. A row with it is skipped, so nobody has to remember to delete it.
    public static let exampleReference = "ПРИМЕР"
    static let examples: Set<Folded> = [Folded(exampleReference), Folded("EXAMPLE")]

    public static func table(for audience: Audience, in language: Language = .russian) -> SheetTable {
        let cells = audience == .individual ? individual : legal
        let names: (individual: String, legal: String) =
            language == .russian ? ("Клиенты ФЛ", "Клиенты ЮЛ") : ("Individuals", "Legal entities")
        return SheetTable(
            name: audience == .individual ? names.individual : names.legal, columns: cells.map { .init($0.column.title(in: language)) },
            rows: [cells.map { language == .russian ? $0.example : english[$0.column] ?? $0.example }])
    }

    /// The form as a workbook. `now` is what it says about its birth.
    public static func workbook(for audience: Audience, at now: Instant) throws(SpreadsheetError) -> [UInt8] {
        try SheetTable.xlsx([table(for: audience)], created: now)
    }

    /// The words of the example that a reader of English would not understand.
    private static let english: [CardColumn: SheetTable.Value] = [
        .reference: .text("EXAMPLE"), .product: .text("New car"), .outcome: .text("success"), .patronymic: .empty,
        .foreignPassport: .text("yes"), .drivingLicense: .text("yes"), .familyStatus: .text("married"),
        .additionalIncomeType: .text("rent"),
    ]

    /// Nobody: every value is invented.
    private static let individual: [(column: CardColumn, example: SheetTable.Value)] = [
        (.reference, .text(exampleReference)), (.product, .text("Новый автомобиль")), (.outcome, .text("успех")),
        (.patronymic, .text("Образцовна")), (.birthDate, SheetDate(year: 1990, month: 1, day: 1).map { .date($0) } ?? .empty),
        (.phone, .text("+7 900 000-00-01")), (.foreignPassport, .text("есть")), (.drivingLicense, .text("есть")),
        (.creditSum, .integer(1_500_000)), (.familyStatus, .text("замужем")), (.dependents, .integer(1)), (.workExperience, .integer(12)),
        (.income, .integer(240_000)), (.additionalIncome, .integer(50_000)), (.additionalIncomeType, .text("аренда")),
        (.carPrice, .integer(2_500_000)),
    ]

    private static let legal: [(column: CardColumn, example: SheetTable.Value)] = [
        (.reference, .text(exampleReference)), (.product, .text("операционная аренда")), (.outcome, .text("успех")),
        (.businessType, .integer(11)), (.legalForm, .integer(2)), (.authorizedCapital, .integer(500)), (.revenue, .integer(120)),
        (.netProfit, .integer(15)),
    ]
}
