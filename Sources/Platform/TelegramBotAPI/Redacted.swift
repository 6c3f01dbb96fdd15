/// What must not reach a log: prints as its type alone, also inside other values, in dumps and in the debugger.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    public var description: String { "\(Self.self)(…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A bot's password: `<bot id>:<secret>`, as @BotFather gives it. It is part of every url, so urls are secret as well.
public struct BotToken: Hashable, Sendable, Redacted {
    let secret: String

    /// Nil unless the text is digits, a colon and letters of `A-Za-z0-9_-`: nothing that could change the path of a url.
    public init?(_ text: String) {
        let halves = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { return nil }
        guard halves[0].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), halves[1].allSatisfy(isUnreserved) else { return nil }
        secret = text
    }
}

func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
