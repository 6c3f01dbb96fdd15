/// Writes `user,item,rank,probability,score`. Numbers are the shortest that read back as the same value, whatever the locale; ids are spelled as they
/// were read.
public struct RecommendationsWriter: ~Copyable {
    private var file: ReplacedFile
    private let users: Names
    /// Items as fields, quoted where they must be.
    private let items: [[UInt8]]
    public private(set) var rows = 0

    /// Throws if the file could not be written or is one of `inputs`; leaves nothing behind.
    public static func check(_ out: DataFile, inputs: [DataFile]) throws(DataFileError) { try ReplacedFile.check(out, isNoneOf: inputs) }

    public init(_ out: DataFile, users: Names, items: Names) throws(DataFileError) {
        var file = try ReplacedFile(out)
        try file.write { $0.append(contentsOf: "user,item,rank,probability,score\n".utf8) }
        self.file = file
        self.users = users
        self.items = items.map { Self.field($0) }
    }

    /// Adds a user's recommendations, the best first.
    /// - Parameters:
    ///   - user: its place in the names.
    ///   - ranked: places of items, with probability and score.
    public mutating func add(user: Int, _ ranked: some Sequence<(item: Int32, probability: Double, score: Double)>) throws(DataFileError) {
        let name = Self.field(users[user])
        var rank = 0
        for row in ranked {
            rank += 1
            try file.write { buffer in
                buffer.append(contentsOf: name)
                buffer.append(Byte.comma)
                buffer.append(contentsOf: items[Int(row.item)])
                buffer.append(Byte.comma)
                Self.append(rank, to: &buffer)
                buffer.append(Byte.comma)
                Self.append(row.probability, to: &buffer)
                buffer.append(Byte.comma)
                Self.append(row.score, to: &buffer)
                buffer.append(Byte.lineFeed)
            }
        }
        rows += rank
    }

    /// Puts the file in its place; until then there is none.
    public consuming func finish() throws(DataFileError) { try file.keep() }

    private static func field(_ name: some Collection<UInt8>) -> [UInt8] {
        guard name.contains(where: { $0 == Byte.comma || $0 == Byte.quote || $0 == Byte.lineFeed || $0 == Byte.carriageReturn }) else {
            return Array(name)
        }
        return [Byte.quote] + name.flatMap { $0 == Byte.quote ? [$0, $0] : [$0] } + [Byte.quote]
    }

    private static func append(_ number: Int, to buffer: inout [UInt8]) {
        if number >= 10 { append(number / 10, to: &buffer) }
        buffer.append(Byte.zero + UInt8(number % 10))
    }

    private static func append(_ number: Double, to buffer: inout [UInt8]) {
        var text = number.description
        text.withUTF8 { buffer.append(contentsOf: $0) }
    }
}
