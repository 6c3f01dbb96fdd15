import Accounts
import Database
import Vocabulary

/// What a list of leads is asked for.
public struct LeadQuery: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case open
        /// Waits for people longer than it may.
        case late(before: Instant)
        case stage(LeadStage)
        case all
    }
    public enum Holder: Hashable, Sendable { case anyone, nobody, mine }
    public enum Order: String, Hashable, Sendable, CaseIterable {
        case created, changed, rating
        /// Interested customers first, then whatever has waited longest; for one person's own leads, which are few.
        case urgent
    }
    public enum Text: Hashable, Sendable {
        case number(LeadNumber)
        /// A client's id within its company, and services whose names were meant.
        case words(reference: String, services: [ServiceID])
    }

    public var status = Status.open
    public var holder = Holder.anyone
    public var service: ServiceID?
    public var text: Text?
    /// The recipient, for those who see several.
    public var company: CompanyID?
    /// Created from this moment on…
    public var from: Instant?
    /// …and before this one.
    public var until: Instant?
    public var order = Order.created
    public var ascending = false
    public var page = 1
    public static let size = 25

    public init() {}
}

/// Leads within a person's sight, as conditions of SQL: nothing beyond it is read.
struct LeadConditions {
    private(set) var arguments: [any Storable] = []
    private(set) var parts: [String] = []
    private let isWide: Bool
    static let waitingForPeople = "lead.stage IN ('waiting', 'ask_consent', 'interested')"
    static let open = "lead.stage IN ('waiting', 'ask_consent', 'offered', 'interested', 'later')"
    /// The same said so that no index of stages is tried: a page of the whole group's list is read off the index of its order.
    static let wideWaiting = "lead.stage NOT IN ('offered', 'later', 'declined', 'silent', 'won', 'lost', 'withdrawn')"
    private static let wideOpen = "lead.stage NOT IN ('declined', 'silent', 'won', 'lost', 'withdrawn')"

    init(_ account: Account, in tree: UnitTree) {
        let sight = account.sightOfLeads(in: tree)
        isWide = sight == .everything
        switch sight {
        case .everything: break
        case .nothing: add("1 = 0")
        case .company(let company): add("lead.company_id = \(place(company))")
        case .units(let units, let company):
            let list = units.map { place($0) }.joined(separator: ", ")
            add("lead.company_id = \(place(company))")
            add("(lead.holder IS NULL OR lead.holder_unit IN (\(list)))")
        case .person(let account, let company):
            add("lead.company_id = \(place(company))")
            let own = place(account)
            add("(lead.holder IS NULL OR lead.holder = \(own))")
        }
    }

    var sql: String { parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ") }

    mutating func add(_ condition: String) { parts.append(condition) }

    mutating func place(_ value: any Storable) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }

    mutating func add(_ query: LeadQuery, for account: Account) {
        switch query.status {
        case .open: add(isWide ? Self.wideOpen : Self.open)
        case .late(let moment):
            add(isWide ? Self.wideWaiting : Self.waitingForPeople)
            add(Self.late(place(moment)))
        case .stage(let stage): add("lead.stage = \(place(stage))")
        case .all: break
        }
        switch query.holder {
        case .anyone: break
        case .nobody: addFree()
        case .mine: addMine(account)
        }
        if let service = query.service { add("lead.service_id = \(place(service))") }
        if let company = query.company { add("lead.company_id = \(place(company))") }
        if let from = query.from { add("lead.created_at >= \(place(from))") }
        if let until = query.until { add("lead.created_at < \(place(until))") }
        switch query.text {
        case nil: break
        case .number(let number): add("lead.number = \(place(number))")
        case .words(let reference, let services):
            // A client's id is looked for only where this person may see it.
            var client = "client.reference = \(place(reference))"
            if account.level != .founder { client += " AND lead.source_company = \(place(account.place.company))" }
            let named = services.isEmpty ? "" : " OR lead.service_id IN (\(services.map { place($0) }.joined(separator: ", ")))"
            add("(EXISTS (SELECT 1 FROM client WHERE client.id = lead.client_id AND \(client))\(named))")
        }
    }

    mutating func addFree() { add("lead.holder IS NULL") }

    mutating func addMine(_ account: Account) { add("lead.holder = \(place(account.id))") }

    /// Nothing happened to it since.
    static func late(_ moment: String) -> String {
        "(lead.stage_at < \(moment) AND (lead.touched_at IS NULL OR lead.touched_at < \(moment)))"
    }
}
