/// Reads a file with a header row: columns by name in any order, others left alone; rows that are wrong are noted, and reading goes on until there
/// are too many of them.
struct TableReader: ~Copyable {
    /// Longest field that is read, in bytes. An id is shorter than this in any system that we know.
    static let mostBytes = 1024

    private var records: RecordReader
    private let names: [String]
    /// Where in a row each of `names` stands; -1: the file has no such column.
    private let places: [Int]
    private let width: Int
    private var problems: [DataFileError.RowProblem] = []
    private var isRefused = false

    /// - Parameters:
    ///   - required: columns that the file must have.
    ///   - optional: columns that it may have. Both are later named by their place in `required + optional`.
    init(_ file: DataFile, required: [String], optional: [String] = []) throws(DataFileError) {
        var records = try RecordReader(file)
        let names = required + optional
        guard try records.next() else { throw .file(file, .empty) }
        if records.needsCheck, let fault = Text.fault(in: records.record) {
            throw .rows(file, [DataFileError.RowProblem(line: records.line, column: nil, rule: fault.rule)], isAll: false)
        }
        var header: [String] = []
        for field in 0..<records.fieldCount { header.append(Self.trimmed(String(decoding: records.field(field), as: UTF8.self))) }
        for name in names where header.count(where: { $0 == name }) > 1 { throw .file(file, line: records.line, .repeatedColumn(name)) }
        let missing = required.filter { !header.contains($0) }
        guard missing.isEmpty else {
            let whole = header.joined(separator: ",")
            let separator: DataFileError.FileProblem.Separator? = whole.contains(";") ? .semicolon : whole.contains("\t") ? .tab : nil
            throw .file(file, line: records.line, .missingColumns(missing, separator: separator))
        }
        self.records = records
        self.names = names
        places = names.map { header.firstIndex(of: $0) ?? -1 }
        width = header.count
    }

    var file: DataFile { records.file }
    var line: Int { records.line }
    var share: Double { records.share }
    func expected(from rows: Int) -> Int { records.expected(from: rows) }
    func has(_ column: Int) -> Bool { places[column] >= 0 }

    /// Goes to the next row of the right width.
    @inline(__always)
    mutating func next() throws(DataFileError) -> Bool {
        while try records.next() {
            isRefused = false
            if records.fieldCount == width, records.strayField == nil, !records.needsCheck { return true }
            try check()
            if !isRefused { return true }
        }
        return false
    }

    /// A field of the row; empty when the file has no such column.
    @inline(__always)
    mutating func field(_ column: Int) -> FieldBytes {
        let place = places[column]
        return place < 0 ? FieldBytes(start: nil, count: 0) : records.field(place)
    }

    /// An id: never empty.
    @inline(__always)
    mutating func id(_ column: Int) throws(DataFileError) -> FieldBytes? {
        let bytes = field(column)
        if bytes.count > 0, bytes.count <= Self.mostBytes { return bytes }
        try refuse(column, bytes.isEmpty ? .needed : .tooLong(most: Self.mostBytes))
        return nil
    }

    /// Notes that the row is wrong.
    mutating func refuse(_ column: Int, _ rule: DataFileError.Rule) throws(DataFileError) {
        try note(line: places[column] < 0 ? records.line : records.line(of: places[column]), column: names[column], rule)
    }

    /// Whether the row in hand was refused.
    var isWrong: Bool { isRefused }

    /// To be called at the end of the file: throws when a row was wrong.
    func finish() throws(DataFileError) {
        guard problems.isEmpty else { throw .rows(file, problems, isAll: true) }
    }

    private mutating func note(line: Int, column: String?, _ rule: DataFileError.Rule) throws(DataFileError) {
        isRefused = true
        problems.append(DataFileError.RowProblem(line: line, column: column, rule: rule))
        if problems.count == DataFileError.mostRows { throw .rows(file, problems, isAll: false) }
    }

    private mutating func check() throws(DataFileError) {
        if records.needsCheck, let fault = Text.fault(in: records.record) {
            let field = (0..<records.fieldCount).first { records.span(of: $0).contains(fault.at) }
            return try note(line: field.map { records.line(of: $0) } ?? line, column: field.flatMap { name(of: $0) }, fault.rule)
        }
        guard records.fieldCount == width else {
            return try note(line: line, column: nil, .fields(expected: width, found: records.fieldCount))
        }
        if let stray = records.strayField { try note(line: records.line(of: stray), column: name(of: stray), .textBehindQuote) }
    }

    private func name(of field: Int) -> String? { places.firstIndex(of: field).map { names[$0] } }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
