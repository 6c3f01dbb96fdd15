/// A phone number in E.164 form, so that a company's card and a shared contact meet under one hash. It lives in memory only and hides itself from logs.
public struct PhoneNumber: Hashable, Sendable {
    /// `+` and 8 to 15 digits, such as `+79260000000`.
    public let e164: String

    /// Reads a number as people in Russia write it: 8 and 10 digits, 7 and 10 digits, or the 10 digits of a mobile number become `+7…`;
    /// with `+` or `00` before it, or in full length, it is international. Spaces, dashes, dots and brackets are ignored.
    public init?(_ text: String) {
        guard let (digits, isInternational) = Self.digits(of: text) else { return nil }
        if isInternational {
            self.init(digits: digits)
        } else if digits.count == 11, digits.hasPrefix("8") {
            self.init(digits: "7" + digits.dropFirst())
        } else if digits.count == 10, digits.hasPrefix("9") {
            self.init(digits: "7" + digits)
        } else if digits.hasPrefix("00") {
            self.init(digits: String(digits.dropFirst(2)))
        } else if digits.count >= 11 {
            self.init(digits: digits)
        } else {
            return nil
        }
    }

    /// Reads a full international number that may lack its `+`, as Telegram sends the number of a contact: `84…` is Vietnam there, not Russia.
    public init?(international text: String) {
        guard let (digits, _) = Self.digits(of: text) else { return nil }
        self.init(digits: digits)
    }

    /// E.164: at most 15 digits, no leading zero; a number in zone 7 has 11.
    private init?(digits: String) {
        guard (8...15).contains(digits.count), !digits.hasPrefix("0"), !digits.hasPrefix("7") || digits.count == 11 else { return nil }
        guard Set(digits.dropFirst()).count > 1 else { return nil }  // 7000…: a filler, which would make strangers one person
        e164 = "+" + digits
    }

    private static func digits(of text: String) -> (digits: String, isInternational: Bool)? {
        var digits = ""
        var isInternational = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !isInternational: isInternational = true
            case " ", "-", "(", ")", ".", "\u{A0}", "\u{202F}", "\u{2011}", "\u{2013}": continue
            default: return nil
            }
        }
        return (digits, isInternational)
    }
}

extension PhoneNumber: CustomStringConvertible, CustomReflectable {
    public var description: String { "PhoneNumber(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
