import Conversations
import Vocabulary

/// Where a button, a command or a typed word can take a person at any time.
public enum Destination: Hashable, Sendable, Codable {
    case home, offers, points, settings, language, consents, partners, consentTexts, myData, erase, link, about, person, stopAds, start
    /// An offer's card, or a move in it; the id is the lead's.
    case offer(LeadID, OfferMove)
}

/// What a person can do with an offer.
public enum OfferMove: String, Hashable, Sendable, Codable, CaseIterable {
    case show = "s"
    case interested = "i"
    case later = "l"
    case decline = "d"
    case why = "w"
}

extension Destination: ExitCode {
    private static let plain: [(String, Destination)] = [
        ("home", .home), ("offers", .offers), ("points", .points), ("settings", .settings), ("language", .language),
        ("consents", .consents),
        ("partners", .partners), ("texts", .consentTexts), ("mydata", .myData), ("erase", .erase), ("link", .link), ("about", .about),
        ("person", .person),
        ("stop", .stopAds), ("start", .start),
    ]

    public var code: String {
        switch self {
        case .offer(let lead, let move): "o\(move.rawValue).\(lead.hex)"
        default: Self.plain.first { $0.1 == self }?.0 ?? "home"
        }
    }

    public init?(code: String) {
        if let known = Self.plain.first(where: { $0.0 == code }) {
            self = known.1
        } else {
            let parts = code.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 2, parts[0].first == "o", let move = OfferMove(rawValue: String(parts[0].suffix(1))),
                let lead = LeadID(hex: String(parts[1]))
            else { return nil }
            self = .offer(lead, move)
        }
    }

    /// Telegram's commands, in the order of its menu. `/start` carries a payload and is the concierge's own.
    public static let commands: [(command: String, destination: Destination)] = [
        ("menu", .home), ("offers", .offers), ("points", .points), ("settings", .settings), ("language", .language), ("mydata", .myData),
        ("stop", .stopAds),
        ("erase", .erase), ("help", .person),
    ]
}
