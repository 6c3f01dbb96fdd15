import Accounts
import Database
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `/live`: server-sent events for a signed-in page. Says only that something changed; the page asks for itself again.
struct LiveRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("live") { request, _ in
            // An open page alone does not keep anybody signed in.
            guard let visit = try await console.visit(request, isAlive: false) else { return Response(status: .unauthorized) }
            let headers: HTTPFields = [.contentType: "text/event-stream", .xAccelBuffering: "no"]
            // Nobody would read the events, so no page is opened.
            if request.method == .head { return Response(status: .ok, headers: headers) }
            let account = visit.account
            let sight = try await console.database.read { try account.sightOfLeads(in: $0) }
            let feed = console.live
            let page = feed.open(
                .init(account: account.id, session: visit.session, sight: sight, company: account.place.company),
                seen: Int(DoorRoutes.query(request, "seen")))
            return Response(
                status: .ok, headers: headers,
                body: .init { writer in
                    defer { feed.close(page) }
                    try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                    for await _ in page.signals.cancelOnGracefulShutdown() {
                        if let text = page.take() { try await writer.write(ByteBuffer(string: text)) }
                    }
                    try await writer.finish(nil)
                })
        }
    }
}

extension HTTPField.Name {
    /// For proxies that would hold events back.
    fileprivate static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
