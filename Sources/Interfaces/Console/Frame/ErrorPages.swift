import Accounts
import HTTPTypes
import Hummingbird
import Localization
import Logging
import NIOCore

/// Turns what went wrong into a page that says what to do. The log gets the kind of error, never what it was about.
struct ErrorPages: RouterMiddleware {
    let console: ConsoleSite

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch {
            let (status, message) = words(of: error, request)
            var page = ErrorPage(status: status, message: message, say: console.speaker(request))
            if (error as? ConsoleProblem) == .deadInvitation { page.title = ConsoleMessages.errorInvitationTitle }
            // Whoever is signed in keeps the way on; the page itself is the same whatever is not there.
            if [.notFound, .forbidden].contains(status) { page.visit = try? await console.visit(request, isAlive: false) }
            if status == .notFound, page.visit != nil, request.uri.path.hasPrefix("/leads/") { page.isOfLead = true }
            var response = Response.page(page.html, status: status)
            response.headers[.allow] = (error as? HTTPError)?.headers[.allow]
            return response
        }
    }

    private func words(of error: any Error, _ request: Request) -> (HTTPResponse.Status, Message) {
        // No path of ours takes such a method (RFC 9110, 15.6.2).
        if !HTTPRequest.Method.known.contains(request.method) { return (.notImplemented, ConsoleMessages.errorOtherMethod) }
        switch error {
        case ConsoleProblem.strangeForm: return (.forbidden, ConsoleMessages.errorForm)
        case ConsoleProblem.changedMeanwhile: return (.conflict, ConsoleMessages.formChangedMeanwhile)
        case ConsoleProblem.deadInvitation: return (.notFound, ConsoleMessages.errorInvitation)
        case AccountsError.notAllowed: return (.forbidden, ConsoleMessages.errorForbidden)
        case let error as HTTPError where error.status == .notFound: return (.notFound, ConsoleMessages.errorNotFound)
        case let error as HTTPError where error.status == .methodNotAllowed:
            // Only a browser's address line asks a button's address for a page.
            let isPage = [.get, .head].contains(request.method)
            return (.methodNotAllowed, isPage ? ConsoleMessages.errorMethod : ConsoleMessages.errorOtherMethod)
        case let error as HTTPError where error.status == .unsupportedMediaType: return (error.status, ConsoleMessages.errorType)
        case let error as HTTPError where error.status.code < 500: return (error.status, ConsoleMessages.errorRequest)
        default:
            console.logger.error("\(request.method) of a page failed: \(type(of: error))", metadata: ["page": "\(Self.kind(request))"])
            return (.internalServerError, ConsoleMessages.errorServer)
        }
    }

    /// The first part of the path: the rest may name a lead.
    private static func kind(_ request: Request) -> String { String(request.uri.path.split(separator: "/").first ?? "home") }
}

extension Response {
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: html.text)))
    }
}
