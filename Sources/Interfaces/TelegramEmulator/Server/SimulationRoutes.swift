import Foundation
import Hummingbird
import NIOCore
import Vocabulary

/// `/simulate/…`: what people do with their phones, as JSON over HTTP. Its page at `/simulate` describes each route.
struct SimulationRoutes: Sendable {
    typealias Act = @Sendable (inout World, Int64, JSON, Instant) throws(Impossible) -> JSON

    let telegram: Telegram

    private static let acts: [String: Act] = [
        "start": { (world, id, fields, now) throws(Impossible) in try world.start(id, fields, at: now) },
        "text": { (world, id, fields, now) throws(Impossible) in try world.sendText(id, fields, at: now) },
        "press": { (world, id, fields, now) throws(Impossible) in try world.press(id, fields, at: now) },
        "contact": { (world, id, fields, now) throws(Impossible) in try world.shareContact(id, fields, at: now) },
        "language": { (world, id, fields, now) throws(Impossible) in try world.setLanguage(id, fields, at: now) },
        "block": { (world, id, _, now) throws(Impossible) in try world.block(id, true, at: now) },
        "unblock": { (world, id, _, now) throws(Impossible) in try world.block(id, false, at: now) },
        "media": { (world, id, fields, now) throws(Impossible) in
            try world.sendMedia(id, fields, bytes: fields["bytes"]?.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }, at: now)
        },
    ]

    func add(to group: RouterGroup<EmulatorContext>) {
        group.post("customers") { request, context in
            try await answer {
                let fields = try await self.fields(request, context)
                return try await telegram.act { (world, now) throws(Impossible) in
                    world.customerView(try world.createCustomer(fields, at: now))
                }
            }
        }
        group.get("customers") { _, _ in
            try await answer {
                await telegram.look { world, _ in
                    .array(world.customers.values.sorted { $0.id < $1.id }.map(world.customerView))
                }
            }
        }
        group.post("customers/{id}/{act}") { request, context in
            try await answer {
                guard let act = Self.acts[try context.parameters.require("act")] else { throw Impossible(code: 404, reason: "no such act") }
                let id = try id(context)
                let fields = try await self.fields(request, context)
                return try await telegram.act { (world, now) throws(Impossible) in try act(&world, id, fields, now) }
            }
        }
        group.post("inject") { request, context in
            try await answer {
                let fields = try await self.fields(request, context)
                return try await telegram.act { (world, now) throws(Impossible) in try world.inject(fields, at: now) }
            }
        }
        group.get("chats/{id}") { request, context in
            try await answer {
                let (after, wait) = try waiting(request)
                return try await telegram.chat(try id(context), after: after, wait: wait)
            }
        }
        group.get("chats/{id}/transcript") { _, context in
            try await text {
                let id = try id(context)
                return try await telegram.look { (world, _) throws(Impossible) in try world.transcript(of: id) }
            }
        }
        group.get("log") { request, _ in
            try await answer {
                let (after, wait) = try waiting(request)
                let limit = min(max(Int(request.uri.queryParameters["limit"].map(String.init) ?? "") ?? 1000, 1), 10_000)
                return .array(await telegram.log(after: after, limit: limit, wait: wait).map(\.json))
            }
        }
        group.get("bot") { _, _ in
            try await answer { await telegram.look { world, _ in world.botState } }
        }
        group.get("files/{id}") { _, context in
            guard let file = await telegram.file(try context.parameters.require("id")) else { throw HTTPError(.notFound) }
            let type = ImageSize.read(file.bytes).map { $0.suffix == "png" ? "image/png" : "image/jpeg" } ?? "application/octet-stream"
            return Response(
                status: .ok, headers: [.contentType: type, .cacheControl: "private, max-age=86400"],
                body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
    }

    private func answer(_ body: () async throws -> JSON) async throws -> Response {
        do {
            return Response(200, json: ["ok": true, "result": try await body()])
        } catch let problem as Impossible {
            return Response(problem.code, json: ["ok": false, "error": .string(problem.reason)])
        }
    }

    private func text(_ body: () async throws -> String) async throws -> Response {
        do {
            let text = try await body()
            return Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
        } catch let problem as Impossible {
            return Response(problem.code, json: ["ok": false, "error": .string(problem.reason)])
        }
    }

    private func id(_ context: EmulatorContext) throws -> Int64 {
        guard let id = Int64(try context.parameters.require("id")) else { throw Impossible.noSuchCustomer }
        return id
    }

    /// `after` and `wait` (seconds, at most 50) of a long poll.
    private func waiting(_ request: Request) throws -> (after: Int64, wait: Duration) {
        let query = request.uri.queryParameters
        let after = query["after"].map(String.init).flatMap(Int64.init) ?? -1
        let wait = query["wait"].map(String.init).flatMap(Double.init) ?? 0
        return (after, .seconds(min(max(wait, 0), 50)))
    }

    /// The body must be JSON by its content type too: a page of another site cannot send that without asking.
    private func fields(_ request: Request, _ context: EmulatorContext) async throws -> JSON {
        guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
            throw Impossible.wrong("Content-Type must be application/json")
        }
        let body = try await request.collect(context)
        guard let fields = body.isEmpty ? [:] : JSON(parsing: body), fields.object != nil else {
            throw Impossible.wrong("the body must be a JSON object")
        }
        return fields
    }
}
