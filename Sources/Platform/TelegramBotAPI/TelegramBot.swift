import Foundation
import HTTPTransport

/// The part of an HTTP client that the bot needs: ``HTTPClient`` in a live process, a script in tests.
public struct BotTransport: Sendable {
    public typealias Send = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse
    public typealias Download = @Sendable (HTTPRequest, _ path: String, _ limit: Int) async throws(HTTPError) -> HTTPResponse

    let send: Send
    let download: Download

    public init(send: @escaping Send, download: @escaping Download) {
        self.send = send
        self.download = download
    }

    public init(_ client: HTTPClient) {
        self.init { request async throws(HTTPError) in
            try await client.send(request)
        } download: { request, path, limit async throws(HTTPError) in
            try await client.download(request, to: path, limit: limit)
        }
    }
}

/// Calls the Bot API. Holds no state: each call stands alone, and nothing is repeated behind the caller's back.
public struct TelegramBot: Sendable, Redacted {
    /// For Telegram's own work; a long poll's time comes on top.
    private static let answerTime = Duration.seconds(30)

    private let token: BotToken
    private let base: String
    private let transport: BotTransport

    /// `base` is the address of a Bot API server, with or without a slash at the end.
    public init(token: BotToken, base: String = "https://api.telegram.org", transport: BotTransport) {
        self.token = token
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.transport = transport
    }

    public init(token: BotToken, base: String = "https://api.telegram.org", http: HTTPClient) {
        self.init(token: token, base: base, transport: BotTransport(http))
    }

    /// Calls `method` once. Cancelling the task ends a long poll at once, with ``HTTPError/cancelled``.
    public func call<Method: BotMethod>(_ method: Method) async throws(TelegramError) -> Method.Answer {
        var request = HTTPRequest(.post, "\(base)/bot\(token.secret)/\(Method.name)", totalTimeout: Self.answerTime + method.patience)
        guard let fields = try? JSONEncoder().encode(method) else { throw .unanswered(.malformed(.body)) }
        if method.uploads.isEmpty {
            request.headers = [HTTPRequest.Header("Content-Type", "application/json")]
            request.body = .bytes([UInt8](fields))
        } else {
            guard let form = try? form(fields, method.uploads) else { throw .unanswered(.malformed(.body)) }
            request.body = .multipart(form)
        }
        let response: HTTPResponse
        do throws(HTTPError) { response = try await transport.send(request) } catch { throw .unanswered(error) }
        return try read(response, of: Method.self)
    }

    /// Saves a file that ``GetFile`` has found, of at most `limit` bytes (Telegram gives bots files up to 20 MB).
    /// Nothing is left behind on failure.
    public func download(_ file: Telegram.File, to path: String, limit: Int = 20 << 20) async throws(TelegramError) {
        guard let source = file.path, isPlainPath(source) else { throw .unreadable(method: GetFile.name, status: 200, field: "file_path") }
        let request = HTTPRequest(.get, "\(base)/file/bot\(token.secret)/\(source)", totalTimeout: .seconds(120))
        let response: HTTPResponse
        do throws(HTTPError) { response = try await transport.download(request, path, limit) } catch { throw .unanswered(error) }
        guard response.isSuccess else { throw refusal(try envelope(of: response, to: "file"), status: response.status) }
    }

    // MARK: Answers

    private func read<Method: BotMethod>(_ response: HTTPResponse, of method: Method.Type) throws(TelegramError) -> Method.Answer {
        let envelope = try envelope(of: response, to: Method.name)
        guard envelope.ok else { throw refusal(envelope, status: response.status) }
        do {
            return try JSONDecoder().decode(Success<Method.Answer>.self, from: Data(response.body)).result
        } catch {
            throw .unreadable(method: Method.name, status: response.status, field: fieldPath(of: error))
        }
    }

    private func envelope(of response: HTTPResponse, to method: String) throws(TelegramError) -> Envelope {
        do {
            return try JSONDecoder().decode(Envelope.self, from: Data(response.body))
        } catch {
            throw .unreadable(method: method, status: response.status, field: nil)
        }
    }

    private func refusal(_ envelope: Envelope, status: Int) -> TelegramError {
        // A server between us might quote our url.
        let words = (envelope.description ?? "").replacing(token.secret, with: "[token]").prefix(300)
        return .refused(code: envelope.code ?? status, description: String(words), retryAfter: envelope.parameters?.retryAfter)
    }

    // MARK: Forms

    /// Fields of a form are texts: strings as they are, everything else as JSON.
    private func form(_ fields: Data, _ uploads: [String: InputFile]) throws -> [HTTPRequest.Part] {
        let parts = try JSONDecoder().decode([String: FormField].self, from: fields).map { name, field in
            HTTPRequest.Part(name: name, content: Array(try field.text.utf8))
        }
        let files = uploads.map { HTTPRequest.Part(name: $0, content: $1.content, filename: $1.name, contentType: $1.contentType) }
        return parts.sorted { $0.name < $1.name } + files.sorted { $0.name < $1.name }
    }

    /// Nothing that could climb out of the folder or begin a query.
    private func isPlainPath(_ path: String) -> Bool {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
            name.allSatisfy { isUnreserved($0) || $0 == UInt8(ascii: ".") } && name.contains { $0 != UInt8(ascii: ".") }
        }
    }
}
