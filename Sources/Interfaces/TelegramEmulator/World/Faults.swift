import Vocabulary

/// Faults on purpose, each with the share of requests it hits, from text such as `telegram_429:0.1,telegram_reset:0.02`.
public struct TelegramFaults: Sendable, Equatable {
    /// What can go wrong with a request of the bot.
    public enum Kind: String, Sendable, CaseIterable {
        /// Refused with "Too Many Requests" though no limit was broken.
        case tooMany = "telegram_429"
        /// Refused with "Internal Server Error".
        case serverError = "telegram_500"
        /// The connection breaks and nothing was done.
        case reset = "telegram_reset"
        /// Done, but the connection breaks before the answer: the bot cannot know.
        case lost = "telegram_lost"
        /// Answered two seconds late.
        case slow = "telegram_slow"
    }

    /// The text names a fault of ours that does not exist, or a share that is no number from 0 to 1.
    public enum Problem: Error, Sendable, Equatable {
        case unknownFault(String)
        case wrongShare(String)
    }

    public let shares: [Kind: Double]
    public static let none = TelegramFaults(shares: [:])

    public init(shares: [Kind: Double]) { self.shares = shares }

    /// Reads `name:share,…`. Names of other systems (without `telegram_`) are left to them.
    public init(_ text: String) throws(Problem) {
        var shares: [Kind: Double] = [:]
        for item in text.split(separator: ",") {
            let halves = item.split(separator: ":").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
            guard let name = halves.first, name.hasPrefix("telegram_") else { continue }
            guard let kind = Kind(rawValue: name) else { throw .unknownFault(name) }
            guard halves.count == 2, let share = Double(halves[1]), (0...1).contains(share) else { throw .wrongShare(name) }
            shares[kind] = share
        }
        self.shares = shares
    }

    /// Which fault, if any, hits the next request. Draws once per kind, so the same seed gives the same story.
    func draw(_ generator: inout SeededGenerator) -> Kind? {
        var hit: Kind?
        for kind in Kind.allCases {
            guard let share = shares[kind] else { continue }
            if Double.random(in: 0..<1, using: &generator) < share, hit == nil { hit = kind }
        }
        return hit
    }
}
