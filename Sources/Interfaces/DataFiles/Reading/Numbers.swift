/// Numbers as data files write them: ASCII digits, a dot, an exponent; whatever the locale. No hexadecimal, no NaN, no infinity.
enum Numbers {
    /// The number, or nil when the text is none.
    static func decimal(_ bytes: FieldBytes) -> Double? {
        var place = 0
        let isNegative = sign(bytes, &place)
        var digits: UInt64 = 0
        var length = 0
        var exponent = 0
        func take(fraction: Bool) -> Int {
            let first = place
            while place < bytes.count, (Byte.zero...Byte.nine).contains(bytes[place]) {
                if length < 18 {
                    digits = digits * 10 + UInt64(bytes[place] - Byte.zero)
                    if digits > 0 { length += 1 }
                    if fraction { exponent -= 1 }
                } else {
                    length += 1
                }
                place += 1
            }
            return place - first
        }
        var found = take(fraction: false)
        if place < bytes.count, bytes[place] == Byte.dot {
            place += 1
            found += take(fraction: true)
        }
        guard found > 0 else { return nil }
        var hasExponent = false
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            place += 1
            _ = sign(bytes, &place)
            guard place < bytes.count else { return nil }
            while place < bytes.count, (Byte.zero...Byte.nine).contains(bytes[place]) { place += 1 }
        }
        guard place == bytes.count else { return nil }
        // Both are exact below 2^53 and 10^22, so one division is correctly rounded (Clinger, "How to Read Floating Point Numbers Accurately").
        if !hasExponent, length <= 15, exponent >= -22 {
            let magnitude = Double(digits) / powers[-exponent]
            return isNegative ? -magnitude : magnitude
        }
        return Double(String(decoding: bytes, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
    }

    /// Seconds as milliseconds: whole seconds by hand, fractions to the millisecond. Before 1970 is negative. nil: no number, or beyond ``mostSeconds``.
    static func milliseconds(_ bytes: FieldBytes) -> Int64? {
        var place = 0
        let isNegative = sign(bytes, &place)
        let first = place
        var seconds: Int64 = 0
        while place < bytes.count, place - first < 12 {
            let digit = bytes[place] &- Byte.zero
            guard digit < 10 else { break }
            seconds = seconds &* 10 &+ Int64(digit)
            place += 1
        }
        if place == bytes.count, place > first {
            guard seconds <= mostSeconds else { return nil }
            return (isNegative ? -seconds : seconds) * 1000
        }
        guard let exact = decimal(bytes), exact.magnitude <= Double(mostSeconds) else { return nil }
        return Int64((exact * 1000).rounded())
    }

    /// The year 5138; beyond it a time is surely in milliseconds.
    static let mostSeconds: Int64 = 100_000_000_000

    private static let powers: [Double] = (0...22).reduce(into: []) { powers, _ in powers.append((powers.last ?? 0.1) * 10) }

    private static func sign(_ bytes: FieldBytes, _ place: inout Int) -> Bool {
        guard place < bytes.count, bytes[place] == Byte.minus || bytes[place] == Byte.plus else { return false }
        place += 1
        return bytes[place - 1] == Byte.minus
    }
}
