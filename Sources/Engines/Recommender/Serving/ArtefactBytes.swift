import Vocabulary

enum FNV {
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

/// Writes numbers with the length of each list before it.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func put(_ word: UInt64) { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }
    mutating func put(_ raw: [UInt8]) {
        put(raw.count)
        bytes += raw
    }
    mutating func put(_ numbers: [Int]) {
        put(numbers.count)
        for number in numbers { put(number) }
    }
    mutating func put(_ numbers: [Double]) {
        put(numbers.count)
        for number in numbers { put(number.bitPattern) }
    }
    mutating func put(_ numbers: [Int32]) {
        put(numbers.count)
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    }
    mutating func put(_ numbers: [Float]) {
        put(numbers.count)
        for number in numbers { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    }
    mutating func put(_ rows: SparseRows) {
        put(rows.starts.map { Int32($0) })
        put(rows.columns)
        put(rows.values)
    }
    mutating func put(_ kind: Int, _ outcomes: Int, _ calibrator: Calibrator) {
        put(kind)
        put(outcomes)
        switch calibrator {
        case .platt(let intercept, let slope): put([intercept, slope])
        case .isotonic(let scores, let odds, let slope): put([slope] + scores + odds)
        }
    }
}

/// Reads what ``ByteWriter`` wrote; whatever does not fit is damage.
struct ByteReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int
    var isAtEnd: Bool { position == end }

    mutating func word() throws(ArtefactError) -> UInt64 {
        guard end - position >= 8 else { throw .damaged }
        defer { position += 8 }
        return (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << (8 * UInt64($1)) }
    }
    private mutating func half() throws(ArtefactError) -> UInt32 {
        guard end - position >= 4 else { throw .damaged }
        defer { position += 4 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << (8 * UInt32($1)) }
    }
    mutating func int() throws(ArtefactError) -> Int { Int(Int64(bitPattern: try word())) }
    mutating func length(of size: Int = 1) throws(ArtefactError) -> Int {
        let count = try int()
        guard count >= 0, count <= (end - position) / size else { throw .damaged }
        return count
    }
    mutating func raw() throws(ArtefactError) -> [UInt8] {
        let count = try length()
        defer { position += count }
        return Array(bytes[position..<position + count])
    }
    mutating func ints() throws(ArtefactError) -> [Int] {
        var numbers: [Int] = []
        for _ in 0..<(try length(of: 8)) { numbers.append(try int()) }
        return numbers
    }
    mutating func doubles() throws(ArtefactError) -> [Double] {
        var numbers: [Double] = []
        for _ in 0..<(try length(of: 8)) { numbers.append(Double(bitPattern: try word())) }
        guard numbers.allSatisfy(\.isFinite) else { throw .damaged }
        return numbers
    }
    mutating func int32s() throws(ArtefactError) -> [Int32] {
        let count = try length(of: 4)
        var numbers: [Int32] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(Int32(bitPattern: try half())) }
        return numbers
    }
    mutating func floats(allowingInfinite: Bool = false) throws(ArtefactError) -> [Float] {
        let count = try length(of: 4)
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(Float(bitPattern: try half())) }
        guard numbers.allSatisfy({ $0.isFinite || allowingInfinite && $0 == .infinity }) else { throw .damaged }
        return numbers
    }
    mutating func lists(_ count: Int, below limit: Int) throws(ArtefactError) -> [[Int32]] {
        var lists: [[Int32]] = []
        for _ in 0..<count {
            let list = try int32s()
            guard list.allSatisfy({ $0 >= 0 && $0 < limit }) else { throw .damaged }
            lists.append(list)
        }
        return lists
    }
    mutating func rows(_ count: Int) throws(ArtefactError) -> SparseRows {
        let (starts, columns, values) = (try int32s(), try int32s(), try int32s())
        guard Self.isMatrix(starts, columns, rows: count, values: values.count) else { throw .damaged }
        return SparseRows(starts: starts.map { Int($0) }, columns: columns, values: values)
    }
    mutating func weights(_ count: Int) throws(ArtefactError) -> WeightRows {
        let (starts, columns, weights) = (try int32s(), try int32s(), try floats())
        guard Self.isMatrix(starts, columns, rows: count, values: weights.count) else { throw .damaged }
        return WeightRows(starts: starts, columns: columns, weights: weights)
    }
    static func isMatrix(_ starts: [Int32], _ columns: [Int32], rows: Int, values: Int) -> Bool {
        starts.count == rows + 1 && starts.first == 0 && Int(starts.last ?? -1) == columns.count && values == columns.count
            && zip(starts, starts.dropFirst()).allSatisfy(<=) && columns.allSatisfy { $0 >= 0 && $0 < rows }
    }
    mutating func encoder() throws(ArtefactError) -> PortraitEncoder {
        var columns: [PortraitEncoder.Column] = []
        for _ in 0..<(try length()) {
            let (numbers, scale) = (try int32s(), try floats())
            guard numbers.count == 4, scale.count == 2, scale[1] > 0, let field = PortraitRow.Field(rawValue: Int(numbers[0])),
                let form = PortraitEncoder.Form(rawValue: Int(numbers[1])), numbers[3] >= 0
            else { throw .damaged }
            columns.append(
                .init(field: field, form: form, code: Int(numbers[2]), mean: scale[0], spread: scale[1], group: Int(numbers[3])))
        }
        return PortraitEncoder(columns: columns)
    }
    mutating func finish() throws(ArtefactError) -> Ranker.Finish {
        let kind = try int()
        if kind == 2 {
            let numbers = try doubles()
            guard numbers.count == 2, numbers[0] > 0, numbers[1] >= 0 else { throw .damaged }
            return .next(sharpness: numbers[0], rest: numbers[1])
        }
        let outcomes = try int()
        let numbers = try doubles()
        guard numbers.count >= 2 else { throw .damaged }
        let calibrator: Calibrator
        if numbers.count == 2 {
            calibrator = .platt(intercept: numbers[0], slope: numbers[1])
        } else {
            guard numbers.count % 2 == 1 else { throw .damaged }
            let knots = (numbers.count - 1) / 2
            calibrator = .isotonic(scores: Array(numbers[1...knots]), logOdds: Array(numbers[(knots + 1)...]), slope: numbers[0])
        }
        switch kind {
        case 0: return .offer(calibrator, outcomes: outcomes)
        case 1: return .scarce(calibrator, outcomes: outcomes)
        default: throw .damaged
        }
    }
}
