import Catalogue
import Clients
import Vocabulary

/// An invented person who talks to the bot in the demo. The name is for the emulator's profile and is stored nowhere else.
public struct DemoPerson: Sendable, Hashable {
    /// How this person comes to the bot.
    public enum Entry: Sendable, Hashable {
        /// The company's QR code; no company sent a card about them.
        case companyCode
        /// A personal link to the client's card, which has to be issued.
        case personalLink(ClientID)
        /// The company's QR code, then the shared contact: the card has the keyed hash of this number (E.164, invented).
        case sharedPhone(ClientID, number: String)
    }

    /// Short Latin name for commands and addresses.
    public let key: String
    public let name: String
    public let nameEnglish: String
    public let language: Language
    public let company: CompanyID
    public let entry: Entry
    /// Who they are, for whoever watches the demo; in Russian and in English.
    public let story: String
    public let storyEnglish: String

    public var client: ClientID? {
        switch entry {
        case .companyCode: nil
        case .personalLink(let client), .sharedPhone(let client, _): client
        }
    }
}

/// A demo customer with the card that a company sent about them.
struct Cast: Sendable {
    let person: DemoPerson
    let life: Life?

    static func all(
        seed: UInt64, reference: ReferenceData, market: Market, attestations: [CompanyID: AttestationID], now: Instant
    ) throws(DemoWorldError) -> [Cast] {
        try DemoFile("people").lines.mapped { line throws(DemoWorldError) in
            var dice = Dice(seed: seed, for: "person \(line["key"])")
            let company = CompanyID(try line.int("company"))
            var life: Life?
            var entry = DemoPerson.Entry.companyCode
            if !line["came_for"].isEmpty {
                let client = ClientRecord(
                    id: dice.id(), company: company, reference: "demo-\(line["key"])-\(dice.whole(1000...9999))",
                    audience: try line.value("audience"), portrait: try portrait(line), createdAt: now - .days(Int64(dice.whole(200...500)))
                )
                switch line["entry"] {
                case "link": entry = .personalLink(client.id)
                case "phone": entry = .sharedPhone(client.id, number: line["phone"])
                default: throw .cell(file: line.file, row: line.number, column: "entry")
                }
                life = try Cast.life(of: client, line, attestation: attestations[company], now: now, &dice)
            }
            let person = DemoPerson(
                key: line["key"], name: line["name"], nameEnglish: line["name_en"], language: try line.value("language"), company: company,
                entry: entry, story: line["story"], storyEnglish: line["story_en"])
            return Cast(person: person, life: life)
        }
    }

    /// Their past is written by hand, so that each seed tells the same story: what they had, then what they came for today.
    private static func life(
        of client: ClientRecord, _ line: DemoFile.Line, attestation: AttestationID?, now: Instant, _ dice: inout Dice
    ) throws(DemoWorldError) -> Life {
        let card = Card(
            id: dice.id(), client: client.id, service: ServiceID(try line.int("came_for")), outcome: .success, attestation: attestation,
            receivedAt: now - .minutes(Int64(dice.whole(1...4))))
        var interactions: [Interaction] = []
        for owned in try line.ints("owned") {
            interactions.append(
                Interaction(
                    client: client.id, service: ServiceID(owned), source: .history, sourceID: dice.bytes(), value: 1,
                    at: client.createdAt + .days(Int64(10 * interactions.count))))
        }
        interactions.append(
            Interaction(
                client: client.id, service: card.service, source: .history, sourceID: card.id.bytes, value: 1, at: card.receivedAt))
        return Life(
            client: client, card: card, interactions: interactions,
            person: Person(
                audience: client.audience, portrait: client.portrait, affinity: [:], owned: Set(interactions.map(\.service))))
    }

    /// `age=41 income=420`: names of the data files' columns.
    private static func portrait(_ line: DemoFile.Line) throws(DemoWorldError) -> Portrait {
        var portrait = Portrait()
        for word in line["portrait"].split(separator: " ") {
            let parts = word.split(separator: "=")
            guard parts.count == 2, let field = Portrait.Field(rawValue: String(parts[0])), let number = Int(parts[1]) else {
                throw .cell(file: line.file, row: line.number, column: "portrait")
            }
            portrait[field] = number
        }
        return portrait
    }
}
