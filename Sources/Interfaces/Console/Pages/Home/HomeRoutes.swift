import Accounts
import Database
import Group
import Hummingbird
import Leads
import Vocabulary

/// `/`: the day at a glance.
struct HomeRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("/") { request, _ in
            try await console.page(request) { visit in
                var page = try await console.database.read { try HomePage(visit, in: $0) }
                page.news = LeadRoutes.Act(rawValue: DoorRoutes.query(request, "done"))?.done
                return .page(page.html)
            }
        }
    }
}
