import Accounts
import Catalogue
import Database
import Group
import HTTPTypes
import Hummingbird
import Leads
import Localization
import NIOCore
import Spreadsheets
import Vocabulary

/// The filtered list as a workbook.
struct LeadFileRoutes: Sendable {
    let console: ConsoleSite
    /// What one file holds.
    static let most = 50_000

    func add(to router: Router<ConsoleContext>) {
        router.post("leads/export") { request, context in
            try await console.act(request, context) { visit, fields in try await export(visit, LeadFilter(query: fields["query"])) }
        }
    }

    private func export(_ visit: Visit, _ filter: LeadFilter) async throws -> Response {
        let (account, now, texts, language) = (visit.account, visit.now, console.texts, visit.say.language)
        let table = try await console.database.read { transaction -> SheetTable? in
            let services = try CatalogueStore().all(in: transaction)
            let due = Span.hours(Int64(try SettingStore().value(Settings.leadDueHours, in: transaction)))
            let query = filter.query(services: services, lateBefore: now - due)
            guard let rows = try LeadExport().rows(query, for: account, most: Self.most, in: transaction) else { return nil }
            return LeadExport().table(
                rows, services: services, companies: try CompanyStore().all(in: transaction),
                needs: try CatalogueStore().needs(in: transaction), language: language, say: { texts.text($0, in: language) })
        }
        guard let table else {
            var page = try await console.database.read { try LeadListPage(visit, filter, in: $0) }
            page.problem = ConsoleMessages.exportTooMany(most: Int64(Self.most))
            return .page(page.html, status: .unprocessableContent)
        }
        let bytes = try SheetTable.xlsx([table], created: now)
        let count = table.rows.count
        try await console.database.write {
            try AuditStore().append(
                actor: account.login, action: "leads.exported", subject: "leads", detail: "\(count) rows", at: now, in: $0)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                .contentDisposition: "attachment; filename=\"leads.xlsx\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
