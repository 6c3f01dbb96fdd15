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
    /// What was typed to search for. Any of it is meant.
    public struct Text: Hashable, Sendable {
        /// A client's id within its company, in any case, or how it begins.
        public var reference: String
        /// The client's whole id, when it was written with its company: `id @ company`.
        public var wholeReference: String?
        /// See ``LeadNumber/beginning(_:)``.
        public var number: String?
        /// Services whose names were meant.
        public var services: [ServiceID]

        public init(reference: String, wholeReference: String? = nil, number: String? = nil, services: [ServiceID] = []) {
            (self.reference, self.wholeReference, self.number, self.services) = (reference, wholeReference, number, services)
        }
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
    /// A list looks at so many clients whose ids begin alike, and says when there are more.
    public static let mostClients = 1000

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

    /// None yet.
    init() {}

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
    ///   - isWhole: however many clients have ids that begin alike, for what may take its time.
    ///   - isWalk: the rows are read off an index in the list's order until a page is full. Stages are then named by those that are left out, so that
    ///     no index of stages is tried, whose rows would all have to be sorted.
    mutating func add(_ query: LeadQuery, for account: Account, isWalk: Bool, isWhole: Bool = false) {
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
        if let text = query.text {
            let found = leads(named: text, for: account, isWhole: isWhole)
            var meant = found.isEmpty ? [] : ["lead.id IN (\(found.joined(separator: " UNION ")))"]
            if !text.services.isEmpty { meant.append("lead.service_id IN (\(text.services.map { place($0) }.joined(separator: ", ")))") }
            add(meant.isEmpty ? "1 = 0" : "(\(meant.joined(separator: " OR ")))")
        }
    }

    /// Leads by their number and by their client's id, each read off its index. Of clients only those whose ids this person may see.
    private mutating func leads(named text: LeadQuery.Text, for account: Account, isWhole: Bool) -> [String] {
        var found: [String] = []
        if let number = text.number {
            let (start, end) = (place(number), place(number + "\u{10FFFF}"))
            found.append("SELECT numbered.id FROM lead AS numbered WHERE numbered.number >= \(start) AND numbered.number < \(end)")
        }
        let limit = isWhole ? "" : " LIMIT \(LeadQuery.mostClients)"
        for reference in Self.cases(text.reference) {
            guard let clients = clients(beginning: reference, for: account) else { break }
            found.append("SELECT owned.id FROM lead AS owned WHERE owned.client_id IN (SELECT client.id \(clients)\(limit))")
        }
        for reference in text.wholeReference.map(Self.cases) ?? [] {
            guard let companies = companies(of: account) else { break }
            let clients = "SELECT client.id FROM client WHERE \(companies) AND client.reference = \(place(reference))"
            found.append("SELECT owned.id FROM lead AS owned WHERE owned.client_id IN (\(clients))")
        }
        return found
    }

    /// Clients whose ids begin exactly so.
    mutating func clients(beginning reference: String, for account: Account) -> String? {
        guard let companies = companies(of: account) else { return nil }
        // A range of bytes and not LIKE, so that no sign of the id is a wildcard.
        let (start, end) = (place(reference), place(reference + "\u{10FFFF}"))
        return "FROM client WHERE \(companies) AND client.reference >= \(start) AND client.reference < \(end)"
    }

    /// Company by company, so that the index of ids within companies serves.
    private mutating func companies(of account: Account) -> String? {
        if account.level == .founder { return "client.company_id IN (SELECT company.id FROM company)" }
        return account.place.company.map { "client.company_id = \(place($0))" }
    }

    /// As typed, and as ids are written: in small letters, in capitals, or with one capital first.
    static func cases(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        let small = text.lowercased()
        return Set([text, small, text.uppercased(), small.prefix(1).uppercased() + small.dropFirst()]).sorted()
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
