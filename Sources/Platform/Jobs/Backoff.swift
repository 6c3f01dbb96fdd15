import Vocabulary

/// How long to wait before another try: attempt⁴ seconds with a tenth of jitter, as River and Oban do.
public struct Backoff: Sendable {
    public let attempts: Int
    public let longest: Span

    public init(attempts: Int, longest: Span) {
        self.attempts = attempts
        self.longest = longest
    }

    /// The wait after the given attempt (0: the first try), or nil when it was the last.
    /// - Parameter jitter: a number in 0..<1.
    public func delay(after attempt: Int, jitter: Double) -> Span? {
        guard attempt + 1 < attempts else { return nil }
        let step = Int64(min(attempt + 1, 30))
        let wait = min(step * step * step * step * 1000, longest.milliseconds)
        return Span(milliseconds: wait + Int64(Double(wait) * 0.1 * jitter))
    }
}
