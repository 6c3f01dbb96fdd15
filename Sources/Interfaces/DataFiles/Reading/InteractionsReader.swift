import Recommender

/// The file of interactions: who took, was offered or declined what, and when.
struct InteractionsReader {
    private static let required = ["user", "item", "value", "timestamp"]
    private static let optional = ["source", "propensity"]

    private var rows = EventRows()
    /// Rows left out because their item is not among the services.
    private(set) var unknown = LeftOut()

    /// - Parameter knowsItems: `items` is the catalogue; rows with another item are left out, though their user counts.
    init(_ file: DataFile, users: inout NameTable, items: inout NameTable, knowsItems: Bool, progress: (Double) -> Void)
        throws(DataFileError)
    {
        var table = try TableReader(file, required: Self.required, optional: Self.optional)
        var read = 0
        while try table.next() {
            read += 1
            if read & 0xFFFF == 0 {
                if read == 1 << 16 { rows.reserve(table.expected(from: read) + table.expected(from: read) / 64) }
                progress(table.share)
                guard !users.isFull, !items.isFull else { throw .file(file, line: table.line, .tooManyNames) }
            }
            guard let user = try table.id(0), let item = try table.id(1) else { continue }
            let value = Self.value(table.field(2))
            if value == nil { try table.refuse(2, .value) }
            let time = Numbers.milliseconds(table.field(3))
            if time == nil { try table.refuse(3, .seconds) }
            let isOffer = Self.isOffer(table.field(4))
            if isOffer == nil { try table.refuse(4, .oneOf(["history", "offer"])) }
            let propensity = Self.propensity(table.field(5))
            if propensity == nil { try table.refuse(5, .propensity) }
            guard let value, let time, let isOffer, let propensity else { continue }

            let client = users.number(of: user)
            let service: Int32
            if knowsItems {
                guard let known = items.find(item) else {
                    unknown.add(line: table.line)
                    continue
                }
                service = known
            } else {
                service = items.number(of: item)
            }
            guard value != 0 else { continue }
            rows.append(client: client, item: service, isPositive: value > 0, isOffer: isOffer, propensity: propensity, time: time)
        }
        try table.finish()
        guard read > 0 else { throw .file(file, .noRows) }
    }

    /// Hands the rows over, so that they are held once.
    mutating func takeRows() -> EventRows {
        defer { rows = EventRows() }
        return rows
    }

    /// 1, -1 or 0; programs also write 1.0.
    @inline(__always)
    private static func value(_ bytes: FieldBytes) -> Int? {
        if bytes.count == 1 {
            if bytes[0] == Byte.one { return 1 }
            if bytes[0] == Byte.zero { return 0 }
        } else if bytes.count == 2, bytes[0] == Byte.minus, bytes[1] == Byte.one {
            return -1
        }
        return Numbers.decimal(bytes).flatMap(Int.init(exactly:)).flatMap { (-1...1).contains($0) ? $0 : nil }
    }

    /// Nothing is history.
    @inline(__always)
    private static func isOffer(_ bytes: FieldBytes) -> Bool? {
        if bytes.isEmpty { return false }
        if bytes.count == 7, bytes.elementsEqual(history) { return false }
        return bytes.count == 5 && bytes.elementsEqual(offer) ? true : nil
    }

    /// 0: unknown.
    @inline(__always)
    private static func propensity(_ bytes: FieldBytes) -> Float? {
        if bytes.isEmpty { return 0 }
        // A probability too small for a Float would turn into "unknown".
        return Numbers.decimal(bytes).flatMap { $0 > 0 && $0 <= 1 ? max(Float($0), .leastNormalMagnitude) : nil }
    }

    private static let history = Array("history".utf8)
    private static let offer = Array("offer".utf8)
}
