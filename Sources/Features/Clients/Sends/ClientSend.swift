import Database
import Localization
import Spreadsheets
import Vocabulary

public typealias SendID = Identifier<ClientSend>

/// A file of clients that somebody sent through the console, and how far its import is.
public struct ClientSend: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Storable {
        case workbook, csv
        /// One client, typed into a form.
        case form
    }

    public enum State: String, Hashable, Sendable, Storable {
        case running, done
        /// The file is damaged further on; what came before it is stored.
        case failed
        /// The program stopped in the middle; what came before is stored.
        case interrupted
    }

    /// What was not read of the file: our own titles, and letters of columns.
    public struct Columns: Hashable, Sendable, Codable {
        public var dropped: [String], unused: [String], unknown: [String]

        public init(dropped: [String] = [], unused: [String] = [], unknown: [String] = []) {
            (self.dropped, self.unused, self.unknown) = (dropped, unused, unknown)
        }

        public init(_ header: CardHeader) {
            self.init(dropped: header.dropped, unused: header.unused, unknown: header.unknown)
        }
    }

    public let id: SendID
    public let company: CompanyID
    /// A login.
    public let actor: String
    public let kind: Kind
    public let audience: Audience
    public let attestation: AttestationID?
    public var state: State
    public var failure: Message?
    public let columns: Columns
    public var totals: CardReport.Totals
    /// 0…1
    public var progress: Double
    public let startedAt: Instant
    public var seenAt: Instant
    public var endedAt: Instant?

    public init(
        id: SendID, company: CompanyID, actor: String, kind: Kind, audience: Audience, attestation: AttestationID?, columns: Columns,
        startedAt: Instant
    ) {
        (self.id, self.company, self.actor, self.kind, self.audience) = (id, company, actor, kind, audience)
        (self.attestation, self.columns, self.startedAt, seenAt) = (attestation, columns, startedAt, startedAt)
        (state, failure, totals, progress, endedAt) = (.running, nil, .init(), 0, nil)
    }

    /// For so long the rows of a report are kept.
    public static let kept = Span.days(90)
    /// An import that did not move on for so long has lost its program.
    static let patience = Span.minutes(2)

    /// What people are told: an import without a program is interrupted, though nobody was left to write so.
    public func state(at now: Instant) -> State {
        state == .running && now - seenAt > Self.patience ? .interrupted : state
    }
}

/// What became of one row of a send. Holds numbers, rules and ids of ours, never what stood in a cell.
public struct SendRow: Hashable, Sendable {
    public enum Result: String, Hashable, Sendable, CaseIterable, Storable {
        case new, updated, unchanged, waits, refused, example
    }

    /// As the person sees it in the file.
    public let row: Int
    public let result: Result
    /// How many services the product may mean, when it waits.
    public let services: Int
    public let problems: [RowProblem]
    public let card: CardID?
    /// What the row said of the card's outcome, and what was known of the card before. For taking the send back.
    let said: Card.Outcome?
    let before: CardBefore?

    init(
        row: Int, result: Result, services: Int = 0, problems: [RowProblem] = [], card: CardID? = nil, said: Card.Outcome? = nil,
        before: CardBefore? = nil
    ) {
        (self.row, self.result, self.services, self.problems, self.card) = (row, result, services, problems, card)
        (self.said, self.before) = (said, before)
    }

    /// The rows of a batch, with what became of its valid cards.
    static func rows(_ batch: CardBatch, _ stored: [StoredCard]) -> [SendRow] {
        var answers = stored[...]
        return batch.rows.compactMap { checked in
            switch checked {
            case .example(let row): SendRow(row: row, result: .example)
            case .refused(let problems): SendRow(row: problems.first?.row ?? 0, result: .refused, problems: problems)
            case .card(let card): answers.popFirst().map { SendRow(card.row, $0, said: card.outcome) }
            }
        }
    }

    public init(_ row: Int, _ answer: StoredCard, said: Card.Outcome) {
        switch answer {
        case .new(let card): self.init(row: row, result: .new, card: card, said: said)
        case .updated(let card, let before): self.init(row: row, result: .updated, card: card, said: said, before: before)
        case .unchanged(let card, let before): self.init(row: row, result: .unchanged, card: card, said: said, before: before)
        case .waits(let services): self.init(row: row, result: .waits, services: services)
        case .refused(let problem): self.init(row: row, result: .refused, problems: [problem])
        }
    }
}

extension CardReport.Totals {
    mutating func count(_ rows: [SendRow]) {
        for row in rows {
            self.rows += 1
            switch row.result {
            case .new: new += 1
            case .updated: updated += 1
            case .unchanged: unchanged += 1
            case .waits: waiting += 1
            case .refused: refused += 1
            case .example: examples += 1
            }
        }
    }

    public func count(of result: SendRow.Result) -> Int {
        switch result {
        case .new: new
        case .updated: updated
        case .unchanged: unchanged
        case .waits: waiting
        case .refused: refused
        case .example: examples
        }
    }
}
