import Accounts
import Database
import Vocabulary

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

    init(_ sight: Sight) {
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

    /// What this person sees.
    init(_ account: Account, in transaction: Transaction) throws(DatabaseError) { self.init(try account.sightOfLeads(in: transaction)) }

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

extension LeadConditions {
    func count(in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.row("SELECT count(*) AS n FROM lead WHERE \(sql)", arguments)?["n"] ?? 0
    }

    /// How many there are of each kind, in one statement. Each is a plain count, which steps along an index without reading its columns: a sum of
    /// conditions over the same rows takes three times as long.
    func counts<Kind: Hashable>(
        _ kinds: [(kind: Kind, condition: String)], in transaction: Transaction
    ) throws(DatabaseError) -> [Kind: Int] {
        let statements = kinds.enumerated().map {
            "SELECT \($0.offset) AS kind, count(*) AS n FROM lead WHERE \(sql) AND \($0.element.condition)"
        }
        var counts: [Kind: Int] = [:]
        for row in try transaction.rows(statements.joined(separator: " UNION ALL "), arguments) {
            counts[kinds[try row.get("kind", as: Int.self)].kind] = try row["n"]
        }
        return counts
    }
}
