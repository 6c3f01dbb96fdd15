import Catalogue
import Database
import Group
import Localization
import Spreadsheets
import Testing
import Vocabulary

/// A small matrix in the partner group's layout: three services as `CatalogueTests` has them.
private struct Sheet {
    var rows: [[String]] = [
        ["", "", "", "", "Услуга 2", "Услуга 2", "Услуга 2"],
        ["", "", "", "", "- страхование КАСКО", "Страхование «каско»", "- депозиты"], ["", "", "", "", "ФЛ", "ФЛ", "ЮЛ"],
        ["", "", "", "", "bank", "Insurer (первый)", "bank"], ["Услуга 1", "- страхование КАСКО", "ФЛ", "bank", "Х", "X", "1"],
        ["Услуга 1", "Страхование «каско»", "ФЛ", "Insurer (первый)", "х", "1", ""],
        ["Услуга 1", "- депозиты", "ЮЛ", "bank", " 1 ", "0", "Х"],
    ]

    var table: SheetTable {
        SheetTable(
            name: "Матрица", columns: rows[0].map { SheetTable.Column($0) },
            rows: rows.dropFirst().map { $0.map { $0.isEmpty ? .empty : .text($0) } })
    }

    func problems(_ row: Int, _ column: Int, _ text: String) -> [MatrixProblem] {
        var changed = self
        while changed.rows.count < row { changed.rows.append([]) }
        while changed.rows[row - 1].count <= column { changed.rows[row - 1].append("") }
        changed.rows[row - 1][column] = text
        do throws(MatrixFileError) {
            _ = try MatrixFile(changed.table.csv(), named: "matrix.csv")
            return []
        } catch {
            guard case .wrong(let problems) = error else { return [] }
            return problems
        }
    }
}

@Suite struct MatrixFileTests {
    private let one = ServiceID(1), two = ServiceID(2), three = ServiceID(3)

    private func diff(_ file: MatrixFile, _ links: [ServiceLink] = []) async throws -> MatrixDiff {
        let database = try await CatalogueTests().fresh()
        return try await database.write { transaction in
            for link in links { try CatalogueStore().setLink(link, in: transaction) }
            return try MatrixDiff(
                file, names: try MatrixNames(in: transaction), links: try LinkTable(in: transaction),
                services: try CatalogueStore().all(in: transaction).map(\.id))
        }
    }

