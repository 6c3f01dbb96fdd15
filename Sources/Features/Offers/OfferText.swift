import Database
import Vocabulary

/// What is said about a service, in plain text. It speaks of the service alone: no fact about a client can be put into it.
public struct OfferText: Hashable, Sendable {
    public static let longestTitle = 100
    public static let longestBody = 700

    public let title: String
    public let body: String

    /// - Throws: ``OfferError/text(_:)``.
    public init(title: String, body: String) throws(OfferError) {
        for (text, most) in [(title, Self.longestTitle), (body, Self.longestBody)] {
            guard text.contains(where: { !$0.isWhitespace }) else { throw .text(.empty) }
            guard text.utf16.count <= most else { throw .text(.tooLong) }
            guard !Self.hasMarkup(text) else { throw .text(.markup) }
            guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) else {
                throw .text(.controlCharacter)
            }
        }
        self.title = title
        self.body = body
    }

    init(_ row: Row) throws(DatabaseError) {
        title = try row["title"]
        body = try row["body"]
    }

    /// A tag or an entity: `<b>`, `</b>`, `<!--`, `&amp;`, `&#8381;`. "Более 5 < 7" and "Q&A" are text.
    private static func hasMarkup(_ text: String) -> Bool { text.contains(/<[\/!?A-Za-z]|&(#[xX]?)?[0-9A-Za-z]+;/) }
}

/// Texts of offers by service and version. A version holds its languages together, so that an offer shows the same thing in each.
public struct OfferTextStore: Sendable {
    public init() {}

    /// Adds a version.
    /// - Returns: its number.
    @discardableResult
    public func save(
        _ texts: [Language: OfferText], for service: ServiceID, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(OfferError) -> Int {
        guard !texts.isEmpty else { throw .text(.noLanguage) }
        return try OfferError.storing { () throws(DatabaseError) in
            let version = (try latest(of: service, in: transaction) ?? 0) + 1
            for language in Language.allCases {
                guard let text = texts[language] else { continue }
                try transaction.execute(
                    """
                    INSERT INTO offer_text (service_id, language, version, title, body, changed_by, changed_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    """, [service, language, version, text.title, text.body, actor, now])
            }
            return version
        }
    }

    /// The latest version's number; nil: there is no text.
    public func latest(of service: ServiceID, in transaction: Transaction) throws(DatabaseError) -> Int? {
        try transaction.row("SELECT max(version) AS version FROM offer_text WHERE service_id = $1", [service])?["version"] ?? nil
    }

    /// A version's text in each language that it has; empty: there is no such version.
    public func texts(of service: ServiceID, version: Int, in transaction: Transaction) throws(DatabaseError) -> [Language: OfferText] {
        var texts: [Language: OfferText] = [:]
        let rows = try transaction.rows(
            "SELECT language, title, body FROM offer_text WHERE service_id = $1 AND version = $2", [service, version])
        for row in rows { texts[try row["language"]] = try OfferText(row) }
        return texts
    }

    /// A version's text in the reader's language, else in another one that it has.
    public func text(
        of service: ServiceID, version: Int, in language: Language, transaction: Transaction
    ) throws(DatabaseError) -> OfferText? {
        let rows = try transaction.rows(
            "SELECT language, title, body FROM offer_text WHERE service_id = $1 AND version = $2 ORDER BY language DESC",
            [service, version])
        var texts: [(language: Language, text: OfferText)] = []
        for row in rows { texts.append((try row["language"], try OfferText(row))) }
        return (texts.first { $0.language == language } ?? texts.first)?.text
    }
}
