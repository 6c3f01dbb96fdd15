import Testing
import Vocabulary

@testable import Localization

@Suite struct MessageTextTests {
    private static let points = """
        points: "{count, plural, one {# балл} few {# балла} many {# баллов} other {# балла}}"
        """
    private static let englishPoints = """
        points: "{count, plural, one {# point} other {# points}}"
        """

    @Test(
        arguments: [
            (0, "0 баллов", "0 points"), (1, "1 балл", "1 point"), (2, "2 балла", "2 points"), (5, "5 баллов", "5 points"),
            (11, "11 баллов", "11 points"), (12, "12 баллов", "12 points"), (21, "21 балл", "21 points"), (22, "22 балла", "22 points"),
            (111, "111 баллов", "111 points"), (1_000_000, "1\u{A0}000\u{A0}000 баллов", "1,000,000 points"),
            (-1, "-1 балл", "-1 point"),
            (.max, "9\u{A0}223\u{A0}372\u{A0}036\u{A0}854\u{A0}775\u{A0}807 баллов", "9,223,372,036,854,775,807 points"),
            (.min, "-9\u{A0}223\u{A0}372\u{A0}036\u{A0}854\u{A0}775\u{A0}808 баллов", "-9,223,372,036,854,775,808 points"),
        ] as [(Int64, String, String)])
    func aCountIsShownInItsPluralForm(_ count: Int64, russian: String, english: String) throws {
        let catalogue = try catalogue(ru: Self.points, en: Self.englishPoints)
        let points = message("points", ["count": .number(count)])
        #expect(catalogue.text(points, in: .russian) == russian)
        #expect(catalogue.text(points, in: .english) == english)
    }

