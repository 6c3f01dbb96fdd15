import Clients
import Database
import HTTPTypes
import Hummingbird
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
                if page.send.state(at: visit.now) == .running { response.headers[.refresh] = "1" }
                return response
            }
        }
        router.get("clients/sends/{send}/report.xlsx") { request, context in
            try await console.page(request) { visit in
                let id = try Self.id(context)
                let rows = try await console.database.read { transaction in
                    let send = try Self.send(id, visit, in: transaction)
                    return try ClientSendStore().rows(of: send.id, nil, limit: 1_000_000, in: transaction)
                }
                return .download(try SheetTable.xlsx([ReportWords.table(rows, visit.say)], created: visit.now), named: "report.xlsx")
            }
        }
    }

    private static func id(_ context: ConsoleContext) throws -> SendID {
        guard let id = SendID(hex: try context.parameters.require("send")) else { throw HTTPError(.notFound) }
        return id
    }

    private static func send(_ id: SendID, _ visit: Visit, in transaction: Transaction) throws -> ClientSend {
        guard let send = try ClientDesk().send(id, for: visit.account, in: transaction) else { throw HTTPError(.notFound) }
        return send
    }
}
