import Clients
import Database
import Group
import HTTPTypes
import Spreadsheets
import Testing
import Vocabulary

@testable import Accounts
@testable import Console
@testable import Leads

/// Files that are too long for one request.
@Suite struct ExportTests {
    private static let gone = "/exports/\(String(repeating: "0", count: 32))"

    private func numbers(_ bytes: [UInt8]) throws -> [String] {
        let rows = try Spreadsheet(bytes, named: "leads.xlsx").rows()
        var cells: [String] = []
        while let row = try rows.next() { cells.append(row[0].text) }
        return Array(cells.dropFirst())
    }

    @Test func aLongListIsPreparedAndIsItsOwnersAlone() async throws {
        let world = try await World(rowsAtOnce: 2)
        try await world.sales()
        try await world.sales("south", at: World.south)
        let (first, second, third) = (try await world.lead("1", age: .hours(3)), try await world.lead("2"), try await world.lead("3"))
        try await world.run { client in
            let (browser, south) = (Browser(client), Browser(client))
            try await browser.signIn("sales")
            try await south.signIn("south")
            let path = try #require(try await browser.post("/leads/export", ["query": "sort=created&up=1"]).location)
            let waiting = try await browser.get(path)
            #expect(waiting.headers[.refresh] == "1" && waiting.body.contains("<progress"))
            #expect(try await browser.get("\(path)/file").status == .notFound)
            // Between the asking and the writing one goes out of sight, and one comes; the first goes on.
            try await south.post("/leads/\(second.number.text)/take")
            _ = try await world.lead("4")
            try await browser.post("/leads/\(first.number.text)/take")
            await world.site.exports.drain()
            let ready = try await browser.get(path)
            #expect(ready.headers[.refresh] == nil && ready.body.contains("Готово, строк: 2.") && ready.body.contains("\(path)/file"))
            let file = try await browser.get("\(path)/file")
            #expect(file.status == .ok && file.headers[.contentDisposition] == "attachment; filename=\"leads.xlsx\"")
            #expect(try numbers(file.bytes) == [first.number.description, third.number.description])
            for (address, reader) in [(path, south), ("\(path)/file", south), (Self.gone, browser), ("/exports/x", browser)] {
                #expect(try await reader.get(address).status == .notFound, "\(address)")
            }
            #expect(try await south.post("\(path)/drop").status == .notFound)
            #expect(try await world.audited("leads.exported") == 1)
            world.clock.pass(.minutes(15))
            #expect(try await browser.get(path).status == .notFound)
            #expect(try await browser.get("\(path)/file").status == .notFound)
        }
    }

    @Test func aShortListComesAtOnce() async throws {
        let world = try await World(rowsAtOnce: 2)
        try await world.sales()
        let lead = try await world.lead("1")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try numbers(try await browser.post("/leads/export", ["query": ""]).bytes) == [lead.number.description])
        }
    }

    @Test func soManyAtOnceAndNoMore() async throws {
        let world = try await World(rowsAtOnce: 0)
        try await world.sales()
        _ = try await world.lead("1")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            var paths: [String] = []
            for _ in 0..<2 { paths.append(try #require(try await browser.post("/leads/export", ["query": ""]).location)) }
            let refused = try await browser.post("/leads/export", ["query": "status=waiting"])
            #expect(refused.status == .serviceUnavailable && refused.body.contains("Больше файлов сразу подготовить нельзя"))
            // One is given up: there is room.
            #expect(try await browser.post("\(paths[0])/drop").location?.hasPrefix("/leads") == true)
            #expect(try await browser.get(paths[0]).status == .notFound)
            let third = try #require(try await browser.post("/leads/export", ["query": ""]).location)
            await world.site.exports.drain()
            #expect(try await browser.get("\(third)/file").status == .ok)
            // What is over makes room for what comes, the oldest first.
            #expect(try await browser.post("/leads/export", ["query": ""]).location?.hasPrefix("/exports/") == true)
            #expect(try await browser.get(paths[1]).status == .notFound)
            #expect(try await browser.get(third).status == .ok)
        }
    }

    @Test func whoLosesRightsLosesTheFile() async throws {
        let world = try await World(rowsAtOnce: 0)
        let sales = try await world.sales()
        _ = try await world.lead("1")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let before = try #require(try await browser.post("/leads/export", ["query": ""]).location)
            await world.site.exports.drain()
            let during = try #require(try await browser.post("/leads/export", ["query": ""]).location)
            try await world.database.write {
                try AccountStore().change(sales.id, place: .unit(World.south, of: World.bank), grants: [], in: $0)
            }
            await world.site.exports.drain()
            #expect(try await browser.get("\(before)/file").status == .notFound)
            #expect(try await browser.get("\(during)/file").status == .notFound)
            #expect(try await world.audited("leads.exported") == 1)
        }
    }

    @Test func theLogAndReportsHaveNoWallEither() async throws {
        let world = try await World(rowsAtOnce: 2)
        try await world.person("group", .founder, at: .group, grants: [.administrator])
        try await world.sales()
        try await world.database.write { transaction in
            for number in 0..<4500 {
                try AuditStore().append(
                    actor: "steward", action: "setting.changed", subject: "n\(number)", detail: "=1", at: World.start, in: transaction)
            }
        }
        try await world.run { client in
            let (group, sales) = (Browser(client), Browser(client))
            try await group.signIn("group")
            try await sales.signIn("sales")
            let log = try #require(try await group.get("/system/audit.xlsx?who=steward").location)
            await world.site.exports.drain()
            let entries = try numbers(try await group.get("\(log)/file").bytes)
            #expect(entries.count == 4500 && Set(entries).count == 4500)
            let csv = try await group.get("/system/audit.csv?who=steward")
            #expect(csv.status == .ok && csv.body.split(separator: "\r\n").count == 4501 && csv.body.contains("'=1"))

            try await sales.get("/clients/send")
            let text = (["ID клиента;Продукт"] + (1...5).map { "C-\($0);Кредит" }).joined(separator: "\n")
            let upload = try #require(try await sales.upload("/clients/send", Array(text.utf8)).location)
            let report = try #require(try await sales.post("\(upload)/import", ["has": "no"]).location)
            await world.site.sends.drain()
            let path = try #require(try await sales.get("\(report)/report.xlsx").location)
            await world.site.exports.drain()
            #expect(try numbers(try await sales.get("\(path)/file").bytes) == ["2", "3", "4", "5", "6"])
        }
    }
}
