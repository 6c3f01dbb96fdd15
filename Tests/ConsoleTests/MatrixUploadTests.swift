import Accounts
import Catalogue
import Database
import Foundation
import Group
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct MatrixUploadTests {
    /// From the loan to the room: what stands in the cell.
    private static func file(_ cell: String, name: String = "Номер") -> String {
        """
        ,,,,Услуга 2,Услуга 2
        ,,,,Кредит,\(name)
        ,,,,ФЛ,ФЛ
        ,,,,Банк,Отель
        Услуга 1,Кредит,ФЛ,Банк,Х,\(cell)
        Услуга 1,\(name),ФЛ,Отель,,Х

        """
    }

    private func run(_ body: @escaping @Sendable (World, Browser) async throws -> Void) async throws {
        let world = try await World()
        try await world.person("steward", .partner, at: .company(World.bank), grants: [.steward])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            try await body(world, browser)
        }
    }

    private func link(_ world: World) async throws -> ServiceLink.Kind? {
        try await world.database.read { try LinkTable(in: $0)[World.loan, World.room] }
    }

    @Test func nothingChangesBeforeThePersonSaysSo() async throws {
        try await run { world, browser in
            let preview = try await browser.upload("/model/links/upload", Array(Self.file("1").utf8), named: "matrix.csv")
            #expect(preview.status == .ok && preview.body.contains("Добавится 1"))
            #expect(try await link(world) == nil)
            #expect(try await browser.post("/model/links/upload/apply", ["why": "May"]).location?.contains("done=imported") == true)
            #expect(try await link(world) == .related)
            // Once.
            #expect(try await browser.post("/model/links/upload/apply").status == .conflict)
        }
    }

    @Test func whatChangedMeanwhileIsNotOverwritten() async throws {
        try await run { world, browser in
            try await browser.upload("/model/links/upload", Array(Self.file("1").utf8), named: "matrix.csv")
            let note = VersionNote(by: "anna", at: world.clock.now)
            try await world.database.write {
                _ = try LinkBook().apply(
                    .add, [LinkChange(from: World.loan, to: World.room, before: nil, after: .never)], note, in: $0)
            }
            #expect(try await browser.post("/model/links/upload/apply").status == .conflict)
            #expect(try await link(world) == .never)
        }
    }

    @Test func aWrongFileIsRefusedWithItsPlaces() async throws {
        try await run { world, browser in
            let wrong = try await browser.upload("/model/links/upload", Array(Self.file("maybe").utf8), named: "matrix.csv")
            #expect(wrong.status == .unprocessableContent && wrong.body.contains("строка 5") || wrong.body.contains("Строка 5"))
            let empty = try await browser.upload("/model/links/upload", Array("".utf8), named: "matrix.csv")
            #expect(empty.status == .unprocessableContent)
            let hostile = try await browser.upload("/model/links/upload", Array(Self.file("1", name: "<script>").utf8), named: "matrix.csv")
            #expect(hostile.body.contains("«&lt;script&gt;»") && !hostile.body.contains("<script>alert"))
            let strange = try await browser.upload("/model/links/upload", Array(Self.file("1").utf8), named: "matrix.csv", token: "0")
            #expect(strange.status == .forbidden)
            #expect(try await link(world) == nil)
        }
    }
}
