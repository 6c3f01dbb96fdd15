/// The workbook's table of strings. Runs of rich text are joined; phonetic hints are left out.
final class SharedStrings: XMLHandler {
    private(set) var all: [String] = []
    private let limits: SpreadsheetLimits
    private var text = CellText()
    private var total = 0

    init(limits: SpreadsheetLimits) { self.limits = limits }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "si" { text.reset() } else { text.start(name) }
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        text.end(name)
        guard name == "si" else { return }
        guard all.count < limits.sharedStrings else { throw .tooManySharedStrings(most: limits.sharedStrings) }
        all.append(text.string)
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws(SpreadsheetError) {
        guard text.isListening else { return }
        total += bytes.count
        guard total <= limits.sharedStringBytes else { throw .sharedStringsTooLong(bytes: limits.sharedStringBytes) }
        text.append(bytes)
    }
}

/// Collects the `t` elements of a string item or an inline string.
struct CellText {
    private var bytes: [UInt8] = []
    private var inText = false
    private var inPhonetic = false

    var isListening: Bool { inText && !inPhonetic }
    var count: Int { bytes.count }

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        inText = false
        inPhonetic = false
    }

    mutating func start(_ name: XMLName) {
        if name == "t" { inText = true } else if name == "rPh" { inPhonetic = true }
    }

    mutating func end(_ name: XMLName) {
        if name == "t" { inText = false } else if name == "rPh" { inPhonetic = false }
    }

    mutating func append(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }

    var string: String { Self.unescape(bytes) }

    /// Excel writes what XML cannot hold as `_xHHHH_`, and a text that looks so with its underscore escaped (ECMA-376 part 1, 22.9.2.19).
    static func unescape(_ bytes: [UInt8]) -> String {
        guard let first = bytes.firstIndex(of: UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain = Array(bytes[..<first])
        var at = first
        while at < bytes.count {
            if let code = escape(in: bytes, at: at), let scalar = UnicodeScalar(code), code != 0 {
                plain.append(contentsOf: String(Character(scalar)).utf8)
                at += 7
            } else {
                plain.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The code of an `_xHHHH_` that begins here.
    static func escape(in bytes: [UInt8], at: Int) -> UInt32? {
        guard at + 7 <= bytes.count, bytes[at] == 95, bytes[at + 1] == 120, bytes[at + 6] == 95 else { return nil }
        let digits = bytes[at + 2..<at + 6]
        guard digits.allSatisfy({ (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
