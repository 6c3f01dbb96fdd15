/// A moment: milliseconds since 1970 in UTC. The one form of time in stores and rules; clocks are passed in.
public struct Instant: Hashable, Sendable, Codable, Comparable {
    public let milliseconds: Int64
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) { milliseconds = seconds * 1000 }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Self, right: Span) -> Self { Instant(milliseconds: left.milliseconds + right.milliseconds) }
    public static func - (left: Self, right: Span) -> Self { Instant(milliseconds: left.milliseconds - right.milliseconds) }
    public static func - (left: Self, right: Self) -> Span { Span(milliseconds: left.milliseconds - right.milliseconds) }
}

/// A length of time in milliseconds.
public struct Span: Hashable, Sendable, Codable, Comparable {
    public let milliseconds: Int64
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public static let zero = Span(milliseconds: 0)
    public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1000) }
    public static func minutes(_ count: Int64) -> Span { seconds(count * 60) }
    public static func hours(_ count: Int64) -> Span { minutes(count * 60) }
    public static func days(_ count: Int64) -> Span { hours(count * 24) }
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    public var duration: Duration { .milliseconds(milliseconds) }
}

/// What time it is: the system's clock in a live process, a fixed or stepped one in tests.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Instant
    public init(_ read: @escaping @Sendable () -> Instant) { self.read = read }
    public var now: Instant { read() }
}
