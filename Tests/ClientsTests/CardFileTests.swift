import Clients
import Foundation
import Spreadsheets
import Testing
import Vocabulary

/// Files that are not what they should be, and headers that are not where they should be.
@Suite struct CardFileTests {
    func failure(_ bytes: [UInt8], named name: String = "clients.csv", sheet: String? = nil) throws -> CardFileError? {
        let intake = CardImport(company: World.dealer, keyring: try .fixed, now: World.now)
        do throws(CardFileError) {
            let reader = try intake.open(bytes, named: name, sheet: sheet)
            while try reader.next() != nil {}
            return nil
        } catch { return error }
    }

    func csv(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    @Test func whatIsNoTableIsRefusedInWords() throws {
        #expect(try failure([]) == .unreadable(.emptyFile))
        #expect(
            try failure([0x89, 0x50, 0x4E, 0x47, 1, 2, 3], named: "clients.xlsx") == .unreadable(.notASpreadsheet(looksLike: .picture)))
        #expect(try failure([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], named: "clients.xls") == .unreadable(.oldExcel))
        let book = try CardTemplate.workbook(for: .individual, at: World.now)
        #expect(try failure(book, named: "a.xlsx", sheet: "Нет такого") == .unreadable(.noSheet(named: "Нет такого")))
        #expect(try failure(Array(book.prefix(book.count / 2)), named: "a.xlsx") != nil)
    }

    @Test func aHeaderAloneIsNoFile() throws {
        #expect(try failure(csv("ID клиента;Продукт")) == .noRows)
        #expect(try failure(csv("ID клиента;Продукт", "7;КАСКО")) == nil)
    }

    @Test func missingColumnsAreNamedWithWhatIsThere() throws {
        #expect(
            try failure(csv("ID клиента;Адрес;Всякое", "7;x;y"))
                == .missingColumns(["Продукт"], found: ["ID клиента", "Адрес"], unknown: ["C"]))
        #expect(
            try failure(csv("Продукт;Серия паспорта", "КАСКО;1"))
                == .missingColumns(["ID клиента"], found: ["Продукт", "Серия паспорта"], unknown: []))
        #expect(try failure(csv("Продукт;Номер паспорта;Серия паспорта", "КАСКО;123456;1234")) == nil)
        #expect(try failure(csv("Продукт;Мобильный телефон клиента;Дата рождения клиента", "КАСКО;1;2")) == nil)
        #expect(
            try failure(csv("Продукт;Выручка (млн)", "x;1"))
                == .missingColumns(["ID клиента"], found: ["Продукт", "Выручка (млн)"], unknown: []))
    }

    @Test func aColumnThatComesTwiceIsRefused() throws {
        #expect(try failure(csv("ID клиента;Продукт;Исход;Исход сделки", "7;x;;")) == .repeatedColumns(["Исход (успех/отказ)"]))
    }

    @Test func aFileWithoutAHeaderSaysNothingOfItsData() throws {
        #expect(try failure(csv("Иванов;Иван;4509 123456", "Петров;Пётр;4510 654321")) == .noHeader(searched: 10))
    }

    @Test func theHeaderMayStandBelowATitleInAnyOrderAndSpelling() async throws {
        let world = try await World()
        let report = try await world.importing(
            csv("Отчёт отдела продаж;;", "", " продукт ;ЁЖ;  id   КЛИЕНТА;СЕМЕЙНОЕ ПОЛОЖЕНИЕ", "Новый автомобиль;y;A-1;женат"))
        #expect(report.lines.map(\.row) == [4])
        #expect(report.totals.new == 1)
        #expect(report.unknown == ["B"])
        #expect(try await world.clients()["A-1"]?.portrait == Portrait([.familyStatus: 1]))
        let late = Array(repeating: "x;y", count: 10) + ["ID клиента;Продукт", "1;КАСКО"]
        #expect(try failure(Array(late.joined(separator: "\n").utf8)) == .noHeader(searched: 10))
    }

    @Test func theSheetWithTheHeaderIsFound() async throws {
        let world = try await World()
        let notes = SheetTable(name: "Заметки", columns: [.init("что угодно")], rows: [[.text("Продукт")]])
        var cards = CardTemplate.table(for: .individual)
        cards.rows[0][0] = .text("K-1")
        let book = try SheetTable.xlsx([notes, cards], created: World.now)
        #expect(try await world.importing(book, named: "two.xlsx").totals.new == 1)
        #expect(try failure(book, named: "two.xlsx", sheet: "Заметки") == .missingColumns(["ID клиента"], found: ["Продукт"], unknown: []))
    }

    @Test func theReportSaysWhatWasDropped() async throws {
        let world = try await World()
        let report = try await world.importing(
            csv("ID клиента;Продукт;Фамилия клиента;Номер паспорта;Тариф;Хобби", "A-1;Новый автомобиль;К;123456;Эконом;сад"))
        #expect(report.dropped == ["Номер паспорта", "Фамилия клиента"])
        #expect(report.unused == ["Тариф"])
        #expect(report.unknown == ["F"])
    }

    @Test func bigFilesComeInBatchesWithProgress() throws {
        let rows = (1...2_000).map { "A-\($0);Новый автомобиль" }
        let intake = CardImport(company: World.dealer, keyring: try .fixed, now: World.now)
        let reader = try intake.open(Array((["ID клиента;Продукт"] + rows).joined(separator: "\n").utf8), named: "big.csv")
        var (counts, progress): ([Int], [Double]) = ([], [])
        while let batch = try reader.next(900) {
            counts.append(batch.cards.count)
            progress.append(reader.progress)
        }
        #expect(counts == [900, 900, 200])
        #expect(progress == progress.sorted() && progress[0] < 0.9 && progress.last == 1)
    }
}

/// The form that companies fill today.
@Suite(.enabled(if: Seed.isThere)) struct SeedFileTests {
    @Test func theFormOfTheCompaniesIsTaken() async throws {
        let world = try await World()
        let name = "example_table_for_downloading.xlsx"
        let bytes = try Seed.bytes(name)
        let report = try await world.importing(bytes, named: name)
        #expect(report.lines.map(\.result) == [.new])
        #expect(report.unknown.isEmpty)
        #expect(report.dropped.count + report.unused.count == 51 - 9)
        let client = try #require(try await world.clients().first?.value)
        #expect(
            client.portrait
                == Portrait([
                    .age: 40, .sex: 1, .foreignPassport: 1, .drivingLicense: 1, .creditSum: 1_500, .familyStatus: 1, .dependents: 1,
                    .workExperience: 12, .income: 240, .additionalIncome: 450, .additionalIncomeType: 3, .carPrice: 2_500,
                ]))
        #expect(client.reference.count == 32)
        #expect(try await world.cards(of: client.reference).map(\.service) == [World.newCar])
        #expect(try await world.cards(of: client.reference).map(\.outcome) == [.unknown])
        #expect(try await world.importing(bytes, named: name).lines.map(\.result) == [.unchanged])
    }
}

/// The reference files that some machines have, where `CACTUBASE_SHARED` says; tests that want them are skipped elsewhere.
enum Seed {
    static let folder = (ProcessInfo.processInfo.environment["CACTUBASE_SHARED"] ?? "") + "/seed"
    static let isThere = FileManager.default.fileExists(atPath: folder + "/example_table_for_downloading.xlsx")
    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) }
}
