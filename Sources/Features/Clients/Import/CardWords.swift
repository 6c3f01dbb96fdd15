import Group

/// The words that companies write in their files, and the codes of the portrait that they mean. A code itself is understood as well.
struct WordList: Sendable {
    /// What a report shows as an example of what is understood.
    let known: [String]
    private let words: [String: Int]
    private let numbers: Set<Int>

    private init(_ entries: [(code: Int, words: [String])]) {
        known = entries.compactMap(\.words.first)
        numbers = Set(entries.map(\.code))
        words = Dictionary(
            entries.flatMap { entry in entry.words.map { (Folded($0).text, entry.code) } }, uniquingKeysWith: { first, _ in first })
    }

    func code(of text: String) -> Int? {
        // Folding drops signs, and -1 is not 1.
        if let number = Int(text) { return numbers.contains(number) ? number : nil }
        return words[Folded(text).text]
    }

    static let familyStatus = WordList([
        (1, ["женат", "замужем", "женат/замужем", "женат (замужем)", "married", "в браке", "состоит в браке", "состою в браке"]),
        (
            2,
            [
                "холост", "не замужем", "не женат", "холост/не замужем", "не в браке", "не состоит в браке", "холостой", "незамужем",
                "single",
                "никогда не состоял в браке", "никогда не состояла в браке",
            ]
        ),
        (3, ["разведен", "разведена", "разведен(а)", "разведен/разведена", "в разводе", "divorced"]),
        (4, ["вдовец", "вдова", "вдовец/вдова", "вдовец (вдова)", "widowed"]),
    ])

    /// Kinds of additional income. The codes 1–9 are ours; whatever else somebody writes is 9, another kind.
    static let additionalIncome = WordList([
        (0, ["нет", "отсутствует", "без дополнительного дохода", "не имеет", "none"]),
        (1, ["пенсия", "pension"]),
        (2, ["пособие", "пособия", "социальные выплаты", "benefit"]),
        (3, ["алименты", "alimony"]),
        (
            4,
            [
                "доход от ценных бумаг/депозитов", "ценные бумаги", "депозит", "депозиты", "вклад", "вклады", "проценты по вкладам",
                "дивиденды", "deposits",
            ]
        ),
        (5, ["аренда", "сдача в аренду", "сдача жилья", "доход от аренды", "аренда недвижимости", "rent"]),
        (6, ["подработка", "совместительство", "работа по совместительству", "вторая работа"]),
        (7, ["бизнес", "собственное дело", "предпринимательство", "самозанятость", "ип"]),
        (8, ["стипендия", "гонорары", "авторские", "роялти"]),
        (9, ["другое", "прочее", "иное", "и пр"]),
    ])

    static let otherIncome = 9

    /// What reports show of ``known`` to a reader of English; files understand these as well.
    static let english = [
        "женат": "married", "холост": "single", "разведен": "divorced", "вдовец": "widowed", "успех": "success", "отказ": "refusal",
    ]

    static let outcome = WordList([
        (1, ["успех", "успешно", "успешный", "сделка", "продано", "выдан", "выдано", "оплачено", "да", "true", "success", "won"]),
        (0, ["отказ", "отказано", "отказался", "отказалась", "неуспех", "нет", "false", "refusal", "lost"]),
    ])

    /// What people write into an empty cell.
    static let nothing: Set<String> = ["", "нет", "не имеет", "отсутствует", "0", "н д", "нет данных", "no", "none", "false"]
}

/// Sex from the ending of a patronymic, the only trace of it in a card: 1 man, 2 woman, nil unknown.
enum Patronymic {
    static func sex(_ patronymic: String) -> Int? {
        let name = Folded(patronymic).text
        if ["вич", "ич", "ыч", "оглы", "улы"].contains(where: name.hasSuffix) { return 1 }
        if ["вна", "чна", "кызы", "гызы"].contains(where: name.hasSuffix) { return 2 }
        return nil
    }
}
