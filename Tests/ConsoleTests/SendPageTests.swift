import Accounts
import Catalogue
import Clients
import Database
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

/// A file on its way from the desk to the report.
@Suite struct SendPageTests {
    static let file = """
        ID клиента;За что;Исход;Имя клиента;Мобильный телефон;Место работы: доход
        C-1;кредит;успех;Пётр;+7 926 000-00-12;240000
        C-2;Кредитик;;Иван;;
        ;кредит;;Олег;;
        C-4;кредит;может быть;Ольга;;много
        """
    static let consent = [
        ("has", "yes"), ("document", "Форма 14-П"), ("date", "2026-02-01"), ("recipients", "some"), ("recipient", "2"),
        ("may_message", "1"),
    ]

    private func bytes(_ text: String = file) -> [UInt8] { Array(text.utf8) }

    @Test func aFileIsSeenMappedAttestedAndTakenIn() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let uploaded = try await browser.upload("/clients/send", bytes())
            let path = try #require(uploaded.location)
            // A column without which nothing goes has a title that is not known: the page asks.
            let first = try await browser.get(path)
            #expect(first.body.contains("Пока загрузить нельзя") && first.body.contains("Столбец B: За что"))
            #expect(!first.body.contains("Загрузить</button>"))
            for name in ["Пётр", "926", "240000"] { #expect(!first.body.contains(name)) }
            try await browser.post("\(path)/again", pairs: [("c1", "product")])
            let second = try await browser.get(path)
            #expect(second.body.contains("кредитик") && second.body.contains("Просмотрено строк: 4. Не подойдёт: 2."))
            for name in ["Пётр", "926", "240000", "240\u{A0}000"] { #expect(!second.body.contains(name), "\(name)") }
            #expect(second.body.contains("200–400"))
            // Nothing is taken in without an answer about consent, and what was chosen stays.
            let mapping = [("c1", "product"), ("product", "кредитик"), ("service", "1")]
            let without = try await browser.post("\(path)/import", pairs: mapping)
            #expect(without.status == .unprocessableContent && without.body.contains("Ответьте, есть ли документ"))
            #expect(without.body.contains("<option value=\"1\" selected>Кредит</option>"))
            let begun = try await browser.post("\(path)/import", pairs: mapping + Self.consent)
            let report = try #require(begun.location)
            let running = try await browser.get(report)
            #expect(running.headers[.refresh] == "1" && running.body.contains("<progress"))
            await world.site.sends.drain()
            let done = try await browser.get(report)
            #expect(done.headers[.refresh] == nil)
            #expect(done.body.contains("<b>2</b> новые") && done.body.contains("<b>2</b> отклонены"))
            #expect(done.body.contains("Исход") || done.body.contains("Чем кончилось"))
            for name in ["Ольга", "много", "может быть"] { #expect(!done.body.contains(name)) }
            let refused = try await browser.get("\(report)?result=refused")
            #expect(!refused.body.contains("/clients/\(String(repeating: "0", count: 32))") && refused.body.contains("это не число"))
            // The file is gone from memory.
            #expect(try await browser.get(path).location == "/clients/send?problem=gone")
            #expect(try await browser.get("/clients/send").body.contains("принято 2"))
        }
        let (client, card, attestation, match) = try await world.database.read { transaction in
            let client = try ClientStore().client(company: World.bank, reference: "C-1", in: transaction)
            let card = try client.map { try CardStore().cards(of: $0.id, in: transaction) }?.first
            return (
                client, card, try card?.attestation.flatMap { try AttestationStore().attestation($0, in: transaction) },
                try CompanyProductStore().match(.init(product: "кредитик", audience: .individual), of: World.bank, in: transaction)
            )
        }
        #expect(client?.portrait.income == 240 && card?.outcome == .success)
        #expect(attestation?.recipients == .only([World.hotel]) && attestation?.mayMessage == true && attestation?.actor == "sales")
        #expect(match.match == .one(World.loan) && match.isChosen)
    }

    @Test func productsStandAsTheFileSpellsThemAndSayWhomTheyAreFor() async throws {
        let world = try await World()
        try await world.sales()
        try await world.firmService()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let text = "ID клиента;Продукт;Имя клиента;Место работы: доход\nC-1;Полёт на Луну;Пётр;1\nC-2;ЛИЗИНГ станков;Олег;1"
            let path = try #require(try await browser.upload("/clients/send", bytes(text)).location)
            let page = try await browser.get(path).body
            #expect(page.contains(">Полёт на Луну <") && page.contains(">ЛИЗИНГ станков <"))
            #expect(page.contains("Полёт на Луну: подождёт человека"))
            #expect(page.ranges(of: "Это услуга для фирм").count == 1)
        }
    }

