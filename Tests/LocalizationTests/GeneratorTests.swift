import Foundation
import Testing
import Vocabulary

@testable import Localization
@testable import generate_messages

@Suite struct GeneratorTests {
    private static let generated = "Sources/Features/Golden/Messages.swift"
    private static let everyUse = """
        let all = [
            GoldenMessages.title, GoldenMessages.repeat, GoldenMessages.pointsEarned(1), GoldenMessages.priceUntil, GoldenMessages.visit,
            GoldenMessages.terms, GoldenMessages.partiesOfAContract,
        ]
        """

    /// The golden file is compiled into this target and linted with it, so what is generated compiles and is laid out as it should be.
    @Test func theGeneratedFileIsTheGoldenOne() throws {
        let package = try PackageFixture()
        #expect(try Project(root: package.root).write().isEmpty)
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Golden/Messages.swift"
        #expect(try package.read(Self.generated) == String(contentsOfFile: golden, encoding: .utf8))
    }

    @Test func generatedFunctionsFitTheirCatalogue() throws {
        let files = [
            try CatalogueFile(yaml: GoldenCatalogues.russian, room: "Golden", language: .russian),
            try CatalogueFile(yaml: GoldenCatalogues.english, room: "Golden", language: .english),
        ]
        let gaps = Gaps()
        let catalogue = try Catalogue(files, timeZone: "Europe/Moscow", onGap: gaps.hear)
        let midnight = Instant(seconds: 1_795_467_600)
        let visit = GoldenMessages.visit(at: midnight, reason: GoldenMessages.repeat, role: "driver", seat: 1200)
        #expect(catalogue.text(visit, in: .russian) == "24 ноября 2026 в 00:00: Повторить, водитель, место 1\u{A0}200")
        #expect(catalogue.text(visit, in: .english) == "24 November 2026 at 00:00: Repeat, driver, seat 1,200")
        let terms = GoldenMessages.terms(discount: Money(kopecks: 150), client: "Anna")
        #expect(catalogue.text(terms, in: .english) == "<b>Terms</b>\n\nAnna doesn't pay ₽1.50.")
        #expect(catalogue.text(GoldenMessages.pointsEarned(count: 2, service: "ОСАГО"), in: .russian) == "2 балла за ОСАГО")
        #expect(gaps.all.isEmpty)
    }

    @Test func aPackageInOrderPassesTheCheck() throws {
        let package = try PackageFixture()
        try package.write(Self.everyUse, to: "Sources/Interfaces/Talk.swift")
        _ = try Project(root: package.root).write()
        #expect(try Project(root: package.root).problems() == [])
    }

    @Test func theCheckWritesNothingAndTellsWhatIsStale() throws {
        let package = try PackageFixture()
        try package.write(Self.everyUse, to: "Sources/Interfaces/Talk.swift")
        let stale = "\(Self.generated) is not what the catalogues say: run `swift run generate-messages`"
        #expect(try Project(root: package.root).problems() == [stale])
        try package.write("// old", to: Self.generated)
        #expect(try Project(root: package.root).problems() == [stale])
        #expect(try package.read(Self.generated) == "// old")
    }

    @Test func aMessageThatNobodyUsesIsTold() throws {
        let package = try PackageFixture(russian: "used: а\nused.not: б", english: "used: a\nused.not: b")
        try package.write("let text = GoldenMessages.used", to: "Sources/Interfaces/Talk.swift")
        _ = try Project(root: package.root).write()
        #expect(
            try Project(root: package.root).problems() == [
                "ru/Golden.yaml:2: used.not is never used: no source names GoldenMessages.usedNot"
            ])
    }

    @Test func aGeneratedFileWithoutACatalogueIsTold() throws {
        let package = try PackageFixture(russian: "", english: "")
        try package.write("", to: "Sources/Features/Gone/Messages.swift")
        _ = try Project(root: package.root).write()
        #expect(try Project(root: package.root).problems() == ["Sources/Features/Gone/Messages.swift has no catalogue: delete it"])
    }

    @Test func russianLeftInEnglishIsTold() throws {
        let english = "title: Points «Экспобалл»\nname: Ёлки\nlanguage: Русский"
        let package = try PackageFixture(russian: "title: а\nname: б\nlanguage: в", english: english)
        try package.write("GoldenMessages.title GoldenMessages.name GoldenMessages.language", to: "Sources/Talk.swift")
        _ = try Project(root: package.root).write()
        func complaints() throws -> [String] { try Project(root: package.root).problems().map { String($0.prefix(25)) } }
        #expect(try complaints() == ["en/Golden.yaml:1: title h", "en/Golden.yaml:2: name ho", "en/Golden.yaml:3: languag"])
        try package.write("# brands\nэкспобалл\n\nGolden.language  # by its own name\n", to: "locales/en/.allowed-cyrillic")
        #expect(try complaints() == ["en/Golden.yaml:2: name ho"])
    }

    @Test func languagesThatDisagreeStopTheGenerator() throws {
        let package = try PackageFixture(
            russian: "a: '{n, number}'\nonly.here: а\nc: '{x}'", english: "a: '{n}'\nonly.there: a\nc: '{y}'")
        let error = #expect(throws: GeneratorError.self) { try Project(root: package.root) }
        #expect(
            error?.description == """
                en/Golden.yaml: a takes n: text, but in ru/Golden.yaml it takes n: number
                en/Golden.yaml: only.here is missing; ru/Golden.yaml has it
                en/Golden.yaml: c takes y: text, but in ru/Golden.yaml it takes x: text
                ru/Golden.yaml: only.there is missing; en/Golden.yaml has it
                """)
    }

    @Test(
        arguments: [
            ("a.b: а\naB: б", "ru/Golden.yaml:2: aB and a.b both become aB"),
            ("init: а", "ru/Golden.yaml:1: init cannot be a Swift name: choose another key"),
            ("a: '{in}'", "ru/Golden.yaml:1: a: {in} is a Swift keyword: choose another name"),
        ])
    func aNameThatSwiftRefusesStopsTheGenerator(_ yaml: String, expected: String) throws {
        let package = try PackageFixture(russian: yaml, english: yaml)
        let error = #expect(throws: GeneratorError.self) { try Project(root: package.root).generated() }
        #expect(error?.description == expected)
    }

    @Test func aRoomHasExactlyOneFolder() throws {
        let package = try PackageFixture(russian: "a: а", english: "a: a")
        try package.write("", to: "Sources/Interfaces/Golden/Room.swift")
        #expect(throws: GeneratorError(description: "locales/ru/Golden.yaml: several folders are named Golden")) {
            try Project(root: package.root).generated()
        }
        try package.write("a: а", to: "locales/ru/Nowhere.yaml")
        try package.write("a: а", to: "locales/en/Nowhere.yaml")
        try FileManager.default.removeItem(atPath: package.root + "/Sources/Interfaces/Golden")
        #expect(throws: GeneratorError(description: "locales/ru/Nowhere.yaml: no folder under Sources is named Nowhere")) {
            try Project(root: package.root).generated()
        }
    }

    @Test func mentionsAreWholeNames() {
        #expect(
            MessagesFile.mentions(in: "[OffersMessages.whyMe(x), AMessages.b] xMessages .no Messages.") == [
                "OffersMessages.whyMe", "AMessages.b",
            ])
    }
}
