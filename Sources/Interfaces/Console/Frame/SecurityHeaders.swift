import HTTPTypes
import Hummingbird

/// What every answer says to the browser: nothing from elsewhere, no script but our own files, no frame, no guessing of types, no address passed on.
struct SecurityHeaders: RouterMiddleware {
    /// Whether people come over TLS: then the browser is told never to come otherwise.
    let isSecure: Bool

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in Self.headers { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }

    private static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "same-origin"),
        (.frameOptions, "DENY"),
        (.permissionsPolicy, "camera=(), microphone=(), geolocation=(), payment=()"),
        (.openerPolicy, "same-origin"),
        (.resourcePolicy, "same-origin"),
    ]
}
