/// «Экспобалл»: whole loyalty points.
public struct Points: Hashable, Sendable, Codable, Comparable {
    public let count: Int64
    public init(_ count: Int64) { self.count = count }
    public static let zero = Points(0)
    public static func < (left: Self, right: Self) -> Bool { left.count < right.count }
}

/// Money in kopecks.
public struct Money: Hashable, Sendable, Codable, Comparable {
    public let kopecks: Int64
    public init(kopecks: Int64) { self.kopecks = kopecks }
    /// Nil when the amount does not fit into kopecks.
    public init?(roubles: Int64) {
        let (kopecks, overflow) = roubles.multipliedReportingOverflow(by: 100)
        guard !overflow else { return nil }
        self.kopecks = kopecks
    }
    public static let zero = Money(kopecks: 0)
    public static func < (left: Self, right: Self) -> Bool { left.kopecks < right.kopecks }
}

/// Whom a service is for, and what a client is.
public enum Audience: String, Hashable, Sendable, Codable, CaseIterable {
    case individual
    case legal
}

/// A language that people are spoken to in.
public enum Language: String, Hashable, Sendable, Codable, CaseIterable {
    case russian = "ru"
    case english = "en"

    /// The language for an IETF tag such as Telegram's `language_code`: Russian for its speakers' tags, English for the rest, Russian when unknown.
    public init(tag: String?) {
        guard let prefix = tag?.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first else {
            self = .russian
            return
        }
        self = ["ru", "be", "uk", "kk", "ky", "tt", "uz", "hy", "az"].contains(prefix) ? .russian : .english
    }
}

extension Money {
    /// The greatest amount that somebody may type.
    public static let most = Money(kopecks: 9_999_999_999_999)

    /// Whether what was typed is an amount, and a greater one than ``most``.
    public static func isBeyondMost(typed text: String) -> Bool {
        let roubles = text.filter { !$0.isWhitespace }.prefix { $0 != "," && $0 != "." }
        return roubles.allSatisfy { "0"..."9" ~= $0 } && roubles.drop { $0 == "0" }.count > 11
    }

    /// As people type it and as ``init(typed:)`` reads it back: 120000 or 99,50.
    public var typed: String {
        let (roubles, rest) = (kopecks / 100, kopecks % 100)
        return rest == 0 ? String(roubles) : "\(roubles),\(rest < 10 ? "0" : "")\(rest)"
    }

    /// An amount above zero as people type it: roubles with at most two decimals, point or comma; spaces between groups are let go, and so is the
    /// sign of the rouble. Nil when it is none, or a hundred billion and more, which nobody pays.
    /// - Parameter hasCommaGroups: `1,234` is a thousand, as English writes it; only for where the person sees once more what was understood.
    public init?(typed text: String, hasCommaGroups: Bool = false) {
        var bare = text.filter { !$0.isWhitespace && $0 != "₽" }
        if hasCommaGroups, bare.wholeMatch(of: /[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?/) != nil { bare.removeAll { $0 == "," } }
        let plain = String(bare.map { $0 == "," ? "." : $0 })
        let halves = plain.split(separator: ".", omittingEmptySubsequences: false)
        let digits = halves.allSatisfy { !$0.isEmpty && $0.allSatisfy { "0"..."9" ~= $0 } }
        guard digits, (1...2).contains(halves.count), halves.count == 1 || halves[1].count <= 2, let roubles = Int64(halves[0]),
            let whole = Money(roubles: roubles), whole <= .most
        else { return nil }
        let decimals = halves.count == 2 ? Int64(halves[1]) ?? 0 : 0
        let kopecks = whole.kopecks + (halves.count == 2 && halves[1].count == 1 ? decimals * 10 : decimals)
        guard kopecks > 0 else { return nil }
        self.init(kopecks: kopecks)
    }
}
