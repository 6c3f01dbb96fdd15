import Accounts
import Database
import Group
import Hummingbird
import Jobs
import Localization
import Recommendations
import Vocabulary

/// `/system`: how the program is doing, and what can be started by hand.
struct SystemRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("system") { request, _ in
            try await console.page(request) { visit in
                try SystemSection.requireWatch(visit)
                let configuration = console.configuration
                let size = try await console.database.size()
                var page = try await console.database.read { try SystemPage(visit, configuration, size: size, in: $0) }
                page.news = DoorRoutes.query(request, "done") == "run" ? ConsoleMessages.systemAsked : nil
                return .page(page.html)
            }
        }
        router.post("system/run") { request, context in
            try await console.act(request, context) { visit, _ in
                // Founders look on; who steers or administers starts things.
                guard ModelSection.maySteer(visit.account) || SystemSection.mayAdminister(visit.account) else {
                    throw HTTPError(.notFound)
                }
                let (actor, now) = (visit.account.login, visit.now)
                try await console.database.write { transaction in
                    try TimerStore().ask("pipeline", at: now, in: transaction)
                    try AuditStore().append(
                        actor: actor, action: "pipeline.requested", subject: "pipeline", detail: "", at: now, in: transaction)
                }
                return .redirect(to: "/system?done=run", type: .normal)
            }
        }
    }
}
