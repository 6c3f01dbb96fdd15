import HTTPTypes
import Hummingbird
import NIOCore
import Spreadsheets
import Vocabulary

extension ConsoleSite {
    /// Leads to the page of a long file.
    /// - Throws: "try again later" when no more may be prepared at once.
    func begin(_ order: ExportOrder, from source: any ExportSource) throws -> Response {
        guard exports.add(order, from: source) else { throw HTTPError(.serviceUnavailable) }
        return .redirect(to: "/exports/\(order.id.hex)", type: .normal)
    }
}

/// `/exports/ID`: a long file on its way, its download, and giving it up. Each is its owner's alone.
struct ExportRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("exports/{export}") { request, context in
            try await console.page(request) { visit in
                let (order, state) = try look(context, visit)
                var response = Response.page(ExportPage(visit: visit, order: order, state: state).html)
                // The browser comes again by itself, without a script.
                if !state.isOver { response.headers[.refresh] = "1" }
                return response
            }
        }
        router.get("exports/{export}/file") { request, context in
            try await console.page(request) { visit in
                let (order, state) = try look(context, visit)
                guard case .ready(let file, _, _) = state else { throw HTTPError(.notFound) }
                return Self.download(file, named: order.name)
            }
        }
        router.post("exports/{export}/drop") { request, context in
            try await console.act(request, context) { visit, _ in
                let (order, _) = try look(context, visit)
                console.exports.drop(order.id)
                return .redirect(to: order.back, type: .normal)
            }
        }
    }

    private func look(_ context: ConsoleContext, _ visit: Visit) throws -> (order: ExportOrder, state: Exports.State) {
        guard let id = ExportID(hex: try context.parameters.require("export")), let found = console.exports.look(id, for: visit.account)
        else {
            throw HTTPError(.notFound)
        }
        return found
    }

    /// Streamed from the file: memory holds one piece.
    private static func download(_ file: ScratchFile, named name: String) -> Response {
        let size = file.size
        let headers: HTTPFields = [
            .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            .contentDisposition: "attachment; filename=\"\(name)\"",
        ]
        return Response(
            status: .ok, headers: headers,
            body: .init(contentLength: size) { writer in
                var place = 0
                while place < size {
                    let piece = try file.read(at: place, most: 64 << 10)
                    guard !piece.isEmpty else { break }
                    place += piece.count
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }
}
