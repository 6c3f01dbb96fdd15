import Accounts
import Clients
import Consents
import Database
import HTTPTypes
import Spreadsheets
import Testing
import Vocabulary

@testable import Console
@testable import Leads

/// The hotel sent clients and takes them back.
@Suite struct TakeBackTests {
    @Test func aWrongFileLeavesNothingBehind() async throws {
        let sent = try await SentClients()
        let send = try await sent.send()
        #expect(send.totals.new == 3)
        let (open, won) = (try await sent.lead("C-1"), try await sent.lead("C-2", stage: .won))
        let outlook = try await sent.outlook(send)
        #expect([outlook.cards, outlook.clients, outlook.leads, outlook.partners, outlook.ended] == [3, 1, 1, 1, 1])
        let back = try await sent.takeBack(send)
        #expect([back.totals.cards, back.totals.clients, back.totals.leads] == [outlook.cards, outlook.clients, outlook.leads])
        // Nobody deletes a lead: its card and its client stay for its sake.
        #expect(try await sent.world.stage(open) == .withdrawn)
        #expect(try await sent.world.stage(won) == .won)
        #expect(try await sent.card("C-1")?.stage == .takenBack)
        #expect(try await sent.card("C-1")?.attestation == nil)
        #expect(try await sent.client("C-3") == nil)
        #expect(try await sent.history("C-1").isEmpty)
        #expect(try await sent.history("C-2").isEmpty)
        let event = try await sent.world.database.read { try LeadStore().events(of: open.id, in: $0).last }
        #expect(event?.detail == "taken_back" && event?.actor == "sender")
        #expect(try await sent.world.audited("clients.taken_back") == 1)
        #expect(try await sent.world.audited("clients.taken_back_done") == 1)
    }

    @Test func theSameFileAgainIsTakenInAsTheFirstTime() async throws {
        let sent = try await SentClients()
        let first = try await sent.send()
        _ = try await sent.lead("C-1")
        try await sent.takeBack(first)
        let second = try await sent.send()
        #expect(second.totals.new == 3 && second.totals.unchanged == 0)
        #expect(try await sent.card("C-1")?.stage == .pending)
        #expect(try await sent.card("C-1")?.attestation == second.attestation)
        #expect(try await sent.history("C-1") == [World.room])
        // And the first is over: asked again, nothing happens to what came after it.
        #expect(try await sent.begin(first) == .already)
        #expect(try await sent.step() == false)
        #expect(try await sent.card("C-1")?.stage == .pending)
    }

    @Test func whatAnotherSendSaysTooStays() async throws {
        let sent = try await SentClients()
        let first = try await sent.send()
        let second = try await sent.send(attested: false)
        #expect(second.totals.unchanged == 3)
        _ = try await sent.lead("C-1")
        let outlook = try await sent.outlook(first)
        #expect([outlook.cards, outlook.staying, outlook.changed, outlook.leads] == [0, 3, 3, 1])
        let back = try await sent.takeBack(first)
        // The cards stay, but the second send attested nothing.
        #expect([back.totals.cards, back.totals.changed, back.totals.leads] == [0, 3, 1])
        #expect(try await sent.card("C-1")?.attestation == nil)
        #expect(try await sent.history("C-1") == [World.room])
        // The next candidate has its turn, within what may be.
        #expect(try await sent.card("C-1")?.stage == .processed)
        // The last send that says it takes the cards along, though another one made them.
        try await sent.takeBack(second)
        #expect(try await sent.client("C-2") == nil)
        #expect(try await sent.card("C-1")?.stage == .takenBack)
    }

    @Test func whatWasThereBeforeComesBackAsItWas() async throws {
        let sent = try await SentClients()
        // A card that no send of ours brought: from a command, or older than reports are kept.
        let first = try await sent.send(attested: false)
        try await sent.world.database.write { try $0.execute("DELETE FROM client_send_row WHERE send_id = $1", [first.id]) }
        let second = try await sent.send("ID клиента;Продукт;Исход\nC-1;Номер;отказ\nC-9;Номер;")
        #expect(second.totals.updated == 1 && second.totals.new == 1)
        #expect(try await sent.history("C-1").isEmpty)
        #expect(try await sent.card("C-1")?.outcome == .refusal)
        let back = try await sent.takeBack(second)
        #expect([back.totals.cards, back.totals.changed, back.totals.clients] == [1, 1, 1])
        #expect(try await sent.card("C-1")?.outcome == .success)
        #expect(try await sent.card("C-1")?.attestation == nil)
        #expect(try await sent.history("C-1") == [World.room])
    }

