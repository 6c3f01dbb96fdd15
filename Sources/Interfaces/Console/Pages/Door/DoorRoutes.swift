import Accounts
import Database
import Foundation
import Hummingbird
import Localization
import Sealing
import Vocabulary

/// Signing in and out, invitations, the language.
struct DoorRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("sign-in") { request, _ in try await show(request) }
        router.post("sign-in") { request, context in try await signIn(request, context) }
        router.post("sign-out") { request, context in try await signOut(request, context, everywhere: false) }
        router.post("sign-out-everywhere") { request, context in try await signOut(request, context, everywhere: true) }
        router.get("invitation/{token}") { request, context in try await showInvitation(request, context) }
        router.post("invitation/{token}") { request, context in try await accept(request, context) }
        router.post("language") { request, context in try await language(request, context) }
    }

    // MARK: Signing in

    private func show(_ request: Request) async throws -> Response {
        let next = localPath(Self.query(request, "next"))
        if try await console.visit(request) != nil { return .redirect(to: next, type: .normal) }
        let secret = browser(request)
        var page = SignInPage(say: console.speaker(request), formToken: console.keyring.formToken(for: secret.bytes), next: next)
        page.isUnsaved = Self.query(request, "unsaved") == "1"
        if Self.query(request, "out") == "1" { page.news = ConsoleMessages.doorSignedOut }
        var response = Response.page(page.html)
        response.setCookie(console.cookies.form(secret))
        return response
    }

    private func signIn(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let fields = try await ownForm(request, context)
        let next = localPath(fields["next"])
        do {
            let session = try await console.door.signIn(
                login: fields["login"], password: fields["password"], from: console.address(of: request, context), at: console.clock.now)
            return enter(session, to: next)
        } catch let error as AccountsError {
            let problem: Message
            var shutUntil: Instant?
            switch error {
            case .wrongLoginOrPassword: problem = ConsoleMessages.doorWrong
            case .tooManyAttempts(let until): (problem, shutUntil) = (ConsoleMessages.doorTooMany(until: until), until)
            default: throw error
            }
            let secret = browser(request)
            let page = SignInPage(
                say: console.speaker(request), formToken: console.keyring.formToken(for: secret.bytes), next: next,
                login: String(fields["login"].prefix(64)), problem: problem)
            guard let shutUntil else { return .page(page.html, status: .unauthorized) }
            return .page(page.html, status: .tooManyRequests).comeAgain(at: shutUntil, now: console.clock.now)
        }
    }

    /// The session's cookie, under a token that is new; the form's cookie has done its duty.
    private func enter(_ session: SecretToken, to path: String) -> Response {
        var response = Response.redirect(to: path, type: .normal)
        response.setCookie(console.cookies.session(session))
        response.setCookie(console.cookies.removed(console.cookies.form))
        return response
    }

    private func signOut(_ request: Request, _ context: ConsoleContext, everywhere: Bool) async throws -> Response {
        // Whose session is over is signed out already, and loses nothing by it.
        if try await console.visit(request, isAlive: false) == nil { return .redirect(to: "/sign-in?out=1", type: .normal) }
        return try await console.act(request, context) { visit, _ in
            let sessions = SessionStore(keyring: console.keyring)
            try await console.database.write { transaction in
                if everywhere {
                    try sessions.endAll(of: visit.account.id, in: transaction)
                } else {
                    try sessions.end(visit.session, in: transaction)
                }
            }
            console.uploads.drop(session: visit.session)
            var response = Response.redirect(to: "/sign-in?out=1", type: .normal)
            response.setCookie(console.cookies.removed(console.cookies.session))
            return response
        }
    }

    // MARK: Invitations

    private func showInvitation(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let secret = browser(request)
        let (token, account) = try await invited(request, context)
        var response = Response.page(invitationPage(request, secret, token, account, problem: nil))
        response.setCookie(console.cookies.form(secret))
        return response
    }

    private func accept(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let fields = try await ownForm(request, context)
        let (token, account) = try await invited(request, context)
        let password = fields["password"]
        var problem: Message?
        if password != fields["again"] { problem = ConsoleMessages.inviteDifferent }
        if problem == nil {
            do {
                return enter(try await console.door.accept(token, password: password, at: console.clock.now), to: "/")
            } catch AccountsError.weakPassword(let weakness) { problem = weakness.words }
        }
        return .page(invitationPage(request, browser(request), token, account, problem: problem), status: .unprocessableContent)
    }

    private func invited(_ request: Request, _ context: ConsoleContext) async throws -> (SecretToken, Account) {
        let (now, invitations) = (console.clock.now, InvitationStore(keyring: console.keyring))
        guard let token = SecretToken(try context.parameters.require("token")),
            let account = try await console.database.read({ try invitations.account(token, at: now, in: $0) })
        else { throw ConsoleProblem.deadInvitation }
        return (token, account)
    }

    private func invitationPage(
        _ request: Request, _ secret: SecretToken, _ token: SecretToken, _ account: Account, problem: Message?
    ) -> HTML {
        InvitationPage(
            say: console.speaker(request), formToken: console.keyring.formToken(for: secret.bytes), invitation: token, account: account,
            problem: problem
        ).html
    }

    // MARK: Language

    private func language(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        guard try await console.visit(request) != nil else { return speak(try await ownForm(request, context)) }
        return try await console.act(request, context) { _, fields in speak(fields) }
    }

    private func speak(_ fields: FormFields) -> Response {
        var response = Response.redirect(to: localPath(fields["back"]), type: .normal)
        if let language = Language(rawValue: fields["to"]) { response.setCookie(console.cookies.language(language.rawValue)) }
        return response
    }

    // MARK: Before anybody is signed in

    /// The secret to which this browser's forms are tied: the one that it brought, or a new one.
    private func browser(_ request: Request) -> SecretToken {
        request.cookies[console.cookies.form].flatMap { SecretToken($0.value) } ?? SecretToken(ids: console.ids)
    }

    private func ownForm(_ request: Request, _ context: ConsoleContext) async throws -> FormFields {
        let fields = try await FormFields(request, context)
        guard console.isFromHere(request), let secret = request.cookies[console.cookies.form].flatMap({ SecretToken($0.value) }),
            console.keyring.isFormToken(fields["form_token"], for: secret.bytes)
        else { throw ConsoleProblem.strangeForm }
        return fields
    }

    static func query(_ request: Request, _ name: String) -> String {
        request.uri.queryParameters[Substring(name)].map { $0.removingPercentEncoding ?? String($0) } ?? ""
    }
}
