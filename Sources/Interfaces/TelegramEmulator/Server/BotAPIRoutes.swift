import Foundation
import Hummingbird
import NIOCore

/// `/bot<token>/<method>` and `/file/bot<token>/<path>`.
struct BotAPIRoutes: Sendable {
    let telegram: Telegram
    let token: String

    func add(to router: Router<EmulatorContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("bot{token}/{method}", method: method) { request, context in try await call(request, context) }
        }
        router.get("file/bot{token}/{folder}/{name}") { _, context in try await download(context) }
    }

    /// Telegram says "Not Found" to what has not the form of a token, "Unauthorized" to a token that it does not know.
    private func judge(_ context: EmulatorContext) throws -> Refusal? {
        let given = try context.parameters.require("token").removingPercentEncoding ?? ""
        guard given != token else { return nil }
        let halves = given.split(separator: ":", maxSplits: 1)
        return halves.count == 2 && Int64(halves[0]) != nil ? .unauthorized : .notFound
    }

    private func call(_ request: Request, _ context: EmulatorContext) async throws -> Response {
        if let refusal = try judge(context) { return Response(refusal.code, json: refusal.answer) }
        let method = try context.parameters.require("method")
        do {
            let body = try await request.collect(context)
            let parameters = try Parameters(query: request.uri.query, contentType: request.headers[.contentType], body: body)
            switch await telegram.answer(method, parameters) {
            case .json(let status, let json): return Response(status, json: json)
            case .broken: return .broken
            }
        } catch let refusal as Refusal {
            return Response(refusal.code, json: refusal.answer)
        } catch is NIOTooManyBytesError {
            return Response(413, json: Refusal(code: 413, description: "Request Entity Too Large").answer)
        }
    }

    private func download(_ context: EmulatorContext) async throws -> Response {
        if let refusal = try judge(context) { return Response(refusal.code, json: refusal.answer) }
        let path = try context.parameters.require("folder") + "/" + context.parameters.require("name")
        guard let file = await telegram.file(at: path) else { return Response(404, json: Refusal.notFound.answer) }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"], body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}

extension Telegram {
    func file(at path: String) -> StoredFile? { look { world, _ in world.files.values.first { $0.path == path } } }
    func file(_ id: String) -> StoredFile? { look { world, _ in world.files[id] } }
}
