import Foundation
import Testing
import Vocabulary

@testable import Localization

@Suite struct CatalogueTests {
    @Test func catalogueIsLoadedFromAFolder() throws {
        let package = try PackageFixture()
        let catalogue = try Catalogue(folder: package.root + "/locales", onGap: { Issue.record("\($0)") })
        #expect(catalogue.text(GoldenMessages.title, in: .russian) == "Наведите камеру")
        #expect(catalogue.text(GoldenMessages.title, in: .english) == "Point your camera")
    }

    @Test func roomsKeepTheirKeysApart() throws {
        let package = try PackageFixture()
        for language in ["ru", "en"] { try package.write("title: \(language)", to: "locales/\(language)/Other.yaml") }
        let catalogue = try Catalogue(folder: package.root + "/locales", onGap: { Issue.record("\($0)") })
        #expect(catalogue.text(Message(key: "Other.title"), in: .english) == "en")
        #expect(catalogue.text(GoldenMessages.title, in: .english) == "Point your camera")
    }

    @Test func aFileOrKeyThatOneLanguageLacksStopsTheLoading() throws {
        #expect(throws: LocalizationError.missing(key: "b", file: "en/Room.yaml", presentIn: "ru/Room.yaml")) {
            try catalogue(ru: "a: x\nb: x", en: "a: x")
        }
        #expect(throws: LocalizationError.missing(key: "b", file: "ru/Room.yaml", presentIn: "en/Room.yaml")) {
            try catalogue(ru: "a: x", en: "a: x\nb: x")
        }
        let package = try PackageFixture()
        try package.write("a: x", to: "locales/ru/Lonely.yaml")
        #expect(throws: LocalizationError.missing(key: "a", file: "en/Lonely.yaml", presentIn: "ru/Lonely.yaml")) {
            try Catalogue(folder: package.root + "/locales", onGap: { _ in })
        }
    }

    @Test func argumentsThatDifferStopTheLoading() {
        #expect(
            throws: LocalizationError.disagreement(
                key: "a", file: "en/Room.yaml", arguments: "no arguments", other: "ru/Room.yaml", otherArguments: "x: text")
        ) {
            try catalogue(ru: "a: '{x}'", en: "a: x")
        }
    }

    @Test func filesThatCannotBeReadAreTold() throws {
        let package = try PackageFixture()
        let file = URL(fileURLWithPath: package.root + "/locales/ru/Golden.yaml")
        try Data([0xFF, 0xFE, 0x41]).write(to: file)
        #expect(throws: LocalizationError.unreadable(file: "ru/Golden.yaml", problem: "is not UTF-8")) {
            try Catalogue(folder: package.root + "/locales", onGap: { _ in })
        }
        #expect(throws: LocalizationError.self) { try Catalogue(folder: package.root, onGap: { _ in }) }
    }

    @Test func aMessageThatCannotBeShownIsVisibleAndToldOnce() throws {
        let gaps = Gaps()
        let yaml = "say: '{x} {n, number} {price, money}'"
        let catalogue = try catalogue(ru: yaml, en: yaml, onGap: gaps.hear)
        let html = { (text: String) in text.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;") }
        for _ in 1...3 { #expect(catalogue.text(message("go<ne"), in: .russian, escaping: html) == "⟦Room.go&lt;ne⟧") }
        #expect(catalogue.text(message("gone"), in: .english) == "⟦Room.gone⟧")
        #expect(catalogue.text(message("say", ["x": .text("secret"), "price": .money(.zero)]), in: .english) == "⟦Room.say⟧")
        let wrong: [String: Message.Argument] = ["x": .text("secret"), "n": .text("secret"), "price": .money(.zero)]
        #expect(catalogue.text(message("say", wrong), in: .english) == "⟦Room.say⟧")
        #expect(
            gaps.all.map(\.description) == [
                "message Room.go<ne (ru): the catalogue has no such key", "message Room.gone (en): the catalogue has no such key",
                "message Room.say (en): has no argument 'n'", "message Room.say (en): argument 'n' is of another kind than the entry's",
            ])
    }

    @Test func aMissingNestedMessageLeavesTheRest() throws {
        let catalogue = try catalogue(both: "say: 'a {x, message} b'")
        #expect(catalogue.text(message("say", ["x": .message(message("gone"))]), in: .english) == "a ⟦Room.gone⟧ b")
    }

    @Test func argumentsTooManyAreIgnored() throws {
        let catalogue = try catalogue(both: "say: 'a {x}'")
        #expect(catalogue.text(message("say", ["x": .text("b"), "y": .text("c")]), in: .english) == "a b")
    }

    @Test func manyThreadsSpeakAtOnce() async throws {
        let ru =
            "a: '{n, plural, one {# балл} few {# балла} many {# баллов} other {# балла}} {price, money} {day, date} {x, message}'\nb: '{t}'"
        let en = "a: '{n, plural, one {# point} other {# points}} {price, money} {day, date} {x, message}'\nb: '{t}'"
        let catalogue = try catalogue(ru: ru, en: en)
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<400).count { turn in
                        let n = Int64(task * 1000 + turn % 100)
                        let argument = Message.Argument.message(message("b", ["t": .text("\(n)")]))
                        let said = message(
                            "a",
                            ["n": .number(n), "price": .money(Money(kopecks: n)), "day": .date(Instant(seconds: n * 86400)), "x": argument])
                        let text = catalogue.text(said, in: turn.isMultiple(of: 2) ? .russian : .english)
                        return !text.hasSuffix(" \(n)") || text.filter(\.isNumber).hasPrefix("\(n)") == false || text.contains("⟦")
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test func cataloguesAreSoughtInTheirPlaces() throws {
        let package = try PackageFixture()
        let empty = package.root + "/Sources"
        let found = Catalogue.candidates(environment: [:], workingDirectory: package.root, executable: "/opt/bin/program")
        #expect(found == [package.root + "/locales", "/opt/bin/locales"])
        #expect(try Catalogue.folder(among: found) == package.root + "/locales")
        let besides = Catalogue.candidates(
            environment: ["CACTUBASE_LOCALES": ""], workingDirectory: empty, executable: package.root + "/program")
        #expect(try Catalogue.folder(among: besides) == package.root + "/locales")
        let named = Catalogue.candidates(environment: ["CACTUBASE_LOCALES": empty], workingDirectory: package.root, executable: "/x")
        #expect(throws: LocalizationError.noCatalogues(searched: [empty])) { try Catalogue.folder(among: named) }
    }
}
