import HTTPTypes
import Hummingbird
import NIOCore

/// The pages and the simulation are for this machine: strangers get 403, and so does a page of another site that has its name point here.
struct LoopbackOnly: RouterMiddleware {
    func handle(
        _ request: Request, context: EmulatorContext, next: (Request, EmulatorContext) async throws -> Response
    ) async throws -> Response {
        let address = context.remoteAddress?.ipAddress
        let isNear = address.map { $0.hasPrefix("127.") || $0 == "::1" || $0 == "::ffff:127.0.0.1" } ?? true
        guard isNear, Self.names(thisMachine: request.head.authority) else { throw HTTPError(.forbidden, message: "only for this machine") }
        var response = try await next(request, context)
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    /// Whether the name that the browser was led by is this machine's.
    static func names(thisMachine authority: String?) -> Bool {
        guard let authority else { return true }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || isLoopback
    }

    private static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        ),
        (.xContentTypeOptions, "nosniff"),
    ]
}
