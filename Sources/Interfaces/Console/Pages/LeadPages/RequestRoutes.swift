import Accounts
import Database
import Hummingbird
import Leads
import Localization
import Vocabulary

/// Requests of partners for contacts, and the answers. Who sees and answers which is asked of ``Access`` through ``ContactDesk``.
struct RequestRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("requests") { request, _ in
            try await console.page(request) { visit in
                var page = try await console.database.read { try RequestsPage(visit, in: $0) }
                if DoorRoutes.query(request, "done") == "answered" { page.news = ConsoleMessages.doneAnswered }
                return .page(page.html)
            }
        }
        router.post("requests/{id}") { request, context in
            try await console.act(request, context) { visit, fields in
                guard let id = Identifier<ContactRequest>(hex: try context.parameters.require("id")) else { throw HTTPError(.notFound) }
                return try await answer(id, ContactAnswer(rawValue: fields["answer"]), visit)
            }
        }
    }

    private func answer(_ id: Identifier<ContactRequest>, _ answer: ContactAnswer?, _ visit: Visit) async throws -> Response {
        let problem: (words: Message, status: HTTPResponse.Status)
        do {
            guard let answer else { throw ConsoleProblem.missingChoice }
            let happened = try await console.database.write {
                try ContactDesk().answer(id, answer, by: visit.account, at: visit.now, in: $0)
            }
            guard happened != nil else { throw HTTPError(.notFound) }
            return .redirect(to: "/requests?done=answered", type: .normal)
        } catch ConsoleProblem.missingChoice {
            problem = (ConsoleMessages.slipReason, .unprocessableContent)
        } catch LeadsError.noPermission {
            problem = (ConsoleMessages.requestsMissing, .conflict)
        } catch LeadsError.otherAnswer(let known) {
            problem = (ConsoleMessages.requestsOther(answer: known.ownWords), .conflict)
        } catch LeadsError.notAllowed { problem = (ConsoleMessages.requestsLookOnly, .forbidden) }
        var page = try await console.database.read { try RequestsPage(visit, in: $0) }
        page.problem = problem.words
        return .page(page.html, status: problem.status)
    }
}