    @Test(arguments: [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")] as [(Int64, String)])
    func anEnglishPlaceInARowHasItsEnding(_ place: Int64, expected: String) throws {
        let catalogue = try catalogue(
            ru: "place: '{place, number}-й'", en: "place: '{place, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}'")
        #expect(catalogue.text(message("place", ["place": .number(place)]), in: .english) == expected)
    }

    @Test(
        arguments: [
            (123_450, "1\u{A0}234,50\u{A0}₽", "₽1,234.50"), (123_400, "1\u{A0}234\u{A0}₽", "₽1,234"), (0, "0\u{A0}₽", "₽0"),
            (5, "0,05\u{A0}₽", "₽0.05"), (-5, "-0,05\u{A0}₽", "-₽0.05"), (-123_450, "-1\u{A0}234,50\u{A0}₽", "-₽1,234.50"),
            (.max, "92\u{A0}233\u{A0}720\u{A0}368\u{A0}547\u{A0}758,07\u{A0}₽", "₽92,233,720,368,547,758.07"),
            (.min, "-92\u{A0}233\u{A0}720\u{A0}368\u{A0}547\u{A0}758,08\u{A0}₽", "-₽92,233,720,368,547,758.08"),
        ] as [(Int64, String, String)])
    func moneyIsShownToTheKopeck(_ kopecks: Int64, russian: String, english: String) throws {
        let catalogue = try catalogue(both: "price: '{price, money}'")
        let price = message("price", ["price": .money(Money(kopecks: kopecks))])
        #expect(catalogue.text(price, in: .russian) == russian)
        #expect(catalogue.text(price, in: .english) == english)
    }

    @Test(
        arguments: [
            (1_795_467_599_999, "23 ноября 2026, 23:59", "23 November 2026, 23:59"),
            (1_795_467_600_000, "24 ноября 2026, 00:00", "24 November 2026, 00:00"),
            (0, "1 января 1970, 03:00", "1 January 1970, 03:00"),
            (-10_800_001, "31 декабря 1969, 23:59", "31 December 1969, 23:59"),
        ] as [(Int64, String, String)])
    func aMomentIsShownAsADayAndTimeInMoscow(_ milliseconds: Int64, russian: String, english: String) throws {
        let catalogue = try catalogue(both: "at: '{at, date}, {at, time}'")
        let moment = message("at", ["at": .date(Instant(milliseconds: milliseconds))])
        #expect(catalogue.text(moment, in: .russian) == russian)
        #expect(catalogue.text(moment, in: .english) == english)
    }

    @Test func anotherTimeZoneMovesTheDay() throws {
        let moment = message("at", ["at": .date(Instant(milliseconds: 1_795_467_600_000))])
        let yaml = "at: '{at, date}'"
        #expect(try catalogue(ru: yaml, en: yaml, timeZone: "Etc/UTC").text(moment, in: .english) == "23 November 2026")
        #expect(throws: LocalizationError.unsupported(problem: "there is no time zone Moscow")) {
            try catalogue(ru: yaml, en: yaml, timeZone: "Moscow")
        }
    }

    @Test(arguments: [Int64.min, .max]) func aMomentBeyondEveryCalendarStillYieldsAText(_ milliseconds: Int64) throws {
        let catalogue = try catalogue(both: "at: 'On {at, date}'")
        #expect(catalogue.text(message("at", ["at": .date(Instant(milliseconds: milliseconds))]), in: .english).hasPrefix("On "))
    }

    @Test func aNestedMessageSpeaksTheSameLanguage() throws {
        let catalogue = try catalogue(
            ru: "why: 'Потому что {reason, message}.'\nneed: 'вы спросили про {what}'",
            en: "why: 'Because {reason, message}.'\nneed: 'you asked about {what}'")
        let why = message("why", ["reason": .message(message("need", ["what": .text("X")]))])
        #expect(catalogue.text(why, in: .russian) == "Потому что вы спросили про X.")
        #expect(catalogue.text(why, in: .english) == "Because you asked about X.")
    }

    @Test func aChoiceIsMadeByTheRawText() throws {
        let catalogue = try catalogue(both: "kind: '{kind, select, few {less} other {unknown {kind}}}'")
        let escaped = { (text: String) in "[\(text)]" }
        #expect(catalogue.text(message("kind", ["kind": .text("few")]), in: .english, escaping: escaped) == "less")
        #expect(catalogue.text(message("kind", ["kind": .text("c")]), in: .english, escaping: escaped) == "unknown [c]")
    }

    @Test func textsAreEscapedAndPatternsAreNot() throws {
        let catalogue = try catalogue(both: "bold: '<b>{name}</b> {price, money}: {more, message}'\nmore: '<i>{name}</i>'")
        let bold = message(
            "bold",
            ["name": .text("<&>"), "price": .money(Money(kopecks: 100)), "more": .message(message("more", ["name": .text("<")]))])
        let html = { (text: String) in String(text.flatMap { ["<": "&lt;", ">": "&gt;", "&": "&amp;"][$0] ?? String($0) }) }
        #expect(catalogue.text(bold, in: .english, escaping: html) == "<b>&lt;&amp;&gt;</b> ₽1: <i>&lt;</i>")
    }

    @Test(arguments: ["{name}", "'{'", "it''s", "# {0, number}", "", "a\u{0}b", "👩‍👧 текст", "\u{202E}"])
    func aTextArgumentIsInsertedVerbatim(_ text: String) throws {
        let catalogue = try catalogue(both: "say: 'a {text} b'")
        #expect(catalogue.text(message("say", ["text": .text(text)]), in: .russian) == "a \(text) b")
    }

    @Test(
        arguments: [
            ("don't {name}", "don't N"), ("{name}'s card", "N's card"), ("the clients' {name}", "the clients' N"),
            ("it''s {name}", "it's N"),
            ("'quoted' {name}", "'quoted' N"), ("ends with '", "ends with '"), ("{name}’s", "N’s"), ("''{name}''", "'N'"),
        ])
    func anApostropheIsOnlyAnApostrophe(_ pattern: String, expected: String) throws {
        let catalogue = try catalogue(both: "say: \"\(pattern)\"")
        #expect(catalogue.text(message("say", ["name": .text("N")]), in: .english) == expected)
    }

    @Test func longTextsKeepTheirLinesButNotTheLastBreak() throws {
        let catalogue = try catalogue(both: "long: |\n  One {n, number}\n\n  Two\n\nnext: x")
        #expect(catalogue.text(message("long", ["n": .number(1)]), in: .english) == "One 1\n\nTwo")
    }
}
