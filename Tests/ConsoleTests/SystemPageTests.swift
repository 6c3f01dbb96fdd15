import Accounts
import Database
import Group
import HTTPTypes
import Jobs
import Leads
import Recommendations
import Testing
import Vocabulary

@testable import Console

@Suite struct SystemPageTests {
    private func run(_ body: @escaping @Sendable (World, Browser) async throws -> Void) async throws {
        let world = try await World()
        try await world.furnish()
        try await world.person("root", .founder, at: .group, grants: [.administrator, .steward])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("root")
            try await body(world, browser)
        }
    }

    @Test func whatStandsStillIsSaid() async throws {
        try await run { world, browser in
            #expect(try await browser.get("/system").body.contains("Обработчик ещё не работал"))
            let now = world.clock.now
            try await world.database.write {
                try TimerStore().save(TimerRecord(name: "pipeline", startedAt: now, finishedAt: now, failure: nil), in: $0)
            }
            #expect(try await browser.get("/system").body.contains("Всё в порядке"))
            world.clock.pass(.minutes(16))
            #expect(try await browser.get("/system").body.contains("Последняя обработка карточек была 16 минут назад"))
            #expect(try await browser.post("/system/run").location == "/system?done=run")
            let since = world.clock.now
            #expect(try await world.database.read { try TimerStore().isAsked("pipeline", since: since, in: $0) })
        }
    }

    /// What services, versions and scopes are called, and no English in a Russian page.
    @Test(arguments: [
        ("links.add", "1 to 2: related, 2 to 1: no link, 3 more", "Кредит → Номер: может захотеть; Номер → Кредит: нет связи; ещё 3"),
        ("links.undo", "takes back version 4, 1 to 2: never", "отменяет версию 4; Кредит → Номер: никогда не предлагать"),
        ("needs.edit", "service 1: Деньги; a client", "Кредит: Деньги; потребности клиента"),
        ("attestation.saved", "recipients all, may message yes", "всем компаниям группы, писать можно"),
        ("demo.made", "21 clients", "21 клиент"), ("threshold.changed", "inherited -> 75", "общий → 75"),
    ])
    func theAuditLogSpeaksTheReadersLanguage(_ action: String, _ detail: String, _ words: String) async throws {
        let world = try await World()
        try await world.furnish()
        let (say, now) = (Speaker(texts: world.site.texts, language: .russian), world.clock.now)
        let told = try await world.database.write { transaction in
            try AuditStore().append(actor: "anna", action: action, subject: "x", detail: detail, at: now, in: transaction)
            let entry = try AuditStore().recent(1, in: transaction).first
            return try entry.map { try AuditWords(say, in: transaction).detail($0) }
        }
        #expect(told == words)
    }

    @Test func oneTrainingAtATime() async throws {
        try await run { world, browser in
            #expect(try await browser.post("/model/versions/train").location == "/model/versions?problem=nothing")
            _ = try await world.lead("1042")
            let now = world.clock.now
            try await world.database.write {
                try $0.execute(
                    """
                    INSERT INTO interaction (client_id, service_id, source, source_id, value, at)
                    SELECT client_id, service_id, 'history', id, 1, $1 FROM card
                    """, [now])
            }
            #expect(try await browser.post("/model/versions/train").location == "/model/versions?done=asked")
            #expect(try await browser.post("/model/versions/train").location == "/model/versions?problem=busy")
            let waiting = try await browser.get("/model/versions")
            #expect(waiting.body.contains("ждёт обработчика") && waiting.headers[.refresh] != nil)
            let run = try await world.database.write { try TrainingDesk().begin(by: "worker", at: now, in: $0) }
            #expect(run.askedBy == "root")
            try await world.database.write {
                try TrainingDesk().report(run.number, percent: 40, at: now, in: $0)
                try TrainingDesk().report(run.number, percent: 30, at: now, in: $0)
            }
            #expect(try await browser.get("/model/versions").body.contains("Идёт обучение: 40 %"))
            // Its process ended without a word: another may begin.
            world.clock.pass(.minutes(3))
            let stale = try await browser.get("/model/versions")
            #expect(stale.body.contains("не подаёт признаков жизни") && stale.headers[.refresh] == nil)
            #expect(try await browser.post("/model/versions/train").location == "/model/versions?done=asked")
        }
    }

    @Test func aVersionIsChosen() async throws {
        try await run { world, browser in
            let now = world.clock.now
            try await world.database.write { transaction in
                let model = try ModelStore().load(1, in: transaction).model
                _ = try ModelStore().save(
                    model, report: try ModelStore().versions(in: transaction)[0].report, at: now, in: transaction)
            }
            #expect(try await browser.post("/model/versions/1/choose").location == "/model/versions?done=chosen")
            #expect(try await world.database.read { try ModelStore().currentVersion(in: $0) } == 1)
            for version in ["9", "x", "-1"] { #expect(try await browser.post("/model/versions/\(version)/choose").status == .notFound) }
        }
    }

    @Test func theLogIsFilteredPagedAndSaved() async throws {
        try await run { world, browser in
            let now = world.clock.now
            try await world.database.write { transaction in
                for number in 0..<60 {
                    try AuditStore().append(
                        actor: "anna", action: "test.done", subject: "thing \(number)", detail: "=HYPERLINK(\"x\")", at: now,
                        in: transaction)
                }
                try AuditStore().append(
                    actor: "<b>", action: "setting.changed", subject: "operator.name", detail: "a -> b -> <i>", at: now, in: transaction)
            }
            let first = try await browser.get("/system/audit")
            #expect(first.body.contains("&lt;b&gt;") && first.body.contains("a -&gt; b → &lt;i&gt;"))
            let next = try #require(first.body.firstMatch(of: /href="(\/system\/audit\?below=[0-9]+)"/))
            #expect(try await browser.get(String(next.1)).body.contains("thing 1<"))
            let mine = try await browser.get("/system/audit?who=anna")
            #expect(mine.body.contains("thing 59") && !mine.body.contains("operator.name"))
            #expect(try await browser.get("/system/audit?until=2001-01-01").body.contains("Ничего не найдено"))
            #expect(try await browser.get("/system/audit?from=x&below=y&what=%27").status == .ok)
            let csv = try await browser.get("/system/audit.csv?who=anna")
            #expect(csv.body.contains("'=HYPERLINK") && csv.headers[.contentDisposition]?.contains("audit.csv") == true)
            #expect(try await browser.get("/system/audit.xlsx").status == .ok)
        }
    }

    @Test func theLogIsReadInWords() async throws {
        try await run { world, browser in
            let now = world.clock.now
            let entries = [
                ("lead.taken", "lead 7K3Q-9XAB", "", "лид взят"), ("lead.lost", "lead x", "too_expensive", "дорого"),
                ("lead.won", "lead x", "123400 kopecks", "1\u{A0}234"), ("lead.won", "lead x", "a lot", "a lot"),
                ("lead.given_back", "lead x", "<i>", "&lt;i&gt;"), ("contacts.asked", "lead x", "needs_talk", "услуга требует разговора"),
                ("clients.sent", "send 00", "company 1, more than 5000 rows", "5\u{A0}000"),
                ("product.named", "company 1", "means service 1", "Кредит"), ("offer_text.changed", "service 1", "version 3", "версия 3"),
            ]
            try await world.database.write { transaction in
                for (action, subject, detail, _) in entries {
                    try AuditStore().append(actor: "anna", action: action, subject: subject, detail: detail, at: now, in: transaction)
                }
            }
            let page = try await browser.get("/system/audit?who=anna").body
            for (action, _, _, words) in entries {
                #expect(page.contains(words), "\(action): \(words)")
                #expect(!page.contains(action), "\(action) has no words")
            }
        }
    }

    @Test func theOldestLeadThatIsNotOverIsTold() async throws {
        try await run { world, browser in
            let none = try await browser.get("/system").body
            #expect(none.contains("Открытые лиды</th><td class=\"number\">0</td><td class=\"number\">–</td>"))
            _ = try await world.lead("1001", stage: .won, age: .days(9))
            _ = try await world.lead("2002", age: .days(5))
            _ = try await world.lead("3003", stage: .interested, age: .days(7))
            let page = try await browser.get("/system").body
            #expect(page.contains("Открытые лиды</th><td class=\"number\">2</td><td class=\"number\">7 дней</td>"))
        }
    }

    @Test func leadsAreVisibleToWhoMaySeeThem() async throws {
        let world = try await World()
        let (mine, theirs) = (try await world.lead("1001"), try await world.lead("2002", from: World.bank, to: World.hotel))
        let people = [
            (try await world.person("unit", .unit, at: .unit(World.north, of: World.bank)), [mine.number]),
            (try await world.person("desk", .sales, at: .unit(World.desk, of: World.hotel)), [theirs.number]),
            (try await world.person("root", .founder, at: .group), [mine.number, theirs.number]),
        ]
        for (account, expected) in people {
            let seen = try await world.database.read { try LeadDesk().visible(of: [mine.number, theirs.number], to: account, in: $0) }
            #expect(seen == Set(expected), "\(account.login)")
        }
    }

    @Test func theLogNamesPlacesAndLeadsToWhatMayBeSeen() async throws {
        try await run { world, browser in
            let (now, lead) = (world.clock.now, try await world.lead("1001"))
            try await world.database.write { transaction in
                for (action, subject) in [("unit.saved", "unit 2"), ("lead.taken", "lead \(lead.number)"), ("lead.lost", "lead 00000000")] {
                    try AuditStore().append(actor: "c1", action: action, subject: subject, detail: "", at: now, in: transaction)
                }
            }
            let page = try await browser.get("/system/audit?who=c1").body
            #expect(page.contains("Отдел 2, Банк") && page.contains("<td data-label=\"Кто (логин)\">Банк</td>"))
            #expect(page.contains("<a href=\"/leads/\(lead.number.text)\">\(lead.number)</a>"))
            #expect(!page.contains("href=\"/leads/00000000\""))
        }
    }

    @Test func aDayBeginsAtMidnightInMoscow() {
        #expect(AuditFilter.midnight("1970-01-02") == Instant(seconds: 86_400 - 3 * 3600))
        #expect(AuditFilter.midnight("2024-02-29") == Instant(seconds: 1_709_164_800 - 3 * 3600))
        #expect(AuditFilter.midnight("2024-02-30") == nil)
    }

    @Test func aCompanyIsChangedWholeOrNotAtAll() async throws {
        try await run { world, browser in
            let page = try await browser.get("/system/companies/1")
            let seen = try #require(page.body.firstMatch(of: /name="seen" value="([0-9a-f]+)"/)).1
            var form = [
                "seen": String(seen), "name": "Банк <1>", "name-en": "Bank", "legal-name": "АО «Банк»", "inn": "12", "kind": "bank",
                "channel": "keep",
            ]
            let bad = try await browser.post("/system/companies/1", form)
            #expect(bad.status == .unprocessableContent && bad.body.contains("value=\"Банк &lt;1&gt;\""))
            form["inn"] = "7700000000"
            form["channel"] = "root"
            #expect(try await browser.post("/system/companies/1", form).status == .seeOther)
            let company = try await world.database.read { try CompanyStore().company(World.bank, in: $0) }
            #expect(company?.legalName == "АО «Банк»" && company?.channelConfirmation?.by == "root")
            #expect(company?.sendsOffersAutomatically == false && company?.kind == .bank)
            // What was seen is no longer what is there.
            #expect(try await browser.post("/system/companies/1", form).status == .conflict)
            form["channel"] = "nobody"
            #expect(try await browser.post("/system/companies/1", form).status == .badRequest)
            for id in ["77", "x"] { #expect(try await browser.get("/system/companies/\(id)").status == .notFound) }
        }
    }

    @Test func theLedgerIsChecked() async throws {
        try await run { _, browser in
            let page = try await browser.get("/system/ledger")
            let checked = try await browser.post("/system/ledger/check")
            #expect(page.status == .ok && checked.body.contains("Сходится: 0 записей и 0 счетов"))
        }
    }
}
