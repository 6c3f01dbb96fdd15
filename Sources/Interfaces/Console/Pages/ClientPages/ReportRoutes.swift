import Accounts
import Clients
import Database
import HTTPTypes
import Hummingbird
import Leads
import Spreadsheets
import Vocabulary

/// Reports on what was sent, for people of the company and founders.
struct ReportRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("clients/sends/{send}") { request, context in
            try await console.page(request) { visit in
                let id = try Self.id(context)
                let result = SendRow.Result(rawValue: DoorRoutes.query(request, "result"))
                let after = max(0, Int(DoorRoutes.query(request, "after")) ?? 0)
                let page = try await console.database.read { transaction in
                    try ReportPage(visit, try Self.send(id, visit, in: transaction), result, after: after, in: transaction)
                }
                var response = Response.page(page.html)
                // The browser comes again by itself, without a script.
                if page.isMoving { response.headers[.refresh] = "1" }
                return response
            }
        }
        router.get("clients/sends/{send}/take-back") { request, context in
            try await console.page(request) { visit in
                let id = try Self.id(context)
                let database = console.database
                let found = try await database.read { transaction -> TakeBackPage? in
                    let send = try Self.taken(id, visit, in: transaction)
                    guard try SendTakeBackStore().takeBack(of: id, in: transaction) == nil else { return nil }
                    return try TakeBackPage(visit, send, in: transaction)
                }
                guard var page = found else { return Self.report(id) }
                guard case .counting = page.state else { return .page(page.html) }
                let send = page.send
                if let outlook = try await console.outlooks.value(of: id, { try await database.read { try TakeBackOutlook(send, in: $0) } })
                {
                    page.state = .counted(outlook)
                }
                var response = Response.page(page.html)
                // The browser comes again by itself.
                if case .counting = page.state { response.headers[.refresh] = "1" }
                return response
            }
        }
        router.post("clients/sends/{send}/take-back") { request, context in
            try await console.act(request, context) { visit, _ in
                let id = try Self.id(context)
                let answer = try await console.database.write { transaction in
                    try TakeBackDesk().begin(try Self.taken(id, visit, in: transaction), by: visit.account, at: visit.now, in: transaction)
                }
                // An import that runs has its page: it says that it can be taken back afterwards.
                return answer == .running ? .redirect(to: "/clients/sends/\(id.hex)/take-back", type: .normal) : Self.report(id)
            }
        }
        router.get("clients/sends/{send}/report.xlsx") { request, context in
            try await console.page(request) { visit in
                let id = try Self.id(context)
                let (send, isTakenBack) = try await console.database.read { transaction in
                    (
                        try Self.send(id, visit, in: transaction),
                        try SendTakeBackStore().takeBack(of: id, in: transaction) != nil
                    )
                }
                guard send.totals.rows > console.configuration.rowsAtOnce else {
                    let rows = try await console.database.read {
                        try ClientSendStore().rows(of: id, nil, limit: Int(Int32.max), in: $0)
                    }
                    let table = ReportWords.table(rows, isTakenBack: isTakenBack, visit.say)
                    return .download(try SheetTable.xlsx([table], created: visit.now), named: "report.xlsx")
                }
                let order = ExportOrder(
                    id: console.ids.id(), account: visit.account, name: "report.xlsx", back: "/clients/sends/\(id.hex)",
                    title: ConsoleMessages.reportTitle, section: .clients, table: ReportWords.table([], isTakenBack: isTakenBack, visit.say)
                )
                return try console.begin(order, from: ReportSource(send, isTakenBack: isTakenBack, visit.say))
            }
        }
    }

    private static func id(_ context: ConsoleContext) throws -> SendID {
        guard let id = SendID(hex: try context.parameters.require("send")) else { throw HTTPError(.notFound) }
        return id
    }

    private static func report(_ id: SendID) -> Response { .redirect(to: "/clients/sends/\(id.hex)", type: .normal) }

    /// The send, if the person may take it back.
    private static func taken(_ id: SendID, _ visit: Visit, in transaction: Transaction) throws -> ClientSend {
        let send = try send(id, visit, in: transaction)
        guard TakeBackDesk.mayTakeBack(send, visit.account) else { throw HTTPError(.notFound) }
        return send
    }

    private static func send(_ id: SendID, _ visit: Visit, in transaction: Transaction) throws -> ClientSend {
        guard let send = try ClientDesk().send(id, for: visit.account, in: transaction) else { throw HTTPError(.notFound) }
        return send
    }
}

/// The rows of a long report, as they stood when the send was over: only taking it back changes what they mean.
private struct ReportSource: ExportSource {
    private let send: ClientSend
    private let isTakenBack: Bool
    private let say: Speaker
    private var last = 0
    private var read = 0

    init(_ send: ClientSend, isTakenBack: Bool, _ say: Speaker) { (self.send, self.isTakenBack, self.say) = (send, isTakenBack, say) }

    var progress: (read: Int, total: Int) { (read, send.totals.rows) }

    mutating func next(for account: Account, in transaction: Transaction) throws -> [[SheetTable.Value]]? {
        let rows = try ClientSendStore().rows(of: send.id, nil, after: last, limit: 2000, in: transaction)
        guard let end = rows.last else { return nil }
        (last, read) = (end.row, read + rows.count)
        return ReportWords.table(rows, isTakenBack: isTakenBack, say).rows
    }
}
