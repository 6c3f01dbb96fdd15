import Vocabulary

/// Why bytes are not a model that this program can use. Retrain.
public enum ArtefactError: Error, Hashable, Sendable {
    case notAModel
    /// Written by another version of the program.
    case otherFormat(Int)
    case damaged
}

/// The artefact: magic, format version, body, FNV-1a checksum (64 bit) of all before it. Integers and doubles are little-endian, 8 bytes.
///
/// Each step of FNV-1a is a bijection of the state, so a single changed byte always changes the checksum.
extension Model {
    private static let magic: [UInt8] = Array("CBMODEL\n".utf8)
    private static let format = 1

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(bytes: Self.magic)
        writer.put(Self.format)
        writer.put(ids.map(\.rawValue))
        writer.put(audiences)
        writer.put(needNames.count)
        for name in needNames { writer.put(Array(name.utf8).map(Int.init)) }
        for set in needs { writer.put(set.sorted()) }
        for set in links { writer.put(set.sorted()) }
        writer.put(statistics.takers)
        writer.put(statistics.offered)
        writer.put(statistics.accepted)
        writer.put(statistics.clients)
        writer.put(statistics.pairs.starts)
        writer.put(statistics.pairs.columns.map(Int.init))
        writer.put(statistics.pairs.counts.map(Int.init))
        writer.put(outcomes)
        for fit in fits {
            writer.put(fit == nil ? 0 : 1)
            guard let fit else { continue }
            writer.put(fit.weights)
            writer.put(fit.means)
            writer.put(fit.spreads)
            writer.put(fit.outcomes)
            writer.put(fit.accepted)
        }
        writer.put(UInt64(FNV.hash(writer.bytes)))
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(ArtefactError) {
        guard bytes.starts(with: Self.magic) else { throw .notAModel }
        guard bytes.count >= Self.magic.count + 16 else { throw .damaged }
        var reader = ByteReader(bytes: bytes, position: Self.magic.count, end: bytes.count - 8)
        var trailer = ByteReader(bytes: bytes, position: bytes.count - 8, end: bytes.count)
        guard try trailer.word() == FNV.hash(bytes.dropLast(8)) else { throw .damaged }
        let format = try reader.int()
        guard format == Self.format else { throw .otherFormat(format) }
        let ids = try reader.ints().map { ServiceID($0) }
        let count = ids.count
        let audiences = try reader.ints()
        var needNames: [String] = []
        for _ in 0..<(try reader.int()) {
            guard let name = String(validating: try reader.ints().map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self) else {
                throw .damaged
            }
            needNames.append(name)
        }
        let needs = try reader.sets(count, below: needNames.count)
        let links = try reader.sets(count, below: count)
        let (takers, offered, accepted) = (try reader.ints(), try reader.ints(), try reader.ints())
        let clients = try reader.ints()
        let starts = try reader.ints()
        let columns = try reader.ints()
        let counts = try reader.ints()
        let outcomes = try reader.ints()
        var fits: [Fit?] = []
        for _ in Audience.allCases { fits.append(try reader.int() == 1 ? try reader.fit() : nil) }
        let places = 0..<Audience.allCases.count
        guard reader.isAtEnd, audiences.count == count, audiences.allSatisfy(places.contains), takers.count == count,
            offered.count == count,
            accepted.count == count, clients.count == places.count, outcomes.count == places.count, starts.count == count + 1,
            starts.first == 0,
            starts.last == columns.count, counts.count == columns.count, zip(starts, starts.dropFirst()).allSatisfy(<=),
            columns.allSatisfy((0..<max(1, count)).contains), counts.allSatisfy({ Int32(exactly: $0) != nil })
        else { throw .damaged }
        self.init(
            ids: ids, audiences: audiences, needNames: needNames, needs: needs, links: links,
            statistics: Statistics(
                takers: takers, offered: offered, accepted: accepted, clients: clients,
                pairs: PairCounts(starts: starts, columns: columns.map { Int32($0) }, counts: counts.map { Int32($0) })),
            fits: fits, outcomes: outcomes)
    }
}

private enum FNV {
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

private struct ByteWriter {
    var bytes: [UInt8]

    mutating func put(_ word: UInt64) { for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(shift)))) } }
    mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }
    mutating func put(_ numbers: [Int]) {
        put(numbers.count)
        for number in numbers { put(number) }
    }
    mutating func put(_ numbers: [Double]) {
        put(numbers.count)
        for number in numbers { put(number.bitPattern) }
    }
}

private struct ByteReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int
    var isAtEnd: Bool { position == end }

    mutating func word() throws(ArtefactError) -> UInt64 {
        guard end - position >= 8 else { throw .damaged }
        defer { position += 8 }
        return (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << (8 * UInt64($1)) }
    }
    mutating func int() throws(ArtefactError) -> Int { Int(Int64(bitPattern: try word())) }
    private mutating func length() throws(ArtefactError) -> Int {
        let count = try int()
        guard count >= 0, count <= (end - position) / 8 else { throw .damaged }
        return count
    }
    mutating func ints() throws(ArtefactError) -> [Int] {
        var numbers: [Int] = []
        for _ in 0..<(try length()) { numbers.append(try int()) }
        return numbers
    }
    mutating func doubles(_ count: Int) throws(ArtefactError) -> [Double] {
        var numbers: [Double] = []
        for _ in 0..<(try length()) { numbers.append(Double(bitPattern: try word())) }
        guard numbers.count == count, numbers.allSatisfy(\.isFinite) else { throw .damaged }
        return numbers
    }
    mutating func sets(_ count: Int, below limit: Int) throws(ArtefactError) -> [Set<Int>] {
        var sets: [Set<Int>] = []
        for _ in 0..<count {
            let set = Set(try ints())
            guard set.allSatisfy({ $0 >= 0 && $0 < limit }) else { throw .damaged }
            sets.append(set)
        }
        return sets
    }
    mutating func fit() throws(ArtefactError) -> Fit {
        let width = Feature.allCases.count
        let fit = Fit(
            weights: try doubles(width + 1), means: try doubles(width), spreads: try doubles(width), outcomes: try int(),
            accepted: try int())
        guard fit.spreads.allSatisfy({ $0 > 0 }) else { throw .damaged }
        return fit
    }
}
