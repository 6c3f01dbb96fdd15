/// What a file is, by its content first; the name only decides what text is.
enum FileKind: Equatable {
    case workbook, csv

    static func recognise(_ bytes: [UInt8], named name: String) throws(SpreadsheetError) -> FileKind {
        guard !bytes.isEmpty else { throw .emptyFile }
        func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
        if starts([0x50, 0x4B, 0x03, 0x04]) { return .workbook }
        if starts([0x50, 0x4B, 0x05, 0x06]) { throw .notAWorkbook }
        if starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { throw compound(bytes, named: name) }
        if starts([0x09, 0x08]) || starts([0x09, 0x04]) || starts([0x09, 0x02]) { throw .oldExcel }  // BIFF 2–5 without a container
        let pictures: [[UInt8]] = [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("RIFF".utf8)]
        if pictures.contains(where: starts) { throw .notASpreadsheet(looksLike: .picture) }
        if starts(Array("%PDF".utf8)) { throw .notASpreadsheet(looksLike: .pdf) }
        let opening = markup(bytes)
        if opening.hasPrefix("<?xml") { throw .notASpreadsheet(looksLike: .xml) }
        // Many systems "export to Excel" by naming an HTML page .xls.
        if opening.hasPrefix("<!doctype html") || opening.hasPrefix("<html") || opening.hasPrefix("<table") {
            throw .notASpreadsheet(looksLike: .html)
        }
        switch fileExtension(name) {
        case "csv", "tsv", "txt", "": return .csv
        default: throw .notASpreadsheet(looksLike: bytes.prefix(4096).contains(0) ? .unknown : .text)
        }
    }

    static func fileExtension(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), name.lastIndex(of: "/").map({ $0 < dot }) ?? true else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// An OLE compound file: a workbook with a password keeps its package in a stream of that name, an old workbook is called Workbook or Book.
    private static func compound(_ bytes: [UInt8], named name: String) -> SpreadsheetError {
        func holds(stream: String) -> Bool {
            let needle = stream.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            return bytes.withUnsafeBufferPointer { all in
                guard all.count >= needle.count else { return false }
                // Directory entries lie on 128-byte boundaries and begin with the name.
                return stride(from: 0, through: all.count - needle.count, by: 128).contains { at in
                    all[at..<at + needle.count].elementsEqual(needle)
                }
            }
        }
        if holds(stream: "EncryptedPackage") { return .encrypted }
        if holds(stream: "Workbook") || holds(stream: "Book") || fileExtension(name) == "xls" { return .oldExcel }
        return .notASpreadsheet(looksLike: .oldOffice)
    }

    /// The first words of the file in lower case, behind a mark of byte order and white space.
    private static func markup(_ bytes: [UInt8]) -> String {
        let head = bytes.prefix(512).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return String(decoding: head.prefix(32), as: UTF8.self).lowercased()
    }
}
