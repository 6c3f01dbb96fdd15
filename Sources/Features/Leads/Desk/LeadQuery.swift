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
    static let waitingForPeople = "lead.stage IN ('waiting', 'ask_consent', 'interested')"
    /// The same said so that the index of stages is not tried, whose rows would all have to be sorted.
    static let wideWaiting = "lead.stage NOT IN ('offered', 'later', 'declined', 'silent', 'won', 'lost', 'withdrawn')"
    static let open = "lead.stage IN ('waiting', 'ask_consent', 'offered', 'interested', 'later')"

    init(_ account: Account, in tree: UnitTree) {
        switch account.sightOfLeads(in: tree) {
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

    /// - Parameters:
    ///   - clients: those whose id is looked for.
    ///   - isWalk: the rows are read off an index in the list's order until a page is full. Stages are then named by those that are left out, so that
    ///     no index of stages is tried, whose rows would all have to be sorted.
    mutating func add(_ query: LeadQuery, for account: Account, clients: [ClientID], isWalk: Bool) {
        switch query.status {
        case .open: add(isWalk ? Self.stages { $0.isOpen } : Self.open)
        case .late(let moment):
            // Word for word the condition of the indexes of such leads.
            add(Self.waitingForPeople)
            add(Self.late(place(moment)))
        case .stage(let stage): add(isWalk ? Self.stages { $0 == stage } : "lead.stage = \(place(stage))")
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
        case .words(_, let services):
            var meant: [String] = []
            if !clients.isEmpty {
                let list = clients.map { place($0) }.joined(separator: ", ")
                meant.append("lead.id IN (SELECT found.id FROM lead AS found WHERE found.client_id IN (\(list)))")
            }
            if !services.isEmpty { meant.append("lead.service_id IN (\(services.map { place($0) }.joined(separator: ", ")))") }
            add(meant.isEmpty ? "1 = 0" : "(\(meant.joined(separator: " OR ")))")
        }
    }

    private static func stages(_ isMeant: (LeadStage) -> Bool) -> String {
        let others = LeadStage.allCases.filter { !isMeant($0) }.map { "'\($0.rawValue)'" }
        return "lead.stage NOT IN (\(others.joined(separator: ", ")))"
    }

    mutating func addFree() { add("lead.holder IS NULL") }

    mutating func addMine(_ account: Account) { add("lead.holder = \(place(account.id))") }

    /// Nothing happened to it since.
    static func late(_ moment: String) -> String {
        "(lead.stage_at < \(moment) AND (lead.touched_at IS NULL OR lead.touched_at < \(moment)))"
    }
}