    @Test func aCustomersOwnConsentStands() async throws {
        let sent = try await SentClients()
        let send = try await sent.send()
        let (agreed, other, asked) = (
            try await sent.lead("C-1"), try await sent.lead("C-2"), try await sent.lead("C-3", stage: .askConsent)
        )
        try await sent.world.inTheBot(agreed)
        let outlook = try await sent.outlook(send)
        #expect([outlook.leads, outlook.consented, outlook.clients] == [2, 1, 0])
        try await sent.takeBack(send)
        #expect(try await sent.world.stage(agreed) == .waiting)
        #expect(try await sent.world.stage(other) == .withdrawn)
        #expect(try await sent.world.stage(asked) == .withdrawn)
        // The card is out of the pipeline all the same.
        #expect(try await sent.card("C-1")?.stage == .takenBack)
    }

    @Test func longFilesGoInPortionsAndGoOnAfterAStop() async throws {
        let sent = try await SentClients()
        let lines = (1...450).map { "C-\($0);Номер" }
        let send = try await sent.send((["ID клиента;Продукт"] + lines).joined(separator: "\n"))
        let now = sent.world.clock.now
        #expect(try await sent.begin(send) == .begun)
        // From the beginning the pipeline has nothing to do with them.
        let pending = try await sent.world.database.read { try CardStore().count(at: .pending, in: $0) }
        #expect(pending == 0)
        #expect(try await sent.step())
        #expect(try await sent.client("C-200") == nil)
        #expect(try await sent.client("C-201") != nil)
        // The program stops; the next one begins where it was.
        let half = try #require(try await sent.state(send))
        #expect(half.endedAt == nil && half.totals.cards == 200 && !half.isStuck(at: now) && half.isStuck(at: now + .minutes(3)))
        while try await sent.step() {}
        let whole = try #require(try await sent.state(send))
        #expect(whole.endedAt == now && whole.totals.cards == 450 && whole.totals.clients == 450)
        #expect(try await sent.client("C-450") == nil)
    }

    @Test func anImportThatRunsComesFirst() async throws {
        let sent = try await SentClients()
        let send = try await sent.send()
        try await sent.world.database.write { try $0.execute("UPDATE client_send SET state = 'running' WHERE id = $1", [send.id]) }
        let running = try #require(try await sent.again(send))
        #expect(try await sent.begin(running, at: running.seenAt) == .running)
        // One that lost its program is over, also for a program that was only slow.
        #expect(try await sent.begin(running, at: sent.world.clock.now + .minutes(3)) == .begun)
        #expect(try await sent.again(send)?.state == .interrupted)
    }

    @Test func leadsThatRestedOnAWordMayComeAgainWithIt() async throws {
        let sent = try await SentClients()
        try await sent.send(attested: false)
        let second = try await sent.send()
        let lead = try await sent.lead("C-1")
        try await sent.takeBack(second)
        #expect(try await sent.world.stage(lead) == .withdrawn)
        // The lead stays beside the card, which may have the very same one again: a card has one lead for a service.
        let card = try #require(try await sent.card("C-1"))
        #expect(card.stage == .processed)
        try await sent.world.database.write { try CardStore().move(card.id, to: .nothing, at: World.start, in: $0) }
        try await sent.send()
        #expect(try await sent.card("C-1")?.stage == .processed)
        let again = try await sent.lead("C-1")
        #expect(again.card == card.id && again.service == lead.service)
        let (old, new) = try await sent.world.database.read { transaction in
            (try LeadStore().lead(lead.id, in: transaction), try LeadStore().leads(of: card.id, in: transaction))
        }
        #expect(new.map(\.id) == [again.id] && old?.client == again.client && old?.card != card.id)
    }

