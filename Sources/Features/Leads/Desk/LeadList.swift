import Accounts
import Clients
import Database
import Vocabulary

/// A page of leads within a person's sight.
public struct LeadList: Sendable {
    public struct Line: Sendable {
        public let lead: LeadRecord
        /// The company's own id of its client; nil for people of other companies.
        public let reference: String?
        public let holder: LeadHolder?
    }

    public let lines: [Line]
    /// On all pages.
    public let count: Int
    public let page: Int
    public var pages: Int { max(1, (count + LeadQuery.size - 1) / LeadQuery.size) }

    public init(_ query: LeadQuery, for account: Account, in transaction: Transaction) throws(LeadsError) {
        let tree = try LeadsError.storing { () throws(DatabaseError) in try UnitStore().tree(in: transaction) }
        var conditions = LeadConditions(account, in: tree)
        conditions.add(query, for: account)
        let (sql, arguments) = (conditions.sql, conditions.arguments)
        let count: Int = try LeadsError.storing { () throws(DatabaseError) in
            try transaction.row("SELECT count(*) AS n FROM lead WHERE \(sql)", arguments)?["n"] ?? 0
        }
        let pages = max(1, (count + LeadQuery.size - 1) / LeadQuery.size)
        let page = min(max(1, query.page), pages)
        let limit = conditions.place(LeadQuery.size)
        let offset = conditions.place((page - 1) * LeadQuery.size)
        let direction = query.ascending ? "ASC" : "DESC"
        let leads = try LeadStore().leads(
            "WHERE \(sql) ORDER BY \(query.order.column) \(direction), id \(direction) LIMIT \(limit) OFFSET \(offset)",
            conditions.arguments, in: transaction)
        (self.count, self.page) = (count, page)
        lines = try Self.lines(leads, for: account, in: transaction)
    }

    /// What this person sees of these leads, which lie within their sight.
    static func lines(_ leads: [LeadRecord], for account: Account, in transaction: Transaction) throws(LeadsError) -> [Line] {
        try LeadsError.storing { () throws(DatabaseError) in
            let holders = try LeadHolderStore().holders(of: leads.map(\.id), in: transaction)
            return try leads.map { lead throws(DatabaseError) in
                let sees = account.seesClients(of: lead.source)
                return Line(
                    lead: lead, reference: sees ? try ClientStore().client(lead.client, in: transaction)?.reference : nil,
                    holder: holders[lead.id])
            }
        }
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
