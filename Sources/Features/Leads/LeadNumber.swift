import Database
import Vocabulary

/// What people say and type for a lead: eight digits and letters of Crockford's base 32 (no I, L, O, U), shown as `7K3Q-9XAB`.
public struct LeadNumber: Hashable, Sendable, CustomStringConvertible {
    /// Eight characters without the dash, as stored.
    public let text: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    static let length = 8

    /// Forty bits of the id. Should a number be taken already, the next window gives another one.
    /// - Parameter window: 0, 1 or 2: which bits of the id are used.
    init(_ id: LeadID, window: Int = 0) {
        let bits = [id.high >> 24, id.low >> 24, (id.high & 0xFF_FFFF) << 16 | (id.low & 0xFFFF)][window % 3]
        text = String((0..<Self.length).map { Self.alphabet[Int(bits >> (5 * UInt64(Self.length - 1 - $0))) & 31] })
    }

    /// Reads what a person typed: any case, with or without dashes and spaces, O for 0, I and L for 1, and Cyrillic letters that look the
    /// same. Nil when it cannot be a number.
    public init?(_ typed: String) {
        guard let letters = Self.letters(typed), letters.count == Self.length else { return nil }
        text = letters
    }

    /// How a number begins, read as carefully as a whole one. Nil for less than three characters, with which a thirty-second part or more of all
    /// words begins by chance.
    public static func beginning(_ typed: String) -> String? { letters(typed).flatMap { (3...length).contains($0.count) ? $0 : nil } }

    private static func letters(_ typed: String) -> String? {
        var letters = ""
        for character in typed.uppercased() where !character.isWhitespace && !"-–—_#№".contains(character) {
            let letter = lookalikes[character] ?? character
            guard alphabet.contains(letter) else { return nil }
            letters.append(letter)
        }
        return letters
    }

    public var description: String { "\(text.prefix(4))-\(text.dropFirst(4))" }

    private static let lookalikes: [Character: Character] = [
        "O": "0", "I": "1", "L": "1", "А": "A", "В": "B", "Е": "E", "З": "3", "К": "K", "М": "M", "Н": "H", "О": "0", "Р": "P", "С": "C",
        "Т": "T", "Х": "X", "І": "1",
    ]
}

extension LeadNumber: Storable {
    public var stored: Value { .text(text) }
    public init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
}
