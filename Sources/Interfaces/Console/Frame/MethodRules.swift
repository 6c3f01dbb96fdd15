import HTTPTypes
import Hummingbird
import Vocabulary

/// HEAD answers as GET does, without the body, also where the answer is an error page.
struct HeadWithoutBody: RouterMiddleware {
    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}

extension Router<ConsoleContext> {
    /// Refuses what the paths added so far do not take, and says what they do. It is told by the path's shape, before anything is looked up: so the
    /// answer is the same for every number and id, whoever asks.
    func refuseOtherMethods() {
        for (path, takes) in Dictionary(grouping: routes, by: \.path.description) {
            var taken = Set(takes.map(\.method))
            // The router makes it by itself.
            if taken.contains(.get) { taken.insert(.head) }
            let allow = taken.map(\.rawValue).sorted().joined(separator: ", ")
            for method in HTTPRequest.Method.known where !taken.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in throw HTTPError(.methodNotAllowed, headers: [.allow: allow]) }
            }
        }
    }
}

extension HTTPRequest.Method {
    /// Those that a path may be asked by; others are no method of this server.
    static let known: [Self] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
}

extension Response {
    /// Tells for how many whole seconds it is of no use to come again.
    func comeAgain(at until: Instant, now: Instant) -> Response {
        var response = self
        response.headers[.retryAfter] = String(max(1, ((until - now).milliseconds + 999) / 1000))
        return response
    }
}
