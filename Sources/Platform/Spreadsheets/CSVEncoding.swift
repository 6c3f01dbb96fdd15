/// In which encoding a CSV file is: UTF-8 where it is valid, else Windows-1251 where that makes Russian words.
enum CSVEncoding: Equatable {
    case utf8, windows1251

    init(of bytes: [UInt8]) throws(SpreadsheetError) {
        if let control = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
            throw .notText(row: Self.row(of: control, in: bytes))
        }
        if String(validating: bytes, as: UTF8.self) != nil {
            self = .utf8
            return
        }
        // Damaged UTF-8 is not taken for Windows-1251, nor is another encoding: most bytes above ASCII must be letters there, and pairs that look
        // like Cyrillic in UTF-8 must be rare.
        var high = 0
        var letters = 0
        var pairs = 0
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            high += 1
            if byte >= 0xC0 || byte == 0xA8 || byte == 0xB8 { letters += 1 }
            if byte == 0xD0 || byte == 0xD1, index + 1 < bytes.count, (0x80...0xBF).contains(bytes[index + 1]) { pairs += 1 }
        }
        let strange = bytes.firstIndex { $0 >= 0x80 } ?? 0
        guard letters * 4 >= high * 3, pairs * 4 < high, !bytes.contains(0x98) else {
            throw .notText(row: Self.row(of: strange, in: bytes))
        }
        self = .windows1251
    }

    /// nil for what the encoding does not know.
    func decode(_ bytes: [UInt8]) -> String? {
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .windows1251:
            var text = ""
            text.reserveCapacity(bytes.count * 2)
            for byte in bytes { text.unicodeScalars.append(Self.scalar(byte)) }
            return text
        }
    }

    private static func row(of index: Int, in bytes: [UInt8]) -> Int { 1 + bytes[..<index].count { $0 == 0x0A } }

    private static func scalar(_ byte: UInt8) -> UnicodeScalar {
        switch byte {
        case 0x80..<0xC0: upper[Int(byte) - 0x80]
        case 0xC0...0xFF: UnicodeScalar(0x0410 + UInt32(byte) - 0xC0) ?? "\u{FFFD}"
        default: UnicodeScalar(byte)
        }
    }

    /// 0x80–0xBF of Windows-1251 (the Unicode consortium's CP1251.TXT); 0x98 is unassigned.
    private static let upper = Array(
        "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї".unicodeScalars)
}