    @Test func whoLeavesEndedLeadsBehindIsForgotten() async throws {
        let sent = try await SentClients()
        let world = sent.world
        let first = try await sent.send()
        let (lead, won) = (try await sent.lead("C-1"), try await sent.lead("C-2", stage: .won))
        let known = try #require(try await sent.client("C-1"))
        #expect(known.portrait.income == 90)
        let (keyring, ids, soon) = (world.keyring, world.ids, world.clock.now + .days(1))
        try await world.database.write { transaction in
            _ = try ClientStore().setPhone([1, 2, 3], keyID: 1, of: known.id, in: transaction)
            _ = try PersonalLinkStore(keyring: keyring).issue(client: known.id, expires: soon, ids: ids, in: transaction)
        }
        let outlook = try await sent.outlook(first)
        #expect([outlook.clients, outlook.forgotten] == [1, 2])
        let back = try await sent.takeBack(first)
        #expect([back.totals.clients, back.totals.forgotten] == [1, 2])
        let forgotten = try #require(try await sent.client("C-1"))
        #expect(forgotten.forgottenAt == world.clock.now && forgotten.portrait == Portrait())
        for table in ["client_phone", "personal_link", "client_need", "recommendation"] {
            let rows: Int? = try await world.database.read {
                try $0.row("SELECT count(*) AS n FROM \(table) WHERE client_id = $1", [known.id])?["n"]
            }
            #expect(rows == 0, "\(table)")
        }
        try await world.person("founder", .founder, at: .group)
        let path = "/clients/\(known.id.hex)"
        try await world.run { http in
            let browser = Browser(http)
            try await browser.signIn("clerk")
            #expect(try await browser.get("/clients").body.contains(known.id.hex) == false)
            #expect(try await browser.get("/clients?q=C-1").body.contains(known.id.hex) == false)
            let card = try await browser.get(path).body
            #expect(card.contains("Отправитель забрал этого клиента назад") && !card.contains("Лидов пока нет"))
            let founder = Browser(http)
            try await founder.signIn("founder")
            #expect(try await founder.get(path).body.contains(lead.number.text))
            for gone in ["/recompute", "/needs", "/link", "Портрет</h2>", "ведут другие"] { #expect(!card.contains(gone), "\(gone)") }
            // What an old page still offers does nothing.
            #expect(try await browser.post("\(path)/recompute").status == .notFound)
            #expect(try await browser.post("\(path)/link").status == .forbidden)
            let report = try await browser.get("/clients/sends/\(first.id.hex)").body
            #expect(report.contains("только завершённые лиды: 2") && !report.contains(path) && report.contains("было: новая"))
        }
        // Sent again, the client is as new.
        let second = try await sent.send("ID клиента;Продукт;Количество иждивенцев\nC-1;Номер;2")
        #expect(second.totals.new == 1)
        let anew = try #require(try await sent.client("C-1"))
        #expect(anew.id == known.id && anew.forgottenAt == nil && anew.portrait == Portrait([.dependents: 2]))
        #expect(try await sent.card("C-1")?.stage == .pending)
        let account = sent.clerk
        let list = try await world.database.read { try ClientList(ClientQuery(), for: account, in: $0) }
        #expect(list.lines.map(\.client.id) == [known.id])
        #expect(try await world.stage(won) == .won)
        // Taken back once more it is forgotten once more.
        #expect(try await sent.outlook(second).forgotten == 1)
        #expect(try await sent.takeBack(second).totals.forgotten == 1)
    }

    // MARK: By clicking

    @Test func thePageSaysFirstWhatItWillDo() async throws {
        let sent = try await SentClients()
        let world = sent.world
        let send = try await sent.send()
        let lead = try await sent.lead("C-1")
        try await world.person("banker", .sales, at: .unit(World.north, of: World.bank))
        try await world.person("founder", .founder, at: .group)
        let path = "/clients/sends/\(send.id.hex)"
        try await world.run { client in
            let stranger = Browser(client)
            try await stranger.signIn("banker")
            #expect(try await stranger.get("\(path)/take-back").status == .notFound)
            #expect(try await stranger.post("\(path)/take-back").status == .notFound)
            let founder = Browser(client)
            try await founder.signIn("founder")
            #expect(try await founder.get("\(path)/take-back").status == .ok)
            let browser = Browser(client)
            try await browser.signIn("clerk")
            #expect(try await browser.get(path).body.contains("\(path)/take-back"))
            let question = try await browser.get("\(path)/take-back")
            #expect(question.body.contains("Открытые лиды будут отозваны</dt><dd>1</dd>"))
            #expect(question.body.contains("Карточки уйдут из работы и из модели</dt><dd>3</dd>"))
            #expect(try await world.stage(lead) == .waiting)
            #expect(try await browser.post("\(path)/take-back").location == path)
            let moving = try await browser.get(path)
            #expect(moving.headers[.refresh] == "1" && moving.body.contains("<progress"))
            while try await sent.step() {}
            let done = try await browser.get(path)
            #expect(done.headers[.refresh] == nil && done.body.contains("Отправка забрана назад"))
            #expect(
                done.body.contains(
                    "Ушло карточек: 3, клиентов: 2. Отозвано лидов: 1. Забыто клиентов, от которых остались только завершённые лиды: 1."))
            #expect(!done.body.contains("\(path)/take-back"))
            let file = try Spreadsheet(try await browser.get("\(path)/report.xlsx").bytes, named: "report.xlsx").rows()
            var results: [String] = []
            while let row = try file.next() { results.append(row[1].text) }
            #expect(results.count { $0.hasPrefix("забрано назад, было: ") } == 3, "\(results)")
            // A second press changes nothing.
            #expect(try await browser.post("\(path)/take-back").location == path)
            #expect(try await world.audited("clients.taken_back") == 1)
            #expect(try await browser.get("/clients/send").body.contains("забрано назад"))
            // Whoever had the lead reads why it ended, and not who said so.
            let timeline = try await stranger.get("/leads/\(lead.number.text)").body
            #expect(timeline.contains("отозвано: отправитель отозвал этих клиентов") && !timeline.contains("clerk"))
        }
        #expect(try await world.stage(lead) == .withdrawn)
    }

