import Vocabulary

/// Something that has to be well for the process to be ready, with its figure.
public struct Condition: Hashable, Sendable {
    public let name: String
    public let isWell: Bool
    /// Seconds since something happened or should have happened; nil when there is nothing to measure.
    public let seconds: Int64?

    public init(_ name: String, isWell: Bool, seconds: Int64? = nil) { (self.name, self.isWell, self.seconds) = (name, isWell, seconds) }

    /// A queue whose oldest due row waits no longer than `most`.
    public static func queue(_ name: String, dueSince: Instant?, now: Instant, most: Span) -> Condition {
        guard let dueSince else { return Condition(name, isWell: true) }
        let age = now - dueSince
        return Condition(name, isWell: age <= most, seconds: age.milliseconds / 1000)
    }

    /// A thing that has to succeed again and again. What never succeeded has from `start` on as long as what did.
    public static func recurring(_ name: String, last: Instant?, start: Instant, now: Instant, most: Span) -> Condition {
        let age = now - (last ?? start)
        return Condition(name, isWell: age <= most, seconds: last == nil ? nil : age.milliseconds / 1000)
    }
}

/// The answer of `/health/ready`.
struct Readiness: Codable, Sendable, Equatable {
    struct Check: Codable, Sendable, Equatable {
        let ok: Bool
        let seconds: Int64?
    }

    let ready: Bool
    let checks: [String: Check]

    init(_ conditions: [Condition]) {
        ready = conditions.allSatisfy(\.isWell)
        checks = Dictionary(
            conditions.map { ($0.name, Check(ok: $0.isWell, seconds: $0.seconds)) }, uniquingKeysWith: { first, _ in first })
    }
}
