/// Checks of text at the level of bytes.
enum Text {
    /// Only ASCII and no NUL: such bytes need no further look.
    static func isPlain(_ bytes: FieldBytes) -> Bool {
        var high: UInt8 = 0
        var zeros: UInt8 = 0
        for byte in bytes {
            high |= byte
            zeros |= byte == 0 ? 1 : 0
        }
        return high < 0x80 && zeros == 0
    }

    /// Where the bytes stop being well-formed UTF-8 (Unicode, table 3-7), or hold a NUL; nil: nowhere.
    static func fault(in bytes: FieldBytes) -> (at: Int, rule: DataFileError.Rule)? {
        var place = 0
        while place < bytes.count {
            let lead = bytes[place]
            guard lead != 0 else { return (place, .zeroByte) }
            let (length, second): (Int, ClosedRange<UInt8>) =
                switch lead {
                case ..<0x80: (1, 0...0)
                case 0xC2...0xDF: (2, 0x80...0xBF)
                case 0xE0: (3, 0xA0...0xBF)
                case 0xED: (3, 0x80...0x9F)
                case 0xE1...0xEF: (3, 0x80...0xBF)
                case 0xF0: (4, 0x90...0xBF)
                case 0xF1...0xF3: (4, 0x80...0xBF)
                case 0xF4: (4, 0x80...0x8F)
                default: (0, 0...0)
                }
            guard length > 0, place + length <= bytes.count else { return (place, .notUTF8) }
            if length > 1 {
                guard second.contains(bytes[place + 1]) else { return (place, .notUTF8) }
                for next in bytes[(place + 2)..<(place + length)] where next & 0xC0 != 0x80 { return (place, .notUTF8) }
            }
            place += length
        }
        return nil
    }
}