    @Test func theSameFileAgainChangesNothing() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            var report = ""
            for _ in 0..<2 {
                let text = "ID клиента;Продукт\nC-1;Кредит\n=cmd|x;Кредит"
                let path = try #require(try await browser.upload("/clients/send", bytes(text)).location)
                report = try #require(try await browser.post("\(path)/import", ["has": "no"]).location)
                await world.site.sends.drain()
            }
            let page = try await browser.get(report)
            #expect(page.body.contains("<b>1</b> без изменений") && page.body.contains("<b>1</b> отклонены"))
            let file = try await browser.get("\(report)/report.xlsx")
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"report.xlsx\"" && file.status == .ok)
        }
    }

    /// A file of which no card is at work yet is no success, neither in its report nor in the list.
    @Test(arguments: [("ru", "у 2 строк не узнан продукт", "не узнан продукт"), ("en", "the products in 2 rows", "needs review")])
    func aFileWhoseProductsNobodyKnowsIsNoSuccess(language: String, words: String, mark: String) async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            browser.language = language
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let text = "ID клиента;Продукт\nC-1;Кредитик\nC-2;Кредитик"
            let path = try #require(try await browser.upload("/clients/send", bytes(text)).location)
            let report = try #require(try await browser.post("\(path)/import", ["has": "no"]).location)
            await world.site.sends.drain()
            let page = try await browser.get(report).body
            #expect(page.contains("notice warn") && page.contains(words) && !page.contains("notice good"))
            let list = try await browser.get("/clients/send").body
            for body in [page, list] { #expect(body.contains("<span class=\"stage waiting\">\(mark)</span>")) }
            #expect(!list.contains("stage won"))
        }
    }

    @Test func whatIsNoTableIsRefusedInWords() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            for (file, name, words) in [
                ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "clients.xls", ".xlsx"), ([], "clients.csv", "пуст"),
                (Array("%PDF-1.4".utf8), "clients.pdf", "таблиц"), (Array("x".utf8), "", "Файл не выбран"),
                (Array("Сидоров;Пётр\nПетров;Иван".utf8), "a.csv", "столбцов"),
            ] as [([UInt8], String, String)] {
                let page = try await browser.upload("/clients/send", file, named: name)
                #expect(page.status == .unprocessableContent, "\(name)")
                #expect(page.body.contains(words), "\(name): \(words)")
                #expect(!page.body.contains("Сидоров"))
            }
        }
    }

    @Test func aFileEndsWithItsTermAndItsSession() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let text = "ID клиента;Продукт\nC-1;Кредит"
            let late = try #require(try await browser.upload("/clients/send", bytes(text)).location)
            world.clock.pass(.minutes(15))
            #expect(try await browser.get(late).location == "/clients/send?problem=gone")
            let path = try #require(try await browser.upload("/clients/send", bytes(text)).location)
            #expect(try await browser.get(path).status == .ok)
            try await browser.post("/sign-out")
            try await browser.signIn("sales")
            #expect(try await browser.get(path).location == "/clients/send?problem=gone")
            #expect(try await browser.get("/clients/send?problem=gone").body.contains("больше не в памяти"))
        }
    }

    @Test func anImportWithoutItsProgramIsInterrupted() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let path = try #require(try await browser.upload("/clients/send", bytes("ID клиента;Продукт\nC-1;Кредит")).location)
            let report = try #require(try await browser.post("\(path)/import", ["has": "no"]).location)
            world.clock.pass(.minutes(3))
            let page = try await browser.get(report)
            #expect(page.body.contains("Загрузка прервалась") && page.headers[.refresh] == nil)
        }
    }

    @Test func aThousandRowsAreReportedAtOnce() async throws {
        let world = try await World()
        try await world.sales()
        let lines = (1...1000).map { "C-\($0);Кредит;успех;\(100_000 + $0)" }
        let text = (["ID клиента;Продукт;Исход;Доход"] + lines).joined(separator: "\n")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let path = try #require(try await browser.upload("/clients/send", bytes(text)).location)
            let report = try #require(try await browser.post("\(path)/import", ["has": "no"]).location)
            await world.site.sends.drain()
            let page = try await browser.get(report)
            #expect(page.body.contains("<b>1\u{A0}000</b> новые") && page.body.contains("after="))
        }
    }
}
