import Vocabulary

/// Why bytes are not a model that this program can use. Retrain.
public enum ArtefactError: Error, Hashable, Sendable {
    case notAModel
    /// Written by another version of the program.
    case otherFormat(Int)
    case damaged
}

/// The artefact: magic, format version, body, FNV-1a checksum (64 bit) of all before it; little-endian. No row of a single client is in it.
///
/// Each step of FNV-1a is a bijection of the state, so a single changed byte always changes the checksum.
extension Model {
    private static let magic: [UInt8] = Array("CBMODEL\n".utf8)
    private static let format = 4

    /// So many bytes are enough for ``fault(inHeader:)``.
    public static let headerSize = 16

    /// Why an artefact that begins like this cannot be read; nil: nothing speaks against it yet.
    public static func fault(inHeader bytes: [UInt8]) -> ArtefactError? {
        guard bytes.starts(with: magic) else { return .notAModel }
        var reader = ByteReader(bytes: bytes, position: magic.count, end: min(bytes.count, headerSize))
        guard let said = try? reader.int() else { return .damaged }
        return said == format ? nil : .otherFormat(said)
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes = Self.magic
        writer.put(Self.format)
        for ranker in rankers { ranker.write(&writer) }
        writer.put(FNV.hash(writer.bytes))
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(ArtefactError) {
        guard bytes.starts(with: Self.magic) else { throw .notAModel }
        guard bytes.count >= Self.magic.count + 16 else { throw .damaged }
        var trailer = ByteReader(bytes: bytes, position: bytes.count - 8, end: bytes.count)
        var reader = ByteReader(bytes: bytes, position: Self.magic.count, end: bytes.count - 8)
        guard try trailer.word() == FNV.hash(bytes.dropLast(8)) else { throw .damaged }
        let format = try reader.int()
        guard format == Self.format else { throw .otherFormat(format) }
        var rankers: [Ranker] = []
        for audience in Audience.allCases { rankers.append(try Ranker(audience, &reader)) }
        guard reader.isAtEnd else { throw .damaged }
        self.init(rankers: rankers)
    }
}

extension Ranker {
    fileprivate func write(_ writer: inout ByteWriter) {
        writer.put(items.ids.map(\.rawValue))
        writer.put(items.needNames.count)
        for name in items.needNames { writer.put(Array(name.utf8)) }
        for set in items.needs { writer.put(set) }
        writer.put(items.companies)
        for set in items.links { writer.put(set) }
        let tallies = maker.tallies
        for numbers in [tallies.takers, tallies.came, tallies.offered, tallies.accepted, tallies.recent] { writer.put(numbers) }
        writer.put([tallies.offeredInAll, tallies.acceptedInAll, tallies.clients, tallies.recentInAll, Int(tallies.recentSince)])
        for rows in [maker.counts.together, maker.counts.after] { writer.put(rows) }
        writer.put(maker.linear == nil ? 0 : 1)
        if let linear = maker.linear {
            writer.put(linear.starts.map { Int32($0) })
            writer.put(linear.columns)
            writer.put(linear.weights)
        }
        writer.put(encoder.columns.count)
        for column in encoder.columns {
            writer.put([column.field.rawValue, column.form.rawValue, column.code, column.group].map { Int32($0) })
            writer.put([column.mean, column.spread])
        }
        for numbers in [scale.means, scale.spreads, combined, signalWeights] { writer.put(numbers) }
        for pairs in [historyPairs, acceptedPairs] {
            writer.put(pairs.starts)
            writer.put(pairs.columns)
            writer.put(pairs.weights)
        }
        writer.put(maker.neighbours.drawn)
        switch finish {
        case .offer(let calibrator, let outcomes): writer.put(0, outcomes, calibrator)
        case .scarce(let calibrator, let outcomes): writer.put(1, outcomes, calibrator)
        case .next(let sharpness, let rest):
            writer.put(2)
            writer.put([sharpness, rest])
        }
    }

    fileprivate init(_ audience: Audience, _ reader: inout ByteReader) throws(ArtefactError) {
        let ids = try reader.ints()
        let count = ids.count
        var needNames: [String] = []
        for _ in 0..<(try reader.length()) {
            guard let name = String(validating: try reader.raw(), as: UTF8.self) else { throw .damaged }
            needNames.append(name)
        }
        let needs = try reader.lists(count, below: needNames.count)
        let companies = try reader.int32s()
        let links = try reader.lists(count, below: count)
        var tallies = Tallies(items: count)
        (tallies.takers, tallies.came, tallies.offered) = (try reader.int32s(), try reader.int32s(), try reader.int32s())
        (tallies.accepted, tallies.recent) = (try reader.int32s(), try reader.int32s())
        let sums = try reader.ints()
        let together = try reader.rows(count)
        let after = try reader.rows(count)
        var linear: LinearItems?
        if try reader.int() == 1 {
            let starts = try reader.int32s()
            let columns = try reader.int32s()
            let weights = try reader.floats()
            guard ByteReader.isMatrix(starts, columns, rows: count, values: weights.count) else { throw .damaged }
            linear = LinearItems(starts: starts.map { Int($0) }, columns: columns, weights: weights)
        }
        let encoder = try reader.encoder()
        let width = encoder.width + 1
        let (means, spreads) = (try reader.floats(), try reader.floats(allowingInfinite: true))
        let (combined, signals) = (try reader.floats(), try reader.floats())
        let (history, accepted) = (try reader.weights(count), try reader.weights(count))
        let drawn = try reader.word()
        let finish = try reader.finish()
        guard companies.count == count, companies.allSatisfy({ $0 >= -1 && $0 < 1_000_000 }), sums.count == 5,
            [tallies.takers, tallies.came, tallies.offered, tallies.accepted, tallies.recent].allSatisfy({ $0.count == count }),
            means.count == Signal.count, spreads.count == Signal.count,
            spreads.allSatisfy({ $0 > 0 }), combined.count == count * width, signals.count == Signal.count,
            zip(ids, ids.dropFirst()).allSatisfy(<)
        else { throw .damaged }
        (tallies.offeredInAll, tallies.acceptedInAll, tallies.clients) = (sums[0], sums[1], sums[2])
        (tallies.recentInAll, tallies.recentSince) = (sums[3], Int64(sums[4]))
        let items = ItemTable(ids: ids.map { ServiceID($0) }, needNames: needNames, needs: needs, companies: companies, links: links)
        self.init(
            audience: audience,
            maker: SignalMaker(
                items: items, tallies: tallies, counts: ItemCounts(together: together, after: after),
                linear: linear, neighbours: Neighbours(items: count, drawn: drawn)),
            encoder: encoder, scale: SignalScale(means: means, spreads: spreads), combined: combined, signalWeights: signals,
            historyPairs: history, acceptedPairs: accepted, finish: finish)
    }
}