    @Test(arguments: ["matrix.xlsx", "matrix.csv"]) func aMatrixIsReadWithEitherLetterAndTheDiagonalIgnored(_ name: String) async throws {
        let bytes = name.hasSuffix("csv") ? Sheet().table.csv() : try SheetTable.xlsx([Sheet().table], created: Instant(seconds: 0))
        let links = [ServiceLink(from: three, to: two, kind: .related), ServiceLink(from: one, to: three, kind: .never)]
        let diff = try await diff(MatrixFile(bytes, named: name), links)
        #expect(
            diff.changes == [
                LinkChange(from: one, to: two, before: nil, after: .never),
                LinkChange(from: one, to: three, before: .never, after: .related),
                LinkChange(from: two, to: one, before: nil, after: .never), LinkChange(from: three, to: one, before: nil, after: .related),
                LinkChange(from: three, to: two, before: .related, after: nil),
            ])
        #expect(diff.added.count == 3 && diff.removed.count == 1 && diff.turned.count == 1)
        #expect(diff.ignored == [.diagonal(two, row: 6, column: "F")])
        #expect(diff.unknown.isEmpty && diff.missing.isEmpty)
    }

    @Test func namesThatNobodyHasAreReportedAndTheirMarksLeftOut() async throws {
        var sheet = Sheet()
        sheet.rows[1][6] = "- космический туризм"
        let diff = try await diff(MatrixFile(sheet.table.csv(), named: "matrix.csv"), [ServiceLink(from: one, to: three, kind: .related)])
        #expect(diff.unknown.map(\.label.name) == ["- космический туризм"] && diff.unknown.map(\.column) == ["G"])
        // The two marks of its column, one of them the Х on the diagonal.
        #expect(diff.ignored.contains(.besideUnknown(marks: 2)))
        #expect(diff.missing == [three])
        #expect(!diff.changes.contains { $0.to == three }, "links to a service that the file does not name stay")
    }

    @Test func aWrongCellRefusesTheFileAndSaysWhereAndWhat() {
        let sheet = Sheet()
        #expect(sheet.problems(5, 5, "2") == [MatrixProblem(row: 5, column: 5, expected: .mark)])
        #expect(sheet.problems(5, 5, "=1+1") == [MatrixProblem(row: 5, column: 5, expected: .mark)])
        #expect(sheet.problems(3, 6, "XX") == [MatrixProblem(row: 3, column: 6, expected: .audience)])
        #expect(sheet.problems(4, 6, "") == [MatrixProblem(row: 4, column: 6, expected: .company)])
        #expect(sheet.problems(2, 4, "") == [MatrixProblem(row: 2, column: 4, expected: .service)])
        #expect(sheet.problems(6, 1, "") == [MatrixProblem(row: 6, column: 1, expected: .service)])
        #expect(sheet.problems(6, 7, "1") == [MatrixProblem(row: 6, column: 7, expected: .nothing)])
        #expect(sheet.problems(9, 4, "1").map(\.expected) == [.service, .audience, .company])
        #expect(MatrixProblem(row: 5, column: 104, expected: .mark).column == "DA")
    }

    @Test func anotherTableIsNoMatrix() throws {
        let other = SheetTable(name: "Клиенты", columns: [.init("ID"), .init("Имя")], rows: [[.text("1"), .text("x")]])
        #expect(throws: MatrixFileError.wrong([MatrixProblem(row: 2, column: 4, expected: .service)])) {
            try MatrixFile(other.csv(), named: "clients.csv")
        }
        #expect(throws: MatrixFileError.unreadable(.emptyFile)) { try MatrixFile([], named: "matrix.xlsx") }
        let bytes = try SheetTable.xlsx([Sheet().table], created: Instant(seconds: 0))
        #expect(throws: MatrixFileError.self) { try MatrixFile(Array(bytes.prefix(bytes.count / 2)), named: "matrix.xlsx") }
    }

    @Test func aServiceThatTheFileNamesTwiceRefusesIt() async throws {
        var sheet = Sheet()
        sheet.rows[6] = sheet.rows[4]
        let file = try MatrixFile(sheet.table.csv(), named: "matrix.csv")
        await #expect(throws: MatrixFileError.wrong([MatrixProblem(row: 7, column: 1, expected: .otherService)])) { try await diff(file) }
    }

    /// Also with names that a spreadsheet program would take for formulas, and two services of one name.
    @Test(arguments: ["matrix.xlsx", "matrix.csv"]) func whatIsWrittenReadsBackWithoutAChange(_ name: String) async throws {
        let database = try await CatalogueTests().fresh()
        try await database.write { transaction in
            var (evil, twin) = (CatalogueTests.deposit, CatalogueTests.deposit)
            evil = Service(
                id: ServiceID(4), company: evil.company, name: "=HYPERLINK(\"http://evil\")", nameEnglish: "+evil", audience: .legal,
                needs: ["Учёт"], rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)
            twin = Service(
                id: ServiceID(5), company: twin.company, name: twin.name, nameEnglish: "Twin", audience: .legal, needs: ["Учёт"],
                rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)
            for service in [evil, twin] { try CatalogueStore().save(service, in: transaction) }
            var random = SeededGenerator(seed: 5)
            for from in 1...5 {
                for to in 1...5 where from != to {
                    guard let kind = [ServiceLink.Kind.related, .never, nil].randomElement(using: &random) ?? nil else { continue }
                    try CatalogueStore().setLink(ServiceLink(from: ServiceID(from), to: ServiceID(to), kind: kind), in: transaction)
                }
            }
            let services = try CatalogueStore().all(in: transaction)
            let links = try LinkTable(in: transaction)
            let table = MatrixFile.table(services, try CompanyStore().all(in: transaction), links)
            let bytes = name.hasSuffix("csv") ? table.csv() : try SheetTable.xlsx([table], created: Instant(seconds: 0))
            if name.hasSuffix("csv") { #expect(String(decoding: bytes, as: UTF8.self).contains("'=HYPERLINK")) }
            let diff = try MatrixDiff(
                try MatrixFile(bytes, named: name), names: try MatrixNames(in: transaction), links: links, services: services.map(\.id))
            #expect(diff.changes.isEmpty && diff.unknown.isEmpty && diff.ignored.isEmpty && diff.missing.isEmpty)
            #expect(try diff.unchanged == CatalogueStore().links(in: transaction).count)
        }
    }
}
