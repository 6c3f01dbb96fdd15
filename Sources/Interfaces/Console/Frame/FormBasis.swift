/// What a form showed when it was made. Whoever sends it after somebody else changed the same hears of that, instead of undoing it unawares.
struct FormBasis: Sendable {
    /// Tells whether it is still the same (FNV-1a); not secret, and not kept.
    let text: String

    init(_ parts: [String]) {
        let words = parts.joined(separator: "\u{1}")
        text = String(words.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }

    /// For the form.
    var field: HTML { "<input type=\"hidden\" name=\"seen\" value=\"\(text)\">" }

    /// - Parameter seen: the field as it came back; empty where somebody wrote a request by hand.
    /// - Throws: ``ConsoleProblem/changedMeanwhile``.
    func check(_ seen: String) throws(ConsoleProblem) {
        guard seen.isEmpty || seen == text else { throw .changedMeanwhile }
    }
}
