import Vocabulary

/// How much Telegram lets a bot send: about 30 messages a second in all and one a second to a chat, in short bursts more.
public struct RateLimits: Sendable, Equatable {
    /// Messages a second in all; as many may come at once.
    public var overall: Int
    /// Messages a second to one chat.
    public var perChat: Int
    /// How many messages a rested chat takes at once.
    public var burst: Int

    public init(overall: Int = 30, perChat: Int = 1, burst: Int = 8) {
        self.overall = max(overall, 1)
        self.perChat = max(perChat, 1)
        self.burst = max(burst, 1)
    }
}

/// Leaky buckets, one for the bot and one for each chat.
struct RateLimiter: Sendable {
    /// What is owed, in thousandths of a message, and since when.
    private struct Bucket {
        var level: Int64 = 0
        var at: Instant

        mutating func leak(_ perSecond: Int, until now: Instant) {
            level = max(0, level - (now - at).milliseconds * Int64(perSecond))
            at = now
        }

        /// Seconds until one more message fits; nil when it fits now.
        func wait(_ capacity: Int, _ perSecond: Int) -> Int? {
            let over = level + 1000 - Int64(capacity) * 1000
            return over <= 0 ? nil : Int(max(1, (over + Int64(perSecond) * 1000 - 1) / (Int64(perSecond) * 1000)))
        }
    }

    private let limits: RateLimits
    private var all: Bucket?
    private var chats: [Int64: Bucket] = [:]

    init(_ limits: RateLimits) { self.limits = limits }

    /// Which methods count as messages.
    static func counts(_ method: String) -> Bool {
        method.hasPrefix("send") && method != "sendChatAction" || method.hasPrefix("editMessage")
    }

    /// Takes one message; the seconds to wait when it does not fit. A refused message costs nothing.
    mutating func take(chat: Int64, at now: Instant) -> Int? {
        var all = self.all ?? Bucket(at: now)
        var one = chats[chat] ?? Bucket(at: now)
        all.leak(limits.overall, until: now)
        one.leak(limits.perChat, until: now)
        let wait = [all.wait(limits.overall, limits.overall), one.wait(limits.burst, limits.perChat)].compactMap(\.self).max()
        if wait == nil {
            all.level += 1000
            one.level += 1000
        }
        self.all = all
        chats[chat] = one
        return wait
    }
}
