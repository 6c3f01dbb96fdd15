/// Where ids and other random bits come from: the system in a live process, a seed in tests and the demo.
public struct IDSource: Sendable {
    private let next: @Sendable () -> (UInt64, UInt64)

    public init(_ next: @escaping @Sendable () -> (UInt64, UInt64)) { self.next = next }

    public func id<Named>(_ named: Named.Type = Named.self) -> Identifier<Named> {
        let (high, low) = next()
        return Identifier(high: high, low: low)
    }

    /// `count` random bytes, for tokens and keys.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += id(Never.self).bytes }
        return Array(bytes.prefix(count))
    }

    /// The system's generator.
    public static let system = IDSource {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
    }
}
