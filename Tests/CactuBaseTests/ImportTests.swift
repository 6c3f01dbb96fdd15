import Catalogue
import Clients
import Database
import Foundation
import Group
import Testing
import Vocabulary

@testable import cactubase

extension Desk {
    /// The dealer with the service that the template's example names.
    func makeCatalogue() async throws {
        try await makeGroup()
        let live = try await live()
        try await live.database.write { transaction in
            try CatalogueStore().save(
                Service(
                    id: ServiceID(7), company: CompanyID(2), name: "Новый автомобиль", nameEnglish: "A new car", audience: .individual,
                    needs: ["Транспорт"], rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true), in: transaction)
        }
        try await live.database.close()
    }

    func imported(_ arguments: [String]) async throws -> ImportAnswer {
        let said = await run(["import", "clients"] + arguments + ["--json"])
        guard said.status == .done else { throw CommandFailure.failed("\(said.status): \(said.err)") }
        return try JSONDecoder().decode(ImportAnswer.self, from: Data(said.out.utf8))
    }
}

private let csv = """
    ID клиента;Продукт;Исход (успех/отказ);Дата рождения клиента;Место работы: доход
    A-1;Новый автомобиль;успех;01.02.1990;150000
    A-2;Новый автомобиль;успех;31.02.1990;150000
    A-3;Новый автомобиль;отказ;05.06.1985;-5

    """

@Test func aFileIsImportedRowByRowAndASecondTimeChangesNothing() async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write(csv, to: "clients.csv")
    let first = try await desk.imported(["clients.csv", "--company", "dealer", "--language", "en"])
    #expect(first.rows.map(\.result) == ["new", "refused", "refused"])
    #expect(first.rows.map(\.row) == [2, 3, 4])
    #expect(first.rows[1].columns == ["Дата рождения клиента"])
    #expect(first.rows[2].columns == ["Место работы: доход"])
    #expect(first.totals.refused == 2)
    let second = try await desk.imported(["clients.csv", "--company", "dealer"])
    #expect(second.rows.map(\.result) == ["unchanged", "refused", "refused"])
}

@Test func theReportSpeaksTheReadersLanguageAndNamesNoValue() async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write(csv, to: "clients.csv")
    let said = await desk.run("import", "clients", "clients.csv", "--company", "dealer", setting: ["LANG": "ru_RU.UTF-8"])
    #expect(said.status == .done)
    #expect(said.out.contains("Место работы: доход"))
    #expect(said.out.unicodeScalars.contains { ("а"..."я").contains($0) })
    #expect(!said.out.contains("31.02.1990") && !said.out.contains("A-1"))
    #expect(said.err.isEmpty)
}

@Test func anAttestationIsKeptOnce() async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write(csv, to: "clients.csv")
    let arguments = [
        "clients.csv", "--company", "dealer", "--attestation", "Form 14", "--attestation-date", "2026-02-01", "--recipients", "bank",
        "--may-message",
    ]
    _ = try await desk.imported(arguments)
    _ = try await desk.imported(arguments)
    let live = try await desk.live()
    let rows = try await live.database.read { transaction in
        try transaction.rows("SELECT recipients, may_message FROM attestation").map { row -> String in
            let (recipients, may): (String, Int) = (try row["recipients"], try row["may_message"])
            return "\(recipients) \(may)"
        }
    }
    #expect(rows == ["1 1"])
    #expect(try await live.database.read { try AuditStore().recent(9, in: $0) }.map(\.action) == ["attestation.saved"])
    try await live.database.close()
}

@Test(arguments: [
    ["--attestation", "Form 14"], ["--attestation", "Form 14", "--attestation-date", "01.02.2026", "--recipients", "all"],
    ["--may-message"],
    ["--attestation", "Form 14", "--attestation-date", "2026-02-31", "--recipients", "all"],
])
func anAttestationIsWholeOrNone(_ arguments: [String]) async throws {
    let status = await Cactubase.run(["import", "clients", "a.csv", "--company", "dealer"] + arguments, in: try Desk().shell())
    #expect(status == .wrongUse)
}

@Test func filesThatAreNoneAreRefusedInWords() async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write("", to: "empty.csv")
    try desk.write("\u{89}PNG\r\n\u{1A}\n not a table", to: "picture.xlsx")
    try desk.write("Имя;Возраст\nА;1\n", to: "other.csv")
    for (name, word) in [
        ("empty.csv", "empty"), ("picture.xlsx", "not a table"), ("other.csv", "no row of column titles"), ("none.csv", "no such file"),
        (".", "folder"), ("/dev/zero", "device"),
    ] {
        let said = await desk.run("import", "clients", name, "--company", "dealer", "--language", "en")
        #expect(said.status == .failed, "\(name)")
        #expect(said.err.hasPrefix("error: ") && said.err.contains(word), "\(name): \(said.err)")
        #expect(said.out.isEmpty)
    }
    try desk.write(csv, to: "clients.csv")
    #expect(await desk.run("import", "clients", "clients.csv", "--company", "nobody").status == .wrongUse)
}

@Test func aFileOfWhichNothingWasTakenIsAFailure() async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write(String(csv.split(separator: "\n")[0]) + "\n" + String(csv.split(separator: "\n")[3]) + "\n", to: "clients.csv")
    let said = await desk.run("import", "clients", "clients.csv", "--company", "dealer")
    #expect(said.status == .failed)
    #expect(said.out.contains("Место работы: доход"))
}

@Test(arguments: ["clients.xlsx", "clients.csv"])
func theTemplateIsTakenBackAsItIs(name: String) async throws {
    let desk = try Desk()
    try await desk.makeCatalogue()
    #expect(await desk.run("template", "individuals", "--out", name).status == .done)
    // Its only row is the example, which is skipped: nothing was taken, and the report says why.
    let said = await desk.run("import", "clients", name, "--company", "dealer", "--json")
    #expect(said.status == .failed)
    #expect(try JSONDecoder().decode(ImportAnswer.self, from: Data(said.out.utf8)).rows.map(\.result) == ["example"])
    #expect(await desk.run("template", "firms", "--out", "firms.pdf").status == .wrongUse)
}
