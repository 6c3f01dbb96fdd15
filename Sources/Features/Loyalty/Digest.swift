import Crypto
import Vocabulary

/// SHA-256 over fields, each preceded by its length, so that no two different lists of fields read the same. Independent of any JSON or text layout.
struct Digest {
    private var hash = SHA256()

    /// What precedes the first entry of the chain.
    static let origin = [UInt8](repeating: 0, count: 32)

    static func bytes(_ number: Int64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) } }

    mutating func add(_ bytes: [UInt8]) {
        hash.update(data: Self.bytes(Int64(bytes.count)))
        hash.update(data: bytes)
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }
    mutating func add(_ number: Int64) { add(Self.bytes(number)) }
    mutating func add<Named>(_ id: Identifier<Named>?) { add(id?.bytes ?? []) }

    func bytes() -> [UInt8] { Array(hash.finalize()) }

    /// The first 128 bits: an id that derives from the fields.
    func id<Named>() -> Identifier<Named> {
        let halves = bytes().prefix(16).enumerated().reduce(into: [UInt64](repeating: 0, count: 2)) { halves, byte in
            halves[byte.offset / 8] = halves[byte.offset / 8] << 8 | UInt64(byte.element)
        }
        return Identifier(high: halves[0], low: halves[1])
    }
}
