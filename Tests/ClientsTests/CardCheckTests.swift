import Clients
import Sealing
import Testing
import Vocabulary

@Suite struct CardCheckTests {
    func check(_ changes: [CardColumn: String], company: CompanyID = World.dealer, now: Instant = World.now) throws -> CheckedRow {
        let intake = CardImport(company: company, keyring: try .fixed, now: now)
        let reader = try intake.open(CardFile(changes).bytes, named: "clients.csv")
        return try #require(try reader.next()?.rows.first)
    }

    func card(_ changes: [CardColumn: String], company: CompanyID = World.dealer, now: Instant = World.now) throws -> ValidatedCard {
        let row = try check(changes, company: company, now: now)
        guard case .card(let card) = row else { throw Unexpected(row: row) }
        return card
    }

    struct Unexpected: Error { let row: CheckedRow }

    @Test func aRowBecomesAnAnonymousPortrait() throws {
        let card = try card([:])
        #expect(
            card.portrait
                == Portrait([
                    .age: 40, .sex: 1, .foreignPassport: 1, .drivingLicense: 0, .creditSum: 1_500, .familyStatus: 1, .dependents: 2,
                    .workExperience: 12, .income: 240, .additionalIncome: 0, .additionalIncomeType: 0, .carPrice: 2_500,
                ]))
        #expect((card.row, card.reference, card.product, card.outcome) == (2, "A-17", "новый автомобиль", .success))
        #expect(card.phone?.hash == (try Keyring.fixed.phoneHash("+79001234567").hash))
    }

    @Test func whatIsEmptyIsUnknown() throws {
        let empty = Dictionary(uniqueKeysWithValues: CardColumn.allCases.map { ($0, "") })
        let card = try card(empty.merging([.reference: "17", .product: "КАСКО"]) { $1 })
        // The columns are there, so their emptiness says that there is no document.
        #expect(card.portrait == Portrait([.foreignPassport: 0, .drivingLicense: 0]))
        #expect(card.outcome == .unknown && card.phone == nil)
    }

    @Test(arguments: [
        (CardColumn.birthDate, "31.02.1980", RowProblem.Rule.notADate), (.birthDate, "вчера", .notADate), (.birthDate, "31393", .notADate),
        (.birthDate, "19.11.2026", .inTheFuture), (.birthDate, "19.11.2012", .tooYoung(years: 14)),
        (.birthDate, "17.11.1915", .tooOld(years: 110)), (.income, "-1", .negative), (.income, "много", .notANumber),
        (.income, "100000001", .tooLarge(most: 100_000_000)), (.creditSum, "-0,01", .negative), (.carPrice, "#ДЕЛ/0!", .notANumber),
        (.dependents, "21", .outside(from: 0, to: 20)), (.dependents, "-2", .negative), (.workExperience, "81", .outside(from: 0, to: 80)),
        (.familyStatus, "всё сложно", .unknownWord(known: ["женат", "холост", "разведен", "вдовец"])),
        (.outcome, "кто знает", .unknownWord(known: ["успех", "отказ"])), (.outcome, "2", .unknownWord(known: ["успех", "отказ"])),
        (.phone, "900 123", .notAPhone), (.phone, "не скажу", .notAPhone), (.product, " ", .missing),
        (.product, "Иванов 4509 123456", .notAProduct), (.product, "x@example.com", .notAProduct), (.product, "Викторович", .notAProduct),
        (.reference, "Иван Иванов", .notAnID), (.reference, "ivan@example.com", .notAnID), (.reference, "89001112233", .notAnID),
        (.reference, "+79001112233", .notAnID), (.reference, "Викторович", .notAnID), (.reference, "-", .noIdentity),
        (.reference, "Иванов", .notAnID), (.reference, "Ivanov", .notAnID), (.reference, "A-B", .notAnID), (.reference, "🌵", .notAnID),
    ])
    func aRowThatBreaksARuleIsRefusedWithItsPlace(_ column: CardColumn, _ text: String, _ rule: RowProblem.Rule) throws {
        var changes = [column: text]
        // Without an id a passport or a phone would do: take them away as well.
        if rule == .noIdentity { changes[.phone] = "" }
        #expect(try check(changes) == .refused([RowProblem(row: 2, column: column, rule: rule)]))
    }

    /// What is stored word for word, an id and a product that nobody knows, must not be what the row's personal cells hold.
    @Test(arguments: [
        (CardColumn.product, "викторович", RowProblem.Rule.notAProduct), (.product, "КАСКО Викторович", .notAProduct),
        (.product, "тел. 900 123-45-67", .notAProduct), (.product, "05 03 1986", .notAProduct), (.product, "45 09 123 456", .notAProduct),
        (.reference, "ВИКТОРОВИЧ-1", .notAnID), (.reference, "Викторович-17", .notAnID), (.reference, "4509123456", .notAnID),
        (.reference, "4509-123456", .notAnID), (.reference, "P123456", .notAnID), (.reference, "900-1234567", .notAnID),
    ])
    func whatIsPersonalIsNeitherAnIDNorAProduct(_ column: CardColumn, _ text: String, _ rule: RowProblem.Rule) throws {
        let passport = [CardColumn.passportSeries: "4509", .passportNumber: "123456", .foreignPassport: ""]
        #expect(try check(passport.merging([column: text]) { $1 }) == .refused([RowProblem(row: 2, column: column, rule: rule)]))
        // The same signs say nothing in a row of somebody else.
        let other = [CardColumn.patronymic: "Ильич", .phone: "89002223344", .birthDate: "01.02.1990", .foreignPassport: ""]
        let isCard = if case .card = try check(other.merging([column: text]) { $1 }) { true } else { false }
        #expect(isCard)
    }

    @Test func idsAndProductsThatShareAPieceWithPersonalCellsAreTaken() throws {
        let row = [CardColumn.passportSeries: "4509", .passportNumber: "123456"]
        for id in ["17", "1986", "45-09", "0123456-1", "Виктор-17"] {
            #expect(try card(row.merging([.reference: id]) { $1 }).reference == id)
        }
        #expect(try card(row.merging([.product: "КАСКО на 12 месяцев"]) { $1 }).product == "каско на 12 месяцев")
    }

    @Test func wordsThatMayBeWrittenAreTheReaders() throws {
        for (column, english) in [
            (CardColumn.outcome, ["success", "refusal"]), (.familyStatus, ["married", "single", "divorced", "widowed"]),
        ] {
            guard case .refused(let problems) = try check([column: "?!x"]), let rule = problems.first?.rule else {
                throw Unexpected(row: .refused([]))
            }
            #expect(rule.message(in: .english) == RowProblem.Rule.unknownWord(known: english).message)
            #expect(rule.message(in: .russian) == rule.message)
            // And a file may say them.
            for word in english { _ = try card([column: word]) }
        }
    }

    @Test func everyProblemOfARowIsNamed() throws {
        guard case .refused(let problems) = try check([.birthDate: "x", .income: "-5", .product: ""]) else {
            Issue.record("the row was taken")
            return
        }
        #expect(Set(problems.map(\.column)) == [.birthDate, .income, .product])
    }

    @Test func ageIsCountedOnTheDayInMoscow() throws {
        // 2026-03-04 21:00 UTC is the fifth of March in Moscow: the birthday.
        let midnight = Instant(seconds: 1_772_658_000)
        #expect(try card([:], now: midnight).portrait.age == 40)
        #expect(try card([:], now: midnight - .seconds(1)).portrait.age == 39)
        #expect(try card([.birthDate: "18.11.2012"]).portrait.age == 14)
    }

    @Test(
        arguments: [
            ("Петрович", 1), ("Ильич", 1), ("Фомич", 1), ("Петровна", 2), ("Ильинична", 2), ("ПЕТРОВНА", 2), ("Гусейн оглы", 1),
            ("Гусейн кызы", 2),
            ("", nil), ("Ли", nil),
        ] as [(String, Int?)])
    func sexComesFromThePatronymicsEnding(_ patronymic: String, _ sex: Int?) throws {
        #expect(try card([.patronymic: patronymic]).portrait.sex == sex)
    }

    @Test(arguments: [
        ("женат", 1), ("Замужем", 1), ("холост", 2), ("не замужем", 2), ("разведён", 3), ("Разведена", 3), ("разведен(а)", 3), ("вдова", 4),
        ("3", 3),
    ])
    func familyStatusIsUnderstoodInWords(_ word: String, _ code: Int) throws {
        #expect(try card([.familyStatus: word]).portrait.familyStatus == code)
    }

    @Test(arguments: [
        ("нет", 0), ("Пенсия", 1), ("пособие", 2), ("алименты", 3), ("Доход от ценных бумаг/депозитов", 4), ("Аренда", 5),
        ("подработка", 6),
        ("ИП", 7), ("гонорары", 8), ("сборка грибов", 9), ("4", 4),
    ])
    func kindsOfAdditionalIncomeAreUnderstoodInWords(_ word: String, _ code: Int) throws {
        #expect(try card([.additionalIncomeType: word]).portrait.additionalIncomeType == code)
    }

    @Test(arguments: [
        ("Успех", Card.Outcome.success), ("1", .success), ("отказ", .refusal), ("0", .refusal), ("lost", .refusal), ("", .unknown),
    ])
    func outcomesAreUnderstood(_ word: String, _ outcome: Card.Outcome) throws {
        #expect(try card([.outcome: word]).outcome == outcome)
    }

    @Test func amountsAreReadAsPeopleWriteThem() throws {
        for text in ["1500000", "1 500 000", "1 500 000,00", "1\u{A0}500\u{A0}000 руб.", "1500000 ₽", "1499500"] {
            #expect(try card([.creditSum: text]).portrait.creditSum == 1_500)
        }
    }

    // MARK: Without an id

    @Test func thePassportStandsForTheIDWithinOneCompany() throws {
        let passport: [CardColumn: String] = [.reference: "", .passportSeries: "0509", .passportNumber: "012345"]
        let reference = try card(passport).reference
        #expect(reference.count == 32 && !reference.contains("0509"))
        // A program that took it for a number dropped the zeros; a person put a space.
        #expect(try card([.reference: "", .passportSeries: "509", .passportNumber: "12345"]).reference == reference)
        #expect(try card([.reference: "", .passportSeries: "05 09", .passportNumber: "012345", .phone: ""]).reference == reference)
        #expect(try card(passport, company: World.bank).reference != reference)
        #expect(try card([.reference: "", .passportSeries: "0509", .passportNumber: "012346"]).reference != reference)
    }

    @Test func thePhoneWithTheDateOfBirthStandsForTheIDOtherwise() throws {
        let reference = try card([.reference: ""]).reference
        #expect(try card([.reference: "нет", .phone: "+7 900 123 45 67"]).reference == reference)
        // A filler in place of a passport is nobody's.
        #expect(try card([.reference: "", .passportSeries: "0000", .passportNumber: "000000"]).reference == reference)
        #expect(try card([.reference: "", .birthDate: "06.03.1986"]).reference != reference)
        let refused = CheckedRow.refused([RowProblem(row: 2, column: .reference, rule: .noIdentity)])
        #expect(try check([.reference: "", .phone: ""]) == refused)
        #expect(try check([.reference: "", .birthDate: ""]) == refused)
    }
}
