/// Telegram's "no": what stands in an answer with `"ok":false`.
struct Refusal: Error, Sendable, Equatable {
    let code: Int
    let description: String
    var retryAfter: Int?

    static func badRequest(_ reason: String) -> Refusal { Refusal(code: 400, description: "Bad Request: " + reason) }
    static func forbidden(_ reason: String) -> Refusal { Refusal(code: 403, description: "Forbidden: " + reason) }
    static func tooMany(_ seconds: Int) -> Refusal {
        Refusal(code: 429, description: "Too Many Requests: retry after \(seconds)", retryAfter: seconds)
    }

    static let unauthorized = Refusal(code: 401, description: "Unauthorized")
    static let notFound = Refusal(code: 404, description: "Not Found")
    static let methodNotFound = Refusal(code: 404, description: "Not Found: method not found")
    static let otherPoller = Refusal(
        code: 409, description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")

    static let chatNotFound = badRequest("chat not found")
    static let oldQuery = badRequest("query is too old and response timeout expired or query ID is invalid")
    static let notModified = badRequest(
        "message is not modified: specified new message content and reply markup are exactly the same "
            + "as a current content and reply markup of the message")

    var answer: JSON {
        var answer: [String: JSON] = ["ok": false, "error_code": .int(Int64(code)), "description": .string(description)]
        if let retryAfter { answer["parameters"] = ["retry_after": .int(Int64(retryAfter))] }
        return .object(answer)
    }
}
