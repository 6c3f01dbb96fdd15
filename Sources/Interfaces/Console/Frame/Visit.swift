import Accounts
import Database
import Foundation
import Hummingbird
import Sealing
import Vocabulary

/// A signed-in person's request.
struct Visit: Sendable {
    let account: Account
    let session: SecretToken
    let say: Speaker
    let now: Instant
    /// Path and query.
    let path: String
    /// A page to come back to: this one, or for what a form was sent to, the page with the form.
    let back: String
    /// Of the answer to a form: the address of the page that it is shown as. Nil: the request's own.
    let page: String?
    /// What forms of this session carry.
    let formToken: String
    /// What had been told to open pages when the request came: whatever comes after it, this page has yet to hear.
    let newsSeen: Int
}

extension ConsoleSite {
    var cookies: Cookies { Cookies(isSecure: configuration.isSecure) }

    /// Answers a signed-in person; anybody else is led to the door and back.
    func page(_ request: Request, _ answer: (Visit) async throws -> Response) async throws -> Response {
        guard let visit = try await visit(request) else { return toDoor(request) }
        return try await answer(visit)
    }

    /// Does what a signed-in person's form asks, if it is this session's own form.
    func act(
        _ request: Request, _ context: ConsoleContext, _ answer: (Visit, FormFields) async throws -> Response
    ) async throws -> Response {
        guard let visit = try await visit(request) else { return toDoor(request, unsaved: true) }
        let fields = try await FormFields(request, context)
        guard isFromHere(request), keyring.isFormToken(fields["form_token"], for: visit.session.bytes) else {
            throw ConsoleProblem.strangeForm
        }
        return try await answer(visit, fields)
    }

    /// Whoever's session the cookie names.
    /// - Parameter isAlive: whether a person did something. What an open page asks for by itself keeps nobody signed in.
    func visit(_ request: Request, isAlive: Bool = true) async throws -> Visit? {
        guard let token = request.cookies[cookies.session].flatMap({ SecretToken($0.value) }) else { return nil }
        let newsSeen = live.told
        let (now, sessions) = (clock.now, SessionStore(keyring: keyring))
        guard
            let found = try await database.read({
                try sessions.account(token, at: now, in: $0).map { (account: $0.account, isStale: $0.isStale) }
            })
        else { return nil }
        if found.isStale, isAlive, request.headers[.xLive] == nil {
            try await database.write { try sessions.touch(token, at: now, in: $0) }
        }
        return Visit(
            account: found.account, session: token, say: speaker(request), now: now, path: request.uri.description, back: back(request),
            page: [.get, .head].contains(request.method) ? nil : places.page(at: request.uri.path),
            formToken: keyring.formToken(for: token.bytes), newsSeen: newsSeen)
    }

    private func back(_ request: Request) -> String {
        if [.get, .head].contains(request.method) { return request.uri.description }
        guard let page = request.headers[.referer].flatMap({ URL(string: $0) }), isFromHere(request) else {
            return places.page(at: request.uri.path)
        }
        // Without what was done before: that is no news any more.
        let query = (page.query(percentEncoded: true) ?? "").split(separator: "&").filter { !$0.hasPrefix("done=") }
        return places.page(at: localPath(page.path(percentEncoded: true) + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))))
    }

    /// Browsers say from where a form was sent; one of another site is refused whatever it carries.
    func isFromHere(_ request: Request) -> Bool {
        guard let site = request.headers[.secFetchSite] else { return true }
        return ["same-origin", "none"].contains(site)
    }

    /// - Parameter unsaved: whether a form was sent, which is not kept; whoever has signed in comes back to the page with it.
    func toDoor(_ request: Request, unsaved: Bool = false) -> Response {
        let next = back(request)
        let query = [next == "/" ? nil : "next=\(next.escapedForQuery)", unsaved ? "unsaved=1" : nil].compactMap(\.self)
        return .redirect(to: "/sign-in" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")), type: .normal)
    }
}

/// Why a request was not answered as it wished.
enum ConsoleProblem: Error, Hashable {
    /// The form is not this browser's own, or older than its session.
    case strangeForm
    /// A choice of a list is none of it.
    case missingChoice
    /// Somebody else changed the same since the form was made; see ``FormBasis``.
    case changedMeanwhile
    /// No invitation, one that was used, or one that is over: whoever guesses learns nothing.
    case deadInvitation
}

/// A place in the console to go on to: never another site.
func localPath(_ text: String) -> String {
    let isLocal =
        text.hasPrefix("/") && !text.hasPrefix("//") && !text.contains("\\") && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    return isLocal && text.utf8.count <= 2000 ? text : "/"
}
