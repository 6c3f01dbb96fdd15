/// Writes zip archives byte by byte (PKWARE's APPNOTE), so that tests can make honest and dishonest ones without libzip's help.
struct Zip {
    struct Entry {
        var name: String
        var packed: [UInt8]
        var size: Int
        var crc: UInt32
        var method: UInt16 = 0
        /// Sizes and checksum stand behind the data, as in files that were written as a stream.
        var isStreamed = false
        var flags: UInt16 = 0
    }
    var entries: [Entry] = []

    mutating func add(_ name: String, _ text: String, streamed: Bool = false) {
        let bytes = Array(text.utf8)
        entries.append(Entry(name: name, packed: bytes, size: bytes.count, crc: Self.crc(bytes), isStreamed: streamed))
    }

    /// Adds a deflated part: `head`, then `byte` repeated `count` times (a multiple of 258 plus 1), then `tail`.
    mutating func addRun(_ name: String, head: String, byte: UInt8, count: Int, tail: String, declared: Int? = nil) {
        let packed = Deflate.run(head: Array(head.utf8), byte: byte, count: count, tail: Array(tail.utf8))
        let plain = Array(head.utf8) + [UInt8](repeating: byte, count: count) + Array(tail.utf8)
        entries.append(Entry(name: name, packed: packed, size: declared ?? plain.count, crc: Self.crc(plain), method: 8))
    }

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = file.count
            let name = Array(entry.name.utf8)
            let flags = entry.flags | (entry.isStreamed ? 8 : 0)
            let sizes = Self.four(Int(entry.crc)) + Self.four(entry.packed.count) + Self.four(entry.size)
            file += [0x50, 0x4B, 3, 4] + Self.two(20) + Self.two(Int(flags)) + Self.two(Int(entry.method)) + Self.four(0)
            file += entry.isStreamed ? [UInt8](repeating: 0, count: 12) : sizes
            file += Self.two(name.count) + Self.two(0) + name + entry.packed
            if entry.isStreamed { file += [0x50, 0x4B, 7, 8] + sizes }
            directory +=
                [0x50, 0x4B, 1, 2] + Self.two(20) + Self.two(20) + Self.two(Int(flags)) + Self.two(Int(entry.method)) + Self.four(0) + sizes
            directory +=
                Self.two(name.count) + Self.two(0) + Self.two(0) + Self.two(0) + Self.two(0) + Self.four(0) + Self.four(offset) + name
        }
        let start = file.count
        file += directory
        file +=
            [0x50, 0x4B, 5, 6] + Self.four(0) + Self.two(entries.count) + Self.two(entries.count) + Self.four(directory.count)
            + Self.four(start) + Self.two(0)
        return file
    }

    private static func two(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
    private static func four(_ number: Int) -> [UInt8] { two(number & 0xFFFF) + two(number >> 16 & 0xFFFF) }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}

/// Deflate with fixed codes (RFC 1951, 3.2.6): enough to make a bomb, 258 bytes out of 13 bits.
private struct Deflate {
    private var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var count: UInt32 = 0

    static func run(head: [UInt8], byte: UInt8, count: Int, tail: [UInt8]) -> [UInt8] {
        var out = Deflate()
        out.put(0b011, 3)  // last block, fixed codes
        for byte in head + [byte] { out.literal(byte) }
        for _ in 0..<(count - 1) / 258 {
            out.code(0b1100_0101, 8)  // length 258
            out.code(0, 5)  // distance 1
        }
        for byte in tail { out.literal(byte) }
        out.code(0, 7)  // end of block
        out.put(0, (8 - out.count) % 8)
        return out.bytes
    }

    private mutating func literal(_ byte: UInt8) {
        if byte < 144 { code(0x30 + UInt32(byte), 8) } else { code(0x190 + UInt32(byte) - 144, 9) }
    }

    /// Huffman codes go with their highest bit first.
    private mutating func code(_ value: UInt32, _ length: UInt32) {
        for bit in (0..<length).reversed() { put(value >> bit & 1, 1) }
    }

    private mutating func put(_ value: UInt32, _ length: UInt32) {
        held |= value << count
        count += length
        while count >= 8 {
            bytes.append(UInt8(held & 0xFF))
            held >>= 8
            count -= 8
        }
    }
}
