import Clients
import Database
import Foundation
import Localization
import Spreadsheets
import Testing
import Vocabulary

/// Marked values in every personal column, in rows that are taken and rows that are refused, must turn up nowhere.
@Suite struct CanaryTests {
    static let canaries = ["канарейка", "Канарейкович", "4599", "987654", "9007654321", "canary@example.com", "7712345678", "1987-06-05"]

    /// Every column that we know, and two that we do not; personal ones hold canaries.
    static var file: [UInt8] {
        let titles =
            CardColumn.allCases.filter { !CardFile.legal.contains($0) }.map(\.rawValue) + CardColumn.personal + ["Канарейка", "Ещё"]
        func row(_ changes: [String: String]) -> [SheetTable.Value] {
            let values = [
                "Продукт": "Новый автомобиль", "ID клиента": "", "Исход (успех/отказ)": "успех", "Отчество клиента": "Канарейкович",
                "Дата рождения клиента": "05.06.1987", "Мобильный телефон клиента": "8 900 765-43-21", "Серия паспорта": "4599",
                "Номер паспорта": "987654", "Загран.паспорт: Номер паспорта": "987654", "Номер водительского удостоверения": "987654",
                "Количество иждивенцев": "1",
            ].merging(changes) { $1 }
            return titles.map { title in
                if let value = values[title] { return value.isEmpty ? .empty : .text(value) }
                return CardColumn(rawValue: title) == nil ? .text("канарейка canary@example.com") : .empty
            }
        }
        let table = SheetTable(
            name: "Клиенты", columns: titles.map { .init($0) },
            rows: [
                row([:]), row(["Серия паспорта": "", "Номер паспорта": ""]), row(["ID клиента": "canary@example.com"]),
                row(["ID клиента": "89007654321"]), row(["ID клиента": "987654"]), row(["Продукт": "канарейка 9007654321"]),
                row(["Продукт": "канарейка canary@example.com"]), row(["Дата рождения клиента": "канарейка"]),
                row(["Сумма кредита": "канарейка"]), row(["Семейное положение: женат, холост и пр": "канарейка"]),
                row(["Исход (успех/отказ)": "канарейка"]), row(["Мобильный телефон клиента": "канарейка"]),
                row(["Количество иждивенцев": "9007654321"]),
            ])
        return table.csv()
    }

    func expectNoCanary(in text: String, _ place: String) {
        for canary in Self.canaries { #expect(!text.localizedCaseInsensitiveContains(canary), "\(place) holds \(canary)") }
    }

    @Test func nothingPersonalLeavesTheImport() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cards-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let world = try await World(at: .sqlite(path: folder.path + "/cards.db"))
        let report = try await world.importing(Self.file)
        #expect(report.totals.new == 2)
        #expect(report.totals.refused == 11)

        var described = "\(report) \(report.totals)"
        dump(report, to: &described)
        let intake = CardImport(company: World.dealer, keyring: world.keyring, now: World.now)
        let reader = try intake.open(Self.file, named: "clients.csv")
        while let batch = try reader.next() { dump(batch, to: &described) }
        expectNoCanary(in: described, "a description")

        let catalogue = try Self.catalogue
        let messages = report.lines.flatMap(\.messages) + report.columnNotes + [report.summary]
        for language in Language.allCases {
            for message in messages { expectNoCanary(in: catalogue.text(message, in: language), "a message") }
        }

        // While the log of the database still stands, and after it is closed.
        try Self.expectNoCanary(inFilesOf: folder)
        try await world.database.close()
        try Self.expectNoCanary(inFilesOf: folder)
    }

    static func expectNoCanary(inFilesOf folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = try Data(contentsOf: file)
            for canary in canaries {
                for form in [canary, canary.lowercased()] {
                    #expect(bytes.firstRange(of: Data(form.utf8)) == nil, "\(file.lastPathComponent) holds \(canary)")
                    let wide = Data(form.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
                    #expect(bytes.firstRange(of: wide) == nil, "\(file.lastPathComponent) holds \(canary) in UTF-16")
                }
            }
        }
    }

    @Test func aFileWithoutAHeaderTellsNothing() async throws {
        let world = try await World()
        let catalogue = try Self.catalogue
        let rows = [
            "канарейка;Канарейкович;4599 987654", "Продукт;канарейка;Канарейкович", "ID клиента;ID клиента;канарейка",
            "Продукт;ID клиента\nНовый автомобиль;\"канарейка",
        ]
        for row in rows {
            do {
                _ = try await world.importing(Array(row.utf8))
                Issue.record("the file was taken")
            } catch let error as CardFileError {
                expectNoCanary(in: "\(error) \(String(reflecting: error))", "an error")
                for language in Language.allCases { expectNoCanary(in: catalogue.text(error.message, in: language), "a message") }
            }
        }
    }

    /// The real texts, from the package's own folder.
    static var catalogue: Catalogue {
        get throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            return try Catalogue(folder: root.path + "/locales") { Issue.record("\($0)") }
        }
    }
}
