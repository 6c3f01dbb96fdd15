import Accounts
import Database
import Group
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Spreadsheets
import Vocabulary

/// `/system/audit`: who did what, when.
struct AuditRoutes: Sendable {
    let console: ConsoleSite
    static let size = 50

    func add(to router: Router<ConsoleContext>) {
        router.get("system/audit") { request, _ in
            try await console.page(request) { visit in
                try SystemSection.requireAdministering(visit)
                let filter = AuditFilter(request)
                let page = try await console.database.read { try AuditPage(visit, filter, in: $0) }
                return .page(page.html)
            }
        }
        for kind in ["csv", "xlsx"] {
            router.get("system/audit.\(kind)") { request, _ in
                try await console.page(request) { visit in
                    try SystemSection.requireAdministering(visit)
                    return try await file(kind, AuditFilter(request), visit)
                }
            }
        }
    }

    private func file(_ kind: String, _ filter: AuditFilter, _ visit: Visit) async throws -> Response {
        var query = filter.query
        query.belowSeq = nil
        let wanted = query
        let (total, words) = try await console.database.read { transaction in
            (try AuditStore().count(wanted, in: transaction), try AuditWords(visit.say, in: transaction))
        }
        let source = AuditSource(query, words, total: total)
        let table = AuditSource.table(visit.say)
        if kind == "csv" { return csv(table, source, visit) }
        guard total > console.configuration.rowsAtOnce else {
            let rows = try await console.database.read { transaction in
                var (source, rows): (AuditSource, [[SheetTable.Value]]) = (source, [])
                while let more = try source.next(for: visit.account, in: transaction) { rows += more }
                return rows
            }
            var whole = table
            whole.rows = rows
            return .download(try SheetTable.xlsx([whole], created: visit.now), named: "audit.xlsx")
        }
        let order = ExportOrder(
            id: console.ids.id(), account: visit.account, name: "audit.xlsx", back: filter.path(), title: ConsoleMessages.systemAudit,
            section: .system, table: table)
        return try console.begin(order, from: source)
    }

    /// Written as it is read: memory holds a portion, however long the log is.
    private func csv(_ table: SheetTable, _ source: AuditSource, _ visit: Visit) -> Response {
        let (database, account) = (console.database, visit.account)
        return Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"audit.csv\""],
            body: .init { writer in
                try await writer.write(ByteBuffer(bytes: table.csv()))
                var source = source
                while true {
                    let before = source
                    let (after, rows) = try await database.read { transaction in
                        var after = before
                        let rows = try after.next(for: account, in: transaction)
                        return (after, rows)
                    }
                    guard let rows else { break }
                    source = after
                    try await writer.write(ByteBuffer(bytes: SheetTable.csv(rows)))
                }
                try await writer.finish(nil)
            })
    }
}

/// What the address of the log asks for, as it was written.
struct AuditFilter: Sendable {
    var actor = ""
    var family = ""
    var subject = ""
    var from = ""
    var until = ""
    var below: Int?

    static let families = [
        "account", "lead", "setting", "threshold", "links", "needs", "model", "training", "company", "campaign", "unit", "pipeline",
        "attestation", "contacts", "clients", "link", "service", "offer_text", "offer_terms",
    ]

    init(_ request: Request) {
        func asked(_ name: String, _ most: Int) -> String {
            String(DoorRoutes.query(request, name).filter { $0 != "\0" }.trimmingSpaces.prefix(most))
        }
        actor = asked("who", 100)
        family = Self.families.contains(asked("what", 20)) ? asked("what", 20) : ""
        subject = asked("subject", 100)
        (from, until) = (asked("from", 10), asked("until", 10))
        below = Int(DoorRoutes.query(request, "below"))
    }

    var query: AuditQuery {
        var query = AuditQuery()
        query.actor = actor.isEmpty ? nil : actor
        query.family = family.isEmpty ? nil : family
        query.subject = subject.isEmpty ? nil : subject
        query.since = Self.midnight(from)
        query.before = Self.midnight(until).map { $0 + .days(1) }
        query.belowSeq = below
        return query
    }

    var isNarrow: Bool { !(actor.isEmpty && family.isEmpty && subject.isEmpty && from.isEmpty && until.isEmpty) }

    func path(_ file: String = "", below: Int? = nil) -> String {
        let parts =
            [("who", actor), ("what", family), ("subject", subject), ("from", from), ("until", until)]
            .filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1.escapedForQuery)" } + (below.map { ["below=\($0)"] } ?? [])
        return "/system/audit\(file)" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    /// The beginning of a day in Moscow, of `2026-11-26` as browsers send it. By Hinnant's days_from_civil (howardhinnant.github.io/date_algorithms.html).
    static func midnight(_ day: String) -> Instant? {
        guard let date = SheetDate(day) else { return nil }
        let year = date.month <= 2 ? date.year - 1 : date.year
        let yearOfEra = year % 400
        let dayOfYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = year / 400 * 146_097 + dayOfEra - 719_468
        return Instant(seconds: Int64(days) * 86_400 - 3 * 3600)
    }

    /// Moscow time, which has no summer time.
    static func cell(_ at: Instant) -> SheetTable.Value {
        let seconds = at.milliseconds / 1000 + 3 * 3600
        let (day, second) = (seconds / 86_400, Int(seconds % 86_400))
        let shifted = day + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civil = (year: Int(yearOfEra + shifted / 146_097 * 400) + (month < 10 ? 0 : 1), month: Int(month < 10 ? month + 3 : month - 9))
        let date = SheetDate(
            year: civil.year, month: civil.month, day: Int(dayOfYear - (153 * month + 2) / 5 + 1), hour: second / 3600,
            minute: second / 60 % 60, second: second % 60)
        return date.map { .date($0) } ?? .empty
    }
}
