import Accounts
import Database
import Vocabulary

/// What happened to leads lately, as far as open pages have to know of it.
public struct LeadNews: Sendable {
    public struct Item: Hashable, Sendable {
        public let number: LeadNumber
        public let company: CompanyID
        public let source: CompanyID
        public let holder: AccountID?
        public let unit: UnitID?
        public let kind: LeadEventKind

        public init(
            number: LeadNumber, company: CompanyID, source: CompanyID, holder: AccountID?, unit: UnitID?, kind: LeadEventKind
        ) {
            (self.number, self.company, self.source) = (number, company, source)
            (self.holder, self.unit, self.kind) = (holder, unit, kind)
        }

        /// Whether somebody with this sight may learn of the lead.
        public func isWithin(_ sight: Sight) -> Bool {
            switch sight {
            case .everything: true
            case .nothing: false
            case .company(let company): self.company == company
            case .units(let units, let company): self.company == company && (holder == nil || unit.map(units.contains) == true)
            case .person(let account, let company): self.company == company && (holder == nil || holder == account)
            }
        }

        /// Whether the lead may just have left that sight: then lists change, and which lead it was is not told.
        public func mayHaveLeft(_ sight: Sight) -> Bool {
            guard !isWithin(sight) else { return false }
            switch (sight, kind) {
            case (.everything, _), (.nothing, _): return false
            // It was the sender's as long as the client had yet to agree.
            case (.company(let company), .consented), (.units(_, let company), .consented), (.person(_, let company), .consented):
                return source == company
            case (.company(let company), .taken), (.units(_, let company), .taken), (.person(_, let company), .taken),
                (.company(let company), .reassigned), (.units(_, let company), .reassigned), (.person(_, let company), .reassigned):
                return self.company == company
            default: return false
            }
        }
    }

    private struct Key: Hashable {
        let lead: LeadID
        let seq: Int
    }

    /// Events of other processes may be committed a little after they happened.
    private static let margin = Span.seconds(5)
    private static let most = 500
    private var last: Instant?
    private var seen: [Key: Instant] = [:]

    public init() {}

    /// What was appended since the last call; the first call only remembers where things stand. Of a flood the latest 500.
    public mutating func next(in transaction: Transaction) throws(DatabaseError) -> [Item] {
        let isFirst = last == nil
        let newest: Instant? = try transaction.row("SELECT max(at) AS at FROM lead_event")?["at"] ?? nil
        guard let newest else {
            last = last ?? Instant(milliseconds: 0)
            return []
        }
        let since = min(last ?? newest, newest) - Self.margin
        let rows = try transaction.rows(
            """
            SELECT lead_event.lead_id AS lead, lead_event.seq AS seq, lead_event.at AS at, lead_event.kind AS kind, lead.number AS number,
                lead.company_id AS company, lead.source_company AS source, lead.holder AS holder, lead.holder_unit AS unit
            FROM lead_event JOIN lead ON lead.id = lead_event.lead_id WHERE lead_event.at >= $1 ORDER BY lead_event.at DESC LIMIT $2
            """, [since, Self.most])
        var items: [Item] = []
        var kept: [Key: Instant] = [:]
        for row in rows {
            let key = Key(lead: try row["lead"], seq: try row["seq"])
            kept[key] = try row["at"]
            guard seen[key] == nil else { continue }
            items.append(
                Item(
                    number: try row["number"], company: try row["company"], source: try row["source"], holder: try row["holder"],
                    unit: try row["unit"], kind: try row["kind"]))
        }
        (seen, last) = (kept, newest)
        return isFirst ? [] : items
    }
}

extension LeadsSchema {
    public static let news = [
        Migration("6 news of leads", ["CREATE INDEX lead_event_by_time ON lead_event (at)"])
    ]
}
