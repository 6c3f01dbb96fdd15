import Accounts
import Catalogue
import Database
import Group
import HTTPTypes
import Hummingbird
import Leads
import Localization
import Spreadsheets
import Vocabulary

/// The filtered list as a workbook: a short one at once, a long one prepared in the background, see ``Exports``.
struct LeadFileRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.post("leads/export") { request, context in
            try await console.act(request, context) { visit, fields in try await export(visit, LeadFilter(query: fields["query"])) }
        }
    }

    private enum Found: Sendable {
        case few(SheetTable)
        case many([LeadID], LeadSheet)
    }

    private func export(_ visit: Visit, _ filter: LeadFilter) async throws -> Response {
        let (account, now, texts, language, atOnce) = (
            visit.account, visit.now, console.texts, visit.say.language, console.configuration.rowsAtOnce
        )
        let found = try await console.database.read { transaction -> Found in
            let services = try CatalogueStore().all(in: transaction)
            let due = Span.hours(Int64(try SettingStore().value(Settings.leadDueHours, in: transaction)))
            let query = filter.query(services: services, lateBefore: now - due)
            let sheet = LeadSheet(
                services: services, companies: try CompanyStore().all(in: transaction), needs: try CatalogueStore().needs(in: transaction),
                people: try AccountStore().shownNames(in: transaction), language: language, say: { texts.text($0, in: language) })
            let ids = try LeadExport().found(query, for: account, in: transaction)
            guard ids.count <= atOnce else { return .many(ids, sheet) }
            return .few(sheet.table(try LeadExport().rows(of: ids, for: account, in: transaction)))
        }
        switch found {
        case .few(let table):
            let bytes = try SheetTable.xlsx([table], created: now)
            let count = table.rows.count
            try await console.database.write {
                try AuditStore().append(
                    actor: account.login, action: "leads.exported", subject: "leads", detail: "\(count) rows", at: now, in: $0)
            }
            return .download(bytes, named: "leads.xlsx")
        case .many(let ids, let sheet):
            let order = ExportOrder(
                id: console.ids.id(), account: account, name: "leads.xlsx", back: filter.path { _ in }, title: ConsoleMessages.navLeads,
                section: .leads, table: sheet.table(), act: ("leads.exported", "leads"))
            if console.exports.add(order, from: LeadSource(ids, sheet)) {
                return .redirect(to: "/exports/\(order.id.hex)", type: .normal)
            }
            var page = try await console.database.read { try LeadListPage(visit, filter, in: $0) }
            page.problem = ConsoleMessages.exportBusy
            return .page(page.html, status: .serviceUnavailable)
        }
    }
}
