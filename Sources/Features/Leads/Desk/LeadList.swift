import Accounts
import Database
import Vocabulary

/// A page of leads within a person's sight.
public struct LeadList: Sendable {
    public struct Line: Sendable {
        public let lead: LeadRecord
        /// The company's own id of its client; nil for people of other companies.
        public let reference: String?
        public let holder: LeadHolder?
        /// Of a lead that was lost.
        public let lostReason: LostReason?
    }

    public let lines: [Line]
    /// On all pages.
    public let count: Int
    public let page: Int
    public let pages: Int
    /// Whether more clients have ids that begin as asked than were looked at.
    public let isCut: Bool

    /// - Parameters:
    ///   - counted: how many there are, where that is known already.
    ///   - limit: lines on a page.
    public init(
        _ query: LeadQuery, for account: Account, counted: Int? = nil, limit: Int = LeadQuery.size, in transaction: Transaction
    ) throws(LeadsError) {
        let sight = try LeadsError.storing { () throws(DatabaseError) in try account.sightOfLeads(in: transaction) }
        count = try LeadsError.storing { () throws(DatabaseError) in
            if let counted { return counted }
            var conditions = LeadConditions(sight)
            conditions.add(query, for: account, isWalk: false)
            return try conditions.count(in: transaction)
        }
        pages = max(1, (count + limit - 1) / limit)
        page = min(max(1, query.page), pages)
        var asked = query
        asked.page = page
        var walk = LeadConditions(sight)
        let sql = Self.page(of: asked, limit: limit, walk: &walk, for: account)
        let leads = try LeadStore().leads(sql: sql, walk.arguments, in: transaction)
        isCut = try LeadsError.storing { () throws(DatabaseError) in try Self.isCut(query, account, in: transaction) }
        lines = try Self.lines(leads, for: account, in: transaction)
    }

    /// What this person sees of these leads, which lie within their sight.
    static func lines(_ leads: [LeadRecord], for account: Account, in transaction: Transaction) throws(LeadsError) -> [Line] {
        let (holders, references) = try LeadsError.storing { () throws(DatabaseError) in
            let holders = try LeadHolderStore().holders(of: leads.map(\.id), in: transaction)
            let references = try Self.references(of: leads.filter { account.seesClients(of: $0.source) }.map(\.client), in: transaction)
            return (holders, references)
        }
        let reasons = try LeadStore().lostReasons(of: leads.filter { $0.stage == .lost }.map(\.id), in: transaction)
        return leads.map { Line(lead: $0, reference: references[$0.client], holder: holders[$0.id], lostReason: reasons[$0.id]) }
    }
}

extension LeadList {
    private static func isCut(
        _ query: LeadQuery, _ account: Account, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        for reference in LeadConditions.cases(query.text?.reference ?? "") {
            var conditions = LeadConditions()
            guard let clients = conditions.clients(beginning: reference, for: account) else { return false }
            let more = "SELECT 1 AS one \(clients) LIMIT 1 OFFSET \(LeadQuery.mostClients)"
            if try transaction.row(more, conditions.arguments) != nil { return true }
        }
        return false
    }

    /// The page's ids come off an index that has all that is asked for; only its own rows are read from the table.
    static func page(
        of query: LeadQuery, limit size: Int, walk: inout LeadConditions, for account: Account
    ) -> String {
        // Leads that are named are found by their own indexes, and there is nothing to walk.
        walk.add(query, for: account, isWalk: query.text?.services.isEmpty != true)
        let (limit, offset) = (walk.place(size), walk.place((query.page - 1) * size))
        let direction = query.ascending ? "ASC" : "DESC"
        let order = "ORDER BY \(query.order.column) \(direction), lead.id \(direction)"
        return """
            SELECT lead.* FROM (SELECT lead.id AS page_id FROM lead WHERE \(walk.sql) \(order) LIMIT \(limit) OFFSET \(offset)) AS page
            JOIN lead ON lead.id = page.page_id \(order)
            """
    }

    /// The companies' own ids of these clients, and nothing else of them.
    static func references(of clients: [ClientID], in transaction: Transaction) throws(DatabaseError) -> [ClientID: String] {
        var references: [ClientID: String] = [:]
        // Statements take a bounded number of arguments.
        for start in stride(from: 0, to: clients.count, by: 500) {
            let some = clients[start..<min(start + 500, clients.count)]
            let places = (1...some.count).map { "$\($0)" }.joined(separator: ", ")
            for row in try transaction.rows("SELECT id, reference FROM client WHERE id IN (\(places))", Array(some)) {
                references[try row["id"]] = try row["reference"]
            }
        }
        return references
    }
}

extension LeadQuery.Order {
    var column: String {
        switch self {
        case .created: "lead.created_at"
        case .changed: "lead.stage_at"
        case .rating: "lead.rating"
        case .urgent: "CASE lead.stage WHEN 'interested' THEN 0 WHEN 'waiting' THEN 1 WHEN 'ask_consent' THEN 1 ELSE 2 END, lead.stage_at"
        }
    }
}
