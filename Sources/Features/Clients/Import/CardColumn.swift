import Group
import Vocabulary

/// The columns of a company's file that we know. The raw value is the title that people see, in reports too.
public enum CardColumn: String, Hashable, Sendable, CaseIterable, Codable {
    case reference = "ID клиента"
    case product = "Продукт"
    case outcome = "Исход (успех/отказ)"

    // Individuals: identifiers. Read in memory to derive a fact from them, then dropped.
    case patronymic = "Отчество клиента"
    case birthDate = "Дата рождения клиента"
    case phone = "Мобильный телефон клиента"
    case passportSeries = "Серия паспорта"
    case passportNumber = "Номер паспорта"
    case foreignPassport = "Загран.паспорт: Номер паспорта"
    case drivingLicense = "Номер водительского удостоверения"

    // Individuals: facts.
    case creditSum = "Сумма кредита"
    case familyStatus = "Семейное положение: женат, холост и пр"
    case dependents = "Количество иждивенцев"
    case workExperience = "Место работы: общий трудовой стаж"
    case income = "Место работы: доход"
    case additionalIncome = "Размер дополнительного дохода"
    case additionalIncomeType = "Тип дополнительного дохода: Пенсия, Пособие, Алименты, Доход от ценных бумаг/депозитов, Аренда и пр,"
    case carPrice = "Стоимость приобретаемого авто"

    // Legal entities: facts.
    case businessType = "Вид деятельности (код 1–21)"
    case legalForm = "Организационно-правовая форма (код 1–6)"
    case authorizedCapital = "Уставный капитал (тыс.)"
    case revenue = "Выручка (млн)"
    case netProfit = "Чистая прибыль (млн)"

    /// What the card of an individual keeps nothing of, though it is read: the fact that is derived stays, the identifier goes.
    public static let identifiers: Set<CardColumn> = [
        .patronymic, .birthDate, .phone, .passportSeries, .passportNumber, .foreignPassport, .drivingLicense,
    ]

    /// Only a company has these: one of them in a file makes it a file of legal entities.
    static let legal: Set<CardColumn> = [.businessType, .legalForm, .authorizedCapital, .revenue, .netProfit]

    /// Columns of the companies' own form, and of files about firms, that are personal: never read.
    public static let personal = [
        "Имя клиента", "Фамилия клиента", "Место рождения клиента", "Дата выдачи паспорта", "Кем выдан паспорт",
        "Код места выдачи паспорта",
        "Нет сведений о ранее выданном паспорте", "Загран.паспорт: Серия паспорта", "Загран.паспорт: Дата выдачи паспорта",
        "Загран.паспорт: Кем выдан паспорт", "Загран.паспорт: Код места выдачи паспорта", "Серия водительского удостоверения",
        "Дата выдачи водительского удостоверения", "Место выдачи водительского удостоверения",
        "Код места выдачи водительского удостоверения", "Дата подписания кредитного договора", "Распознанный адрес регистрации",
        "Дата регистрации", "Место работы: название организации", "Место работы: ИНН", "Место работы: должность",
        "Место работы: адрес организации", "Место работы: рабочий телефон", "Место работы: дата начала трудоустройства", "ИНН", "КПП",
        "ОГРН",
        "Название организации", "Контактное лицо", "Телефон", "Адрес", "Электронная почта",
    ]

    /// Those of them, beside the patronymic, that hold people's names.
    static let names: Set<String> = ["Имя клиента", "Фамилия клиента", "Контактное лицо"]

    /// Columns of the companies' own form that are about nobody, and that no rule asks for.
    public static let unused = [
        "№ п/п", "Тариф", "Салон оформления и выдачи авто", "Образование: высшее, среднее и пр", "Срок кредита",
        "Предполагаемый первоначальный взнос", "Тип жилья", "Тип занятости: Найм, ИП, Самозанятый, Пенсионер, Собственное дело",
        "Марка приобретаемого авто", "Модель приобретаемого авто", "Год выпуска приобретаемого авто",
    ]

    /// Other titles that mean the same, folded or not.
    private var aliases: [String] {
        switch self {
        case .reference: ["ИД клиента", "Идентификатор клиента"]
        case .outcome: ["Исход", "Исход сделки"]
        case .phone: ["Телефон клиента", "Мобильный телефон"]
        case .patronymic: ["Отчество"]
        case .birthDate: ["Дата рождения"]
        case .foreignPassport: ["Номер загранпаспорта", "Загранпаспорт"]
        case .drivingLicense: ["Водительское удостоверение"]
        case .familyStatus: ["Семейное положение"]
        case .workExperience: ["Трудовой стаж", "Общий трудовой стаж"]
        case .income: ["Доход"]
        case .additionalIncome: ["Дополнительный доход"]
        case .additionalIncomeType: ["Тип дополнительного дохода"]
        case .businessType: ["Вид деятельности", "Вид деятельности (1–21)"]
        case .legalForm: ["Организационно-правовая форма", "Организационно-правовая форма (1–6)"]
        case .authorizedCapital: ["Уставный капитал", "Уставный капитал, тыс. руб."]
        case .revenue: ["Выручка", "Выручка, млн руб."]
        case .netProfit: ["Чистая прибыль", "Чистая прибыль, млн руб."]
        case .product, .passportSeries, .passportNumber, .creditSum, .dependents, .carPrice: []
        }
    }

    /// What stands over the column in a form in English; understood in files too.
    private var english: String {
        switch self {
        case .reference: "Client ID"
        case .product: "Product"
        case .outcome: "Outcome (success/refusal)"
        case .patronymic: "Patronymic"
        case .birthDate: "Date of birth"
        case .phone: "Mobile phone"
        case .passportSeries: "Passport series"
        case .passportNumber: "Passport number"
        case .foreignPassport: "Foreign passport number"
        case .drivingLicense: "Driving licence number"
        case .creditSum: "Credit sum"
        case .familyStatus: "Family status"
        case .dependents: "Dependents"
        case .workExperience: "Work experience, years"
        case .income: "Monthly income"
        case .additionalIncome: "Additional income"
        case .additionalIncomeType: "Kind of additional income"
        case .carPrice: "Price of the car"
        case .businessType: "Line of business (code 1–21)"
        case .legalForm: "Legal form (code 1–6)"
        case .authorizedCapital: "Authorised capital, thousand roubles"
        case .revenue: "Revenue, million roubles"
        case .netProfit: "Net profit, million roubles"
        }
    }

    /// The title in the reader's language.
    public func title(in language: Language) -> String {
        switch language {
        case .russian: rawValue
        case .english: english
        }
    }

    /// A short word of Latin letters, for fields of forms and for storing.
    public var name: String { "\(self)" }
    public init?(name: String) {
        guard let column = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = column
    }

    /// Those that a file of this audience may have.
    public static func known(for audience: Audience) -> [CardColumn] {
        allCases.filter { [.reference, .product, .outcome].contains($0) || legal.contains($0) == (audience == .legal) }
    }

    static let byTitle: [Folded: CardColumn] = Dictionary(
        allCases.flatMap { column in ([column.rawValue, column.english] + column.aliases).map { (Folded($0), column) } },
        uniquingKeysWith: { first, _ in first })

    static let personalByTitle = Dictionary(personal.map { (Folded($0), $0) }, uniquingKeysWith: { first, _ in first })
    static let unusedByTitle = Dictionary(unused.map { (Folded($0), $0) }, uniquingKeysWith: { first, _ in first })
}
