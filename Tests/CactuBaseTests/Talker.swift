import Foundation
import HTTPTransport
import Testing

/// A customer of the emulator, driven through its HTTP simulation API as a person drives a phone.
struct Talker: Sendable {
    let http: HTTPClient
    let address: String
    let id: Int64

    struct Failure: Error, CustomStringConvertible { let description: String }

    static func arrive(_ http: HTTPClient, _ address: String, name: String, language: String, phone: String? = nil) async throws -> Talker {
        var body: [String: Any] = ["first_name": name, "language_code": language, "username": "canary_\(language)"]
        if let phone { body["phone_number"] = phone }
        let made = try await call(http, address + "/simulate/customers", body)
        guard let id = (made as? [String: Any])?["id"] as? Int64 ?? ((made as? [String: Any])?["id"] as? Int).map(Int64.init) else {
            throw Failure(description: "no customer was made")
        }
        return Talker(http: http, address: address, id: id)
    }

    func start(_ payload: String? = nil) async throws { try await act("start", payload.map { ["payload": $0] } ?? [:]) }
    func say(_ text: String) async throws { try await act("text", ["text": text]) }
    func shareContact(_ body: [String: Any] = [:]) async throws { try await act("contact", body) }

    /// Presses the button with this word on the latest message that has one.
    func press(_ word: String) async throws {
        let chat = try await chat()
        for message in chat.messages.reversed() {
            for row in message.buttons {
                for button in row where button.word.contains(word) {
                    try await act("press", ["message_id": message.id, "data": button.data])
                    return
                }
            }
        }
        throw Failure(description: "no button «\(word)»; the chat ends with: \(chat.messages.last?.text ?? "nothing")")
    }

    func forge(_ data: String, on message: Int) async throws {
        try await act("press", ["message_id": message, "data": data, "forged": true])
    }

    func act(_ what: String, _ body: [String: Any]) async throws {
        _ = try await Self.call(http, "\(address)/simulate/customers/\(id)/\(what)", body)
    }

    /// Puts an update of any kind and shape into the bot's queue.
    func inject(_ kind: String, _ body: [String: Any]) async throws {
        _ = try await Self.call(http, address + "/simulate/inject", ["kind": kind, "body": body, "always": true])
    }

    struct Button { let word: String, data: String }
    struct Said { let id: Int, isBot: Bool, text: String, buttons: [[Button]] }
    struct Chat { let revision: Int, messages: [Said] }

    func chat(after: Int = 0, wait: Int = 0) async throws -> Chat {
        let result = try await Self.call(http, "\(address)/simulate/chats/\(id)?after=\(after)&wait=\(wait)", nil)
        guard let chat = result as? [String: Any], let messages = chat["messages"] as? [[String: Any]],
            let revision = chat["revision"] as? Int
        else {
            throw Failure(description: "no chat")
        }
        return Chat(
            revision: revision,
            messages: messages.filter { $0["deleted"] as? Bool != true }.map { message in
                let markup = (message["reply_markup"] as? [String: Any])?["inline_keyboard"] as? [[[String: Any]]] ?? []
                return Said(
                    id: message["message_id"] as? Int ?? 0, isBot: message["from_bot"] as? Bool ?? false,
                    text: message["text"] as? String ?? "",
                    buttons: markup.map { row in
                        row.map { Button(word: $0["text"] as? String ?? "", data: $0["callback_data"] as? String ?? "") }
                    })
            })
    }

    /// Only a bot that never answers is waited for so long: a busy machine must not look like one.
    static let patience = Duration.seconds(120)

    /// Waits until some message of the bot holds the words, and gives that message.
    @discardableResult
    func sees(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Said {
        var seen = try await chat()
        let end = ContinuousClock.now + Self.patience
        while true {
            if let said = seen.messages.last(where: { $0.isBot && $0.text.contains(words) }) { return said }
            guard ContinuousClock.now < end else {
                throw Failure(
                    description: "never saw «\(words)» (\(sourceLocation)); the chat:\n"
                        + seen.messages.map { "\($0.isBot ? "bot" : "me"): \($0.text) \($0.buttons.joined().map(\.word))" }.joined(
                            separator: "\n"))
            }
            seen = try await chat(after: seen.revision, wait: 2)
        }
    }

    /// Waits until only the latest of the bot's messages has buttons.
    func seesOneKeyboard(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var seen = try await chat()
        let end = ContinuousClock.now + .seconds(30)
        while seen.messages.filter({ !$0.buttons.isEmpty }).map(\.id) != seen.messages.last(where: \.isBot).map({ [$0.id] }) {
            guard ContinuousClock.now < end else { throw Failure(description: "old buttons stay (\(sourceLocation))") }
            seen = try await chat(after: seen.revision, wait: 2)
        }
    }

    private static func call(_ http: HTTPClient, _ url: String, _ body: [String: Any]?) async throws -> Any {
        var request = HTTPRequest(body == nil ? .get : .post, url, totalTimeout: .seconds(60))
        if let body {
            request.headers = [HTTPRequest.Header("Content-Type", "application/json")]
            request.body = .bytes([UInt8](try JSONSerialization.data(withJSONObject: body)))
        }
        let response = try await http.send(request)
        guard let answer = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any] else {
            throw Failure(description: "no JSON")
        }
        guard answer["ok"] as? Bool == true, let result = answer["result"] else {
            throw Failure(description: "\(url.split(separator: "/").last ?? ""): \(answer["error"] ?? "?")")
        }
        return result
    }
}