    @Test func aColleaguesSendIsTheHeadsToTakeBack() async throws {
        let sent = try await SentClients()
        let world = sent.world
        let path = "/clients/sends/\(try await sent.send().id.hex)"
        try await world.person("colleague", .sales, at: .unit(World.desk, of: World.hotel))
        try await world.person("head", .unit, at: .unit(World.desk, of: World.hotel))
        try await world.run { client in
            let (colleague, head) = (Browser(client), Browser(client))
            try await colleague.signIn("colleague")
            try await head.signIn("head")
            let report = try await colleague.get(path)
            #expect(report.status == .ok && !report.body.contains("take-back"))
            #expect(try await colleague.get("\(path)/take-back").status == .notFound)
            #expect(try await colleague.post("\(path)/take-back").status == .notFound)
            #expect(try await head.get(path).body.contains("\(path)/take-back"))
            #expect(try await head.post("\(path)/take-back").location == path)
        }
    }

    @Test func oneClientOfTheFormIsTakenBackTheSameWay() async throws {
        let sent = try await SentClients()
        let world = sent.world
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("clerk")
            try await browser.get("/clients/new?kind=individual")
            let added = try await browser.post(
                "/clients/new?kind=individual", ["reference": "F-1", "product": "\(World.room.rawValue)", "has": "no"])
            let card = try await browser.get(try #require(added.location))
            let found = try #require(card.body.firstMatch(of: /href="(\/clients\/sends\/[0-9a-f]+\/take-back)"/))
            let path = String(found.1)
            #expect(try await browser.get(path).body.contains("Клиенты исчезнут из списка: о них больше ничего не известно</dt><dd>1</dd>"))
            // Said once more it changes nothing, so there is nothing more to take back: the first send stays in sight.
            let again = try await browser.post(
                "/clients/new?kind=individual", ["reference": "F-1", "product": "\(World.room.rawValue)", "has": "no"])
            let unchanged = try await browser.get(try #require(again.location))
            let report = String(path.dropLast("/take-back".count))
            #expect(unchanged.body.matches(of: /href="\/clients\/sends\//).count == 1 && unchanged.body.contains("\"\(report)\""))
            let sends = try await world.database.read { try ClientSendStore().latest(9, ofForm: true, of: World.hotel, in: $0) }
            #expect(sends.count == 1)
            #expect(try await browser.get("/clients/send").body.contains("\"\(report)\""))
            try await browser.post(path)
            while try await sent.step() {}
            #expect(try await sent.client("F-1") == nil)
            #expect(try await browser.get("/clients/send").body.contains("забрано назад"))
        }
    }

    @Test func aFileThatWasSentTwiceNamesTheOtherSend() async throws {
        let sent = try await SentClients()
        let (first, second) = (try await sent.send(), try await sent.send())
        #expect(second.totals.unchanged == 3)
        let outlook = try await sent.outlook(first)
        #expect(outlook.others.map(\.id) == [second.id] && outlook.staying == 3 && outlook.cards == 0)
        let client = try #require(try await sent.client("C-1"))
        try await sent.world.run { http in
            let browser = Browser(http)
            try await browser.signIn("clerk")
            let question = try await browser.get("/clients/sends/\(first.id.hex)/take-back").body
            #expect(question.contains("href=\"/clients/sends/\(second.id.hex)/take-back\""))
            #expect(question.contains("Если забрать только эту отправку, ничего не изменится"))
            // The client's card names both.
            let card = try await browser.get("/clients/\(client.id.hex)").body
            for send in [first, second] { #expect(card.contains("href=\"/clients/sends/\(send.id.hex)\"")) }
        }
        try await sent.takeBack(first)
        let last = try await sent.outlook(second)
        #expect(last.others.isEmpty && last.cards == 3 && last.clients == 3)
    }
}
