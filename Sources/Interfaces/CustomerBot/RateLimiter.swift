import Synchronization
import Vocabulary

/// How fast messages may go out: `overall` a second, `perChat` a second, each with a short burst (core.telegram.org/bots/faq: about 30 and 1).
public struct SendingRate: Sendable, Hashable {
    public let overall: Double
    public let perChat: Double

    public init(overall: Double, perChat: Double) {
        self.overall = overall
        self.perChat = perChat
    }

    public static let telegram = SendingRate(overall: 30, perChat: 1)

    /// Reads `30,1` or `off` (a server of one's own).
    /// - Returns: nil when the text is neither; `.some(nil)` for off.
    public static func parse(_ text: String) -> SendingRate?? {
        if text == "off" { return .some(nil) }
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { $0 != " " }) }
        guard numbers.count == 2, let overall = numbers[0], let chat = numbers[1], (0.1...10_000).contains(overall),
            (0.01...1_000).contains(chat)
        else {
            return nil
        }
        return SendingRate(overall: overall, perChat: chat)
    }
}

/// Token buckets (leaky bucket as a meter): a place is taken at once, and the answer is how long to wait for it.
struct TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Instant
    }

    private let rate: SendingRate
    private let burst = (overall: 30.0, chat: 3.0)
    private var overall: Bucket?
    private var chats: [Int64: Bucket] = [:]

    init(_ rate: SendingRate) { self.rate = rate }

    mutating func take(chat: Int64, at now: Instant) -> Span {
        // Full buckets are forgotten, so that memory does not grow with everybody who ever wrote.
        if chats.count > 10_000 { chats = chats.filter { Self.refilled($0.value, rate.perChat, burst.chat, now).tokens < burst.chat } }
        let waits = (
            Self.take(&overall, rate.overall, burst.overall, now),
            Self.take(&chats[chat], rate.perChat, burst.chat, now)
        )
        return max(waits.0, waits.1)
    }

    /// Takes a place only where one is left for an answer after it.
    mutating func takeSpare(chat: Int64, at now: Instant) -> Bool {
        let rested = Self.refilled(chats[chat] ?? Bucket(tokens: burst.chat, at: now), rate.perChat, burst.chat, now)
        let all = Self.refilled(overall ?? Bucket(tokens: burst.overall, at: now), rate.overall, burst.overall, now)
        guard rested.tokens >= 2, all.tokens >= 2 else { return false }
        _ = take(chat: chat, at: now)
        return true
    }

    private static func take(_ bucket: inout Bucket?, _ rate: Double, _ burst: Double, _ now: Instant) -> Span {
        var filled = refilled(bucket ?? Bucket(tokens: burst, at: now), rate, burst, now)
        filled.tokens -= 1
        bucket = filled
        return filled.tokens >= 0 ? .milliseconds(0) : .milliseconds(Int64((-filled.tokens / rate * 1000).rounded(.up)))
    }

    private static func refilled(_ bucket: Bucket, _ rate: Double, _ burst: Double, _ now: Instant) -> Bucket {
        let passed = Double(max(0, (now - bucket.at).milliseconds)) / 1000
        return Bucket(tokens: min(burst, bucket.tokens + passed * rate), at: now)
    }
}

/// The buckets of one process.
final class RateLimiter: Sendable {
    /// Nil: a server of one's own, without limits.
    private let buckets: Mutex<TokenBuckets?>
    private let clock: WallClock

    init(_ rate: SendingRate?, clock: WallClock) {
        buckets = Mutex(rate.map { TokenBuckets($0) })
        self.clock = clock
    }

    func takesSpareTurn(chat: Int64) -> Bool { buckets.withLock { $0?.takeSpare(chat: chat, at: clock.now) } ?? true }

    func waitForTurn(chat: Int64) async {
        let wait = buckets.withLock { $0?.take(chat: chat, at: clock.now) } ?? .milliseconds(0)
        if wait > .milliseconds(0) { try? await Task.sleep(for: wait.duration) }
    }
}
