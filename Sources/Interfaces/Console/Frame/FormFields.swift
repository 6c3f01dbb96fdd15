import Foundation
import Hummingbird
import NIOCore

/// The fields of a form that was sent as `application/x-www-form-urlencoded`.
struct FormFields: Sendable {
    private var values: [String: [String]] = [:]

    init(_ body: String) {
        for pair in body.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]), let value = halves.count > 1 ? Self.decoded(halves[1]) : "" else { continue }
            values[name, default: []].append(value)
        }
    }

    /// - Throws: 415 for another kind of body, 413 for one that no form of ours has, 408 for one that does not arrive.
    init(_ request: Request, _ context: ConsoleContext) async throws {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            throw HTTPError(.unsupportedMediaType)
        }
        do {
            let (body, most) = (request.body, context.maxUploadSize)
            self.init(String(buffer: try await Patience.within(Patience.form) { try await body.collect(upTo: most) }))
        } catch is NIOTooManyBytesError { throw HTTPError(.contentTooLarge) }
    }

    subscript(_ name: String) -> String { values[name]?.first ?? "" }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// What cannot be UTF-8, and U+0000, which no database takes, count as not sent.
    private static func decoded(_ text: Substring) -> String? {
        guard let decoded = text.replacing("+", with: " ").removingPercentEncoding, !decoded.utf8.contains(0) else { return nil }
        return decoded
    }
}
