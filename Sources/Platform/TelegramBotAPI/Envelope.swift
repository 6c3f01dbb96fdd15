/// What every answer begins with. https://core.telegram.org/bots/api#making-requests
struct Envelope: Decodable {
    let ok: Bool
    let code: Int?
    let description: String?
    let parameters: ResponseParameters?

    enum CodingKeys: String, CodingKey {
        case ok, description, parameters
        case code = "error_code"
    }
}

/// https://core.telegram.org/bots/api#responseparameters
struct ResponseParameters: Decodable {
    /// Seconds.
    let retryAfter: Int?

    enum CodingKeys: String, CodingKey, CaseIterable { case retryAfter = "retry_after" }
}

/// The rest of an answer whose envelope says `ok`.
struct Success<Answer: Decodable>: Decodable {
    let result: Answer
}
