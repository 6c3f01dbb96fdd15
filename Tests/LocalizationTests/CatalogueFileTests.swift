import Testing
import Vocabulary

@testable import Localization

@Suite struct CatalogueFileTests {
    @Test(
        arguments: [
            ("a: {n}", "must be a text in quotes"), ("a:\n  b: x", "keys are flat"),
            ("a: [x]", "must be a text in quotes"),
            ("a: ''", "empty"), ("a: |\n\n\nb: x", "empty"), ("A.b: x", "a key is words"), ("a..b: x", "a key is words"),
            ("a-b: x", "a key is words"), ("ключ: x", "a key is words"), ("\(String(repeating: "a", count: 81)): x", "a key is words"),
            ("a: '{n'", "a brace is not closed"), ("a: 'n} {'", "a brace"), ("a: '{n, plural, one {x}}'", "'other'"),
            ("a: '{n, plural, one {x} other {y}}'", "no form 'few'"), ("a: '{n, plural, one {x} few {y} other {z}}'", "no form 'many'"),
            ("a: '{n, choice, 0#x|1#y}'", "instead of choice"), ("a: '{n, number, percent}'", "with no style"),
            ("a: '{n, spellout}'", "types are"), ("a: '{n, moneys}'", "types are"), ("a: '{0}'", "lower camel case"),
            ("a: '{first_name}'", "lower camel case"), ("a: '{Имя}'", "lower camel case"),
            ("a: '{n, number} {n, money}'", "as money and as number"),
            ("a: '{n, select, other {x}} {n, plural, other {x}}'", "as number and as text"),
            ("a: \"'{name}'\"", "an apostrophe right before a brace"), ("a: '{first name}'", "malformed"),
        ])
    func anEntryThatCannotBeShownIsToldWithItsPlace(_ yaml: String, expected: String) {
        #expect {
            try CatalogueFile(yaml: "first: x\n" + yaml, room: "Room", language: .russian)
        } throws: { error in
            guard case .broken(file: "ru/Room.yaml", line: 2, key: _, let problem) = error as? LocalizationError else { return false }
            return problem.contains(expected)
        }
    }

    @Test(arguments: ["- a", "text", "a: {n, plural, other {x}}", "a: 'x", "a: x\na: y", "\t"])
    func aFileThatIsNoFlatMappingIsTold(_ yaml: String) {
        #expect {
            try CatalogueFile(yaml: yaml, room: "Room", language: .english)
        } throws: { error in
            switch error as? LocalizationError {
            case .unreadable(file: "en/Room.yaml", _): true
            case .broken(file: "en/Room.yaml", line: 2, key: "a", problem: "the key stands twice"): true
            default: false
            }
        }
    }

    @Test func invariablePluralsNeedNoForms() throws {
        let file = try CatalogueFile(yaml: "a: '{n, plural, =0 {нет} other {# шт.}}'", room: "Room", language: .russian)
        #expect(file.entries.first?.pattern.arguments.map(\.kind) == [.number])
    }

    @Test func aPlainPlaceTakesTheKindOfTheOthers() throws {
        let pattern = try Pattern("{n} {n, plural, other {#}} {price} {price, money} {day} {day, time} {word}", language: .english)
        #expect(pattern.arguments.map(\.name) == ["n", "price", "day", "word"])
        #expect(pattern.arguments.map(\.kind) == [.number, .money, .date, .text])
        let both = try catalogue(both: "a: '{n}: {n, plural, one {one} few {few} many {many} other {other}}, {price} {price, money}'")
        let text = both.text(message("a", ["n": .number(5), "price": .money(Money(kopecks: 100))]), in: .english)
        #expect(text == "5: other, ₽1 ₽1")
    }

    /// Whatever a writer types is either refused in words or shown: seeded random patterns out of everything that has a meaning.
    @Test func everyPatternIsEitherRefusedOrShown() {
        let pieces = [
            "{", "}", "{n", "{n}", "{m, money}", ", plural, ", "one {", "other {", "=1 {", "few {", "many {", "#", "'", "''",
            "{x, select, ", "a", " ",
            "{d, date}", "{d, time}", "offset:1 ", "{n, number}", "{r, message}", "|", "}}", "\u{301}", "й", "{n, plural, other {", "<b>",
        ]
        var random = SeededGenerator(seed: 7)
        var shown = 0
        for _ in 1...4000 {
            let source = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let pattern = try? Pattern(source, language: .english), let formatter = try? MessageFormatter(pattern, language: .english)
            else {
                continue
            }
            let values = pattern.slots.map { slot -> (name: String, value: MessageFormatter.Value) in
                (slot.name, slot.look == .number ? .number(1) : .text("T"))
            }
            let text = formatter.text(values)
            #expect(text != nil && text?.contains("_") == false, "\(source) became \(text ?? "nothing")")
            shown += 1
        }
        #expect(shown > 300)
    }
}
