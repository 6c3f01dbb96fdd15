import Vocabulary

/// Something to say to a person, before a language is chosen: the key of a catalogue entry and its named arguments.
///
/// Made only by the generated functions (`Messages.swift` of each room), so a missing key or argument does not compile.
public struct Message: Hashable, Sendable, Codable {
    public let key: String
    public let arguments: [String: Argument]

    public init(key: String, arguments: [String: Argument] = [:]) {
        self.key = key
        self.arguments = arguments
    }

    /// A value that a catalogue entry may show. How it looks (plural form, group separator, date order) is the catalogue's business.
    public enum Argument: Hashable, Sendable, Codable {
        case text(String)
        case number(Int64)
        case money(Money)
        /// Shown as a calendar day, in Moscow time unless the catalogue is told otherwise.
        case date(Instant)
        /// Nested: rendered in the same language first.
        case message(Message)
    }
}
