import Accounts
import Database
import Group
import Hummingbird
import Localization
import Loyalty
import Vocabulary

/// `/system/ledger`: points in sums, and whether the ledger is sound. It shows nothing of a single customer and changes nothing.
struct LedgerRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("system/ledger") { request, _ in
            try await console.page(request) { visit in
                try SystemSection.requireAdministering(visit)
                return .page(try await page(visit, isChecked: false).html)
            }
        }
        router.post("system/ledger/check") { request, context in
            try await console.act(request, context) { visit, _ in
                try SystemSection.requireAdministering(visit)
                return .page(try await page(visit, isChecked: true).html)
            }
        }
    }

    private func page(_ visit: Visit, isChecked: Bool) async throws -> LedgerPage {
        try await console.database.read { transaction in
            LedgerPage(
                visit: visit, overview: try LedgerStore().overview(in: transaction), companies: try CompanyStore().all(in: transaction),
                verdict: isChecked ? try LedgerStore().verify(in: transaction) : nil)
        }
    }
}

/// The page.
struct LedgerPage: Sendable {
    let visit: Visit
    let overview: LedgerOverview
    let companies: [Company]
    let verdict: LedgerVerdict?

    var html: HTML {
        let say = visit.say
        let rows: [HTML] = overview.companies.map { balance in
            let name = companies.first { $0.id == balance.company }?.name(in: say.language) ?? "№ \(balance.company.rawValue)"
            return "<tr><th scope=\"row\">\(name)</th><td class=\"number\">\(say.number(Int(balance.posted.count)))</td></tr>"
        }
        let last = overview.lastEntryAt.map { say.moment($0) } ?? say(ConsoleMessages.systemNever)
        let table: HTML =
            rows.isEmpty
            ? "<p class=\"empty\">\(say(ConsoleMessages.ledgerNone))</p>"
            : "<table class=\"numbers wide\"><thead><tr><th scope=\"col\">\(say(ConsoleMessages.thresholdCompany))</th><th scope=\"col\" class=\"number\">\(say(ConsoleMessages.ledgerPoints))</th></tr></thead><tbody>\(rows)</tbody></table>"
        return Layout(
            title: say(ConsoleMessages.systemLedger), say: say, visit: visit, section: .system, tabs: SystemSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.systemLedger))</h1>
            <p class="lead-in">\(say(ConsoleMessages.ledgerText))</p>
            \(verdict.map { result($0, say) })
            <div class="columns"><section class="card"><h2>\(say(ConsoleMessages.ledgerCustomers))</h2>
            <dl><dt>\(say(ConsoleMessages.ledgerAccounts))</dt><dd>\(say.number(overview.customers))</dd><dt>\(say(ConsoleMessages.ledgerHold))</dt><dd>\(say.number(Int(overview.posted.count)))</dd>
            <dt>\(say(ConsoleMessages.ledgerReserved))</dt><dd>\(say.number(Int(overview.held.count)))</dd><dt>\(say(ConsoleMessages.ledgerEntries))</dt><dd>\(say.number(Int(overview.entries)))</dd><dt>\(say(ConsoleMessages.ledgerLast))</dt><dd>\(last)</dd></dl>
            <form method="post" action="/system/ledger/check" class="after">\(visit.tokenField)<button class="button quiet">\(say(ConsoleMessages.ledgerCheck))</button></form></section>
            <section class="card"><h2>\(say(ConsoleMessages.ledgerCompanies))</h2>\(table)<p class="muted">\(say(ConsoleMessages.ledgerSign))</p></section></div>
            """)
    }

    private func result(_ verdict: LedgerVerdict, _ say: Speaker) -> HTML {
        verdict.isSound
            ? notice(.good, say(ConsoleMessages.ledgerSound(entries: verdict.entries, accounts: Int64(verdict.accounts))))
            : notice(.bad, say(ConsoleMessages.ledgerUnsound))
    }
}
