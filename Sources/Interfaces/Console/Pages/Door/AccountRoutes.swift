import Accounts
import Database
import Hummingbird
import Localization
import Vocabulary

/// One's own account: the password, and the sessions.
struct AccountRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("account") { request, _ in
            try await console.page(request) { visit in
                var page = try await page(visit)
                if DoorRoutes.query(request, "done") == "password" { page.news = ConsoleMessages.accountSaved }
                if let ended = Int(DoorRoutes.query(request, "ended")), (0...1000).contains(ended) {
                    page.news = ConsoleMessages.accountOthersDone(count: Int64(ended))
                }
                return .page(page.html)
            }
        }
        router.post("account/password") { request, context in
            try await console.act(request, context) { visit, fields in
                try await changePassword(visit, fields, from: console.address(of: request, context))
            }
        }
        router.post("account/sessions/{session}/end") { request, context in
            try await console.act(request, context) { visit, _ in
                try await endSession(named: try context.parameters.require("session"), visit)
            }
        }
        router.post("account/others") { request, context in
            try await console.act(request, context) { visit, _ in
                let sessions = SessionStore(keyring: console.keyring)
                let ended = try await console.database.write {
                    try sessions.endOthers(of: visit.account.id, than: visit.session, in: $0)
                }
                return .redirect(to: "/account?ended=\(ended)", type: .normal)
            }
        }
    }

    private func endSession(named name: String, _ visit: Visit) async throws -> Response {
        let sessions = SessionStore(keyring: console.keyring)
        let isEnded = try await console.database.write {
            try sessions.end(named: name, of: visit.account.id, than: visit.session, in: $0)
        }
        guard isEnded else { throw HTTPError(.notFound) }
        return .redirect(to: "/account?ended=1", type: .normal)
    }

    private func page(_ visit: Visit) async throws -> AccountPage {
        let keyring = console.keyring
        return try await console.database.read { try AccountPage(visit, keyring, in: $0) }
    }

    private func changePassword(_ visit: Visit, _ fields: FormFields, from address: String) async throws -> Response {
        let problem: AccountPage.Problem
        var shutUntil: Instant?
        do {
            guard fields["new"] == fields["again"] else { throw ConsoleProblem.missingChoice }
            let session = try await console.door.changePassword(
                of: visit.account, from: fields["old"], to: fields["new"], address: address, at: console.clock.now)
            var response = Response.redirect(to: "/account?done=password", type: .normal)
            response.setCookie(console.cookies.session(session))
            return response
        } catch ConsoleProblem.missingChoice {
            problem = .init(words: ConsoleMessages.inviteDifferent, field: "again")
        } catch AccountsError.weakPassword(let weakness) {
            problem = .init(words: weakness.words, field: "new")
        } catch AccountsError.samePassword {
            problem = .init(words: ConsoleMessages.accountSame, field: "new")
        } catch AccountsError.wrongLoginOrPassword {
            problem = .init(words: ConsoleMessages.accountWrong, field: "old")
        } catch AccountsError.tooManyAttempts(let until) {
            (problem, shutUntil) = (.init(words: ConsoleMessages.doorTooMany(until: until)), until)
        }
        var page = try await page(visit)
        page.problem = problem
        guard let shutUntil else { return .page(page.html, status: .unprocessableContent) }
        return .page(page.html, status: .tooManyRequests).comeAgain(at: shutUntil, now: visit.now)
    }
}
