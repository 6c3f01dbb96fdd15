/// What a benchmark found, as scripts read it; `lines` for people.
public struct BenchmarkAnswer: Sendable, Codable {
    public let size: BenchmarkWorld.Size
    /// As many as were drawn.
    public let interactions: Int
    public let measurements: [Measurement]

    public var lines: [String] {
        ["\(size.clients) clients, \(size.services) services, \(interactions) interactions, seed \(size.seed); processor time"]
            + measurements.map(\.line)
    }
}
