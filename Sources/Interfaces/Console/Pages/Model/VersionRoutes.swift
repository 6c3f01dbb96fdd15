import Accounts
import Database
import HTTPTypes
import Hummingbird
import Localization
import Recommendations
import Vocabulary

/// `/model/versions`: what was trained, which version answers, choosing another one, and training now.
struct VersionRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("model/versions") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireView(visit)
                var page = try await console.database.read { try VersionPage(visit, in: $0) }
                page.problem = Outcome(rawValue: DoorRoutes.query(request, "problem"))?.words
                page.news = Outcome(rawValue: DoorRoutes.query(request, "done"))?.words
                var response = Response.page(page.html)
                // While a training goes on the page follows it, with or without a script.
                if page.isTraining { response.headers[.refresh] = "3; url=/model/versions" }
                return response
            }
        }
        router.post("model/versions/train") { request, context in
            try await console.act(request, context) { visit, _ in
                try ModelSection.requireSteering(visit)
                let (actor, now) = (visit.account.login, visit.now)
                let answer = try await console.database.write { try TrainingDesk().request(by: actor, at: now, in: $0) }
                let query =
                    switch answer {
                    case .asked: "done=asked"
                    case .busy: "problem=busy"
                    case .nothingToLearn: "problem=nothing"
                    }
                return .redirect(to: "/model/versions?\(query)", type: .normal)
            }
        }
        router.post("model/versions/{version}/choose") { request, context in
            try await console.act(request, context) { visit, _ in
                try ModelSection.requireSteering(visit)
                guard let version = Int(try context.parameters.require("version")) else { throw HTTPError(.notFound) }
                let (actor, now) = (visit.account.login, visit.now)
                do {
                    try await console.database.write { try ModelStore().makeCurrent(version, by: actor, at: now, in: $0) }
                } catch RecommendationsError.unknownVersion { throw HTTPError(.notFound) } catch RecommendationsError.unusableModel {
                    return .redirect(to: "/model/versions?problem=unusable", type: .normal)
                }
                return .redirect(to: "/model/versions?done=chosen", type: .normal)
            }
        }
    }

    private enum Outcome: String {
        case asked, chosen, busy, nothing, unusable

        var words: Message {
            switch self {
            case .asked: ConsoleMessages.versionsAsked
            case .chosen: ConsoleMessages.versionsChosen
            case .busy: ConsoleMessages.versionsBusy
            case .nothing: ConsoleMessages.versionsNothing
            case .unusable: ConsoleMessages.versionsUnusable
            }
        }
    }
}
