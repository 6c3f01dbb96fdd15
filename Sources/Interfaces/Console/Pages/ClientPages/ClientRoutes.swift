import Accounts
import Clients
import Database
import HTTPTypes
import Hummingbird
import Localization
import Vocabulary

/// The list of clients, one client, and what people do about it. Every query asks ``Access`` through ``ClientDesk`` and ``ClientList``.
struct ClientRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("clients") { request, _ in
            try await console.page(request) { visit in
                let filter = ClientFilter(request)
                let page = try await console.database.read { try ClientListPage(visit, filter, in: $0) }
                return .page(page.html)
            }
        }
    }
}
