/// Which cell styles show a number as a date: by the built-in formats and by the letters of the workbook's own (ECMA-376 part 1, 18.8.30).
final class CellStyles: XMLHandler {
    private var custom: [Int: Bool] = [:]
    private var dated: [Bool] = []
    private var inCellFormats = false

    func isDate(style: Int) -> Bool { dated.indices.contains(style) && dated[style] }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "numFmt":
            guard let id = attributes.number("numFmtId"), let code = attributes["formatCode"] else { return }
            custom[id] = Self.showsDate(code)
        case "cellXfs": inCellFormats = true
        case "xf" where inCellFormats:
            let format = attributes.number("numFmtId") ?? 0
            dated.append(custom[format] ?? Self.builtIn(format))
        default: break
        }
    }

    func end(_ name: XMLName) {
        if name == "cellXfs" { inCellFormats = false }
    }

    /// 27–36 and 50–58 are dates in the East Asian editions and unused elsewhere.
    private static func builtIn(_ format: Int) -> Bool {
        switch format {
        case 14...22, 27...36, 45...47, 50...58: true
        default: false
        }
    }

    /// Whether the format's first section has a letter of a date outside quotes, escapes and brackets; `[h]`, `[m]`, `[s]` are times too.
    static func showsDate(_ code: String) -> Bool {
        var rest = code.lowercased()[...]
        while let sign = rest.popFirst() {
            switch sign {
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                if let first = inside.first, "hms".contains(first), inside.allSatisfy({ $0 == first }) { return true }
                rest = rest.dropFirst(inside.count + 1)
            case "d", "m", "y", "h", "s": return true
            case ";": return false
            default: break
            }
        }
        return false
    }
}
