import Foundation
import Hummingbird
import NIOCore
import Resources

/// The pages for people: all customers, one phone, and the link of a QR code.
struct PageRoutes: Sendable {
    let telegram: Telegram
    let botUsername: String

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    ]

    func add(to group: RouterGroup<EmulatorContext>) {
        group.get("/") { _, _ in try Self.file("index.html") }
        group.get("chat/{id}") { _, _ in try Self.file("chat.html") }
        group.get("simulate") { _, _ in try Self.file("simulate.html") }
        group.get("assets/{name}") { _, context in try Self.file(try context.parameters.require("name")) }
        group.get("start") { request, _ in try await arrive(request) }
        group.get("{bot}") { request, context in
            guard try context.parameters.require("bot").lowercased() == botUsername.lowercased() else { throw HTTPError(.notFound) }
            return try await arrive(request)
        }
    }

    private static func file(_ name: String) throws -> Response {
        guard let type = name.split(separator: ".").last.flatMap({ types[String($0)] }), let file = Resource.named("emulator/\(name)")
        else {
            throw HTTPError(.notFound)
        }
        return Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"], body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    /// Somebody new scanned the code: a customer of their own, in the language of the browser, before Start.
    private func arrive(_ request: Request) async throws -> Response {
        let isEnglish = request.headers[.acceptLanguage]?.lowercased().hasPrefix("en") == true
        let payload = request.uri.queryParameters["start"].map(String.init) ?? ""
        do {
            let customer = try await telegram.act { (world, now) throws(Impossible) in
                let names = isEnglish ? Self.english : Self.russian
                return try world.createCustomer(
                    [
                        "first_name": .string(names[world.customers.count % names.count]), "language_code": isEnglish ? "en" : "ru",
                        "payload": .string(payload),
                    ], at: now)
            }
            return .redirect(to: "/chat/\(customer.id)", type: .normal)
        } catch let problem {
            throw HTTPError(.badRequest, message: problem.reason)
        }
    }

    private static let russian = ["Анна", "Михаил", "Ольга", "Тимур", "Елена", "Руслан", "Вера", "Денис"]
    private static let english = ["Anna", "Michael", "Olga", "Timur", "Helen", "Ruslan", "Vera", "Denis"]
}
