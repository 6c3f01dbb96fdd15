import Group
import Spreadsheets
import Vocabulary

/// Reads the cells of one row by the rules of their columns and notes what breaks them.
struct RowReader {
    let row: SheetRow
    let header: CardHeader
    private(set) var problems: [RowProblem] = []

    init(_ row: SheetRow, header: CardHeader) { (self.row, self.header) = (row, header) }

    mutating func refuse(_ column: CardColumn, _ rule: RowProblem.Rule) {
        problems.append(RowProblem(row: row.number, column: column, rule: rule))
    }

    func cell(_ column: CardColumn) -> Cell { header.places[column].map { row[$0] } ?? .empty }

    /// Without space around it, and without the apostrophe that defuses a formula in CSV.
    func text(_ column: CardColumn) -> String {
        var text = Substring(cell(column).text)
        if text.hasPrefix("'") { text.removeFirst() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Whether something stands there; nil when the file has no such column. "Нет" and a dash are nothing.
    func presence(_ column: CardColumn) -> Int? {
        guard header.places[column] != nil else { return nil }
        return WordList.nothing.contains(Folded(text(column)).text) ? 0 : 1
    }

    /// The number in the cell, with or without the rouble behind it.
    private func number(_ column: CardColumn) -> Double? {
        if let number = cell(column).number { return number }
        var text = Substring(text(column))
        for unit in ["₽", "руб.", "руб", "р."] where text.lowercased().hasSuffix(unit) {
            text = text.dropLast(unit.count)
            break
        }
        return Cell.text(String(text)).number
    }

    /// A sum, divided into the portrait's unit and rounded.
    mutating func amount(
        _ column: CardColumn, per unit: Double = 1, atMost most: Int = 1_000_000_000, orLoss: Bool = false
    ) -> Int? {
        guard !text(column).isEmpty else { return nil }
        guard let number = number(column), number.isFinite else {
            refuse(column, .notANumber)
            return nil
        }
        guard number >= 0 || orLoss else {
            refuse(column, .negative)
            return nil
        }
        guard number.magnitude <= Double(most) else {
            refuse(column, .tooLarge(most: most))
            return nil
        }
        return Int((number / unit).rounded())
    }

    /// A whole number within bounds; a part of one is cut off.
    mutating func count(_ column: CardColumn, in range: ClosedRange<Int>) -> Int? {
        guard !text(column).isEmpty else { return nil }
        guard let number = number(column), number.isFinite else {
            refuse(column, .notANumber)
            return nil
        }
        guard number >= 0 || range.lowerBound < 0 else {
            refuse(column, .negative)
            return nil
        }
        guard number >= Double(range.lowerBound), number < Double(range.upperBound + 1) else {
            refuse(column, .outside(from: range.lowerBound, to: range.upperBound))
            return nil
        }
        return Int(number)
    }

    mutating func code(_ column: CardColumn, of words: WordList, otherwise other: Int? = nil) -> Int? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        if let code = words.code(of: text) ?? other { return code }
        refuse(column, .unknownWord(known: words.known))
        return nil
    }

    mutating func birthDate(_ today: SheetDate) -> SheetDate? {
        guard !text(.birthDate).isEmpty else { return nil }
        guard let date = cell(.birthDate).date ?? SheetDate(text(.birthDate)) else {
            refuse(.birthDate, .notADate)
            return nil
        }
        guard date <= today else {
            refuse(.birthDate, .inTheFuture)
            return nil
        }
        let age = Self.age(of: date, on: today)
        guard age >= 14 else {
            refuse(.birthDate, .tooYoung(years: 14))
            return nil
        }
        guard age <= 110 else {
            refuse(.birthDate, .tooOld(years: 110))
            return nil
        }
        return date
    }

    static func age(of birth: SheetDate, on today: SheetDate) -> Int {
        today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day) ? 1 : 0)
    }

    mutating func phone() -> PhoneNumber? {
        guard presence(.phone) == 1 else { return nil }
        guard let number = PhoneNumber(text(.phone)) else {
            refuse(.phone, .notAPhone)
            return nil
        }
        return number
    }

    /// Series and number as one word: spaces and signs go, zeros that a program dropped come back. A filler such as 000000 is nobody's.
    func passport() -> String? {
        func part(_ column: CardColumn, _ length: Int) -> String? {
            let signs = text(column).uppercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
            guard presence(column) == 1, !signs.isEmpty else { return nil }
            let word = String(String.UnicodeScalarView(signs))
            let isNumber = signs.allSatisfy { ("0"..."9").contains($0) }
            return isNumber && word.count < length ? String(repeating: "0", count: length - word.count) + word : word
        }
        guard let series = part(.passportSeries, 4), let number = part(.passportNumber, 6), Set(number).count > 1 else { return nil }
        return series + " " + number
    }

    /// Whether the text gives away what stands in the row's personal cells: a cell as it is, whatever its case and signs, one of the names, or the
    /// digits of a number: alone, behind the series of the passport, or without the country before a phone.
    func isPersonal(_ text: String) -> Bool {
        guard text.count > 3 else { return false }
        let folded = Folded(text).text
        if header.personalPlaces.contains(where: { Folded(row[$0].text).text == folded }) { return true }
        let words = Self.words(of: folded)
        if header.namePlaces.contains(where: { !words.isDisjoint(with: Self.words(of: Folded(row[$0].text).text)) }) { return true }
        let numbers = Self.digits(of: text)
        let joined = numbers.joined()
        let cells = header.personalPlaces.map { row[$0].text } + [self.text(.passportSeries) + self.text(.passportNumber)]
        return cells.map { Self.digits(of: $0).joined() }.contains { number in
            guard number.count > 4 else { return false }
            return joined == number || numbers.contains { $0 == number } || number.count > 9 && joined.hasSuffix(number.suffix(10))
        }
    }

    /// Words of letters that are long enough to be a name; a folded text has nothing but words.
    private static func words(of folded: String) -> Set<Substring> {
        Set(folded.split { !$0.isLetter }.filter { $0.count > 3 })
    }

    private static func digits(of text: String) -> [Substring] { text.split { !("0"..."9").contains($0) } }
}
