import Accounts
import Catalogue
import Clients
import Database
import Group
import Localization
import Recommendations
import Spreadsheets
import Vocabulary

/// Who reads an export.
public enum LeadReader: Hashable, Sendable {
    /// Everything, with whose client it is.
    case founders
    /// What the company sent or has. Another company's client stays a lead number.
    case company(CompanyID)
}

/// One line of `export leads`.
public struct LeadExportRow: Hashable, Sendable {
    public let number: LeadNumber
    /// The company's own id of its client; nil for readers of other companies.
    public let reference: String?
    /// Who sent the card; nil for readers of other companies.
    public let source: CompanyID?
    public let service: ServiceID
    public let company: CompanyID
    public let rating: Int
    public let probability: Double
    public let expectedValue: Money
    public let stage: LeadStage
    public let mayMessage: MayMessage
    public let reasons: [Reason]
    public let createdAt: Instant
    public let stageAt: Instant
    /// What a won lead paid.
    public let amount: Money?
    /// Of a lost one.
    public let lostReason: LostReason?
    /// Who of its company works on it; nil for readers of other companies.
    public let holder: AccountID?

    init(_ lead: LeadRecord, reference: String?, isOwn: Bool, amount: Money?, lostReason: LostReason?, holder: AccountID?) {
        (self.lostReason, self.holder) = (lostReason, holder)
        (number, self.reference, source) = (lead.number, reference, isOwn ? lead.source : nil)
        (service, company, rating, probability) = (lead.service, lead.company, lead.rating, lead.probability)
        (expectedValue, stage, mayMessage, reasons) = (lead.expectedValue, lead.stage, lead.mayMessage, lead.reasons)
        (createdAt, stageAt, self.amount) = (lead.createdAt, lead.stageAt, amount)
    }
}

/// Leads for people outside the program.
public struct LeadExport: Sendable {
    public init() {}

    /// Oldest first.
    public func rows(for reader: LeadReader, in transaction: Transaction) throws(LeadsError) -> [LeadExportRow] {
        let company: CompanyID? = if case .company(let id) = reader { id } else { nil }
        let leads = try LeadStore().leads(visibleTo: company, in: transaction)
        let (amounts, holders) = try LeadsError.storing { () throws(DatabaseError) in
            (try Self.amounts(of: leads, in: transaction), try Self.holders(of: leads, in: transaction))
        }
        let reasons = try Self.lostReasons(of: leads, in: transaction)
        var rows: [LeadExportRow] = []
        for lead in leads {
            let isOwn = company == nil || company == lead.source
            let client = try LeadsError.storing { () throws(DatabaseError) in
                isOwn ? try ClientStore().client(lead.client, in: transaction) : nil
            }
            let holder = company == nil || company == lead.company ? holders[lead.id] : nil
            rows.append(
                LeadExportRow(
                    lead, reference: client?.reference, isOwn: isOwn, amount: amounts[lead.id], lostReason: reasons[lead.id], holder: holder
                ))
        }
        return rows
    }

    /// What the query finds within the person's sight, in its order: ids alone, 16 bytes each, however many there are.
    public func found(_ query: LeadQuery, for account: Account, in transaction: Transaction) throws(LeadsError) -> [LeadID] {
        let (sql, arguments) = try Self.search(query, for: account, in: transaction)
        return try LeadsError.storing { () throws(DatabaseError) in
            var ids: [LeadID] = []
            var failure: DatabaseError?
            try transaction.each("SELECT lead.id FROM lead \(sql)", arguments) { row in
                do throws(DatabaseError) { ids.append(try row["id"]) } catch { failure = error }
            }
            if let failure { throw failure }
            return ids
        }
    }

    /// Those of these leads that lie within the person's sight now, in the order of the ids.
    public func rows(of ids: [LeadID], for account: Account, in transaction: Transaction) throws(LeadsError) -> [LeadExportRow] {
        let sight = try LeadsError.storing { () throws(DatabaseError) in try account.sightOfLeads(in: transaction) }
        var leads: [LeadID: LeadRecord] = [:]
        // Statements take a bounded number of arguments.
        for start in stride(from: 0, to: ids.count, by: 500) {
            var conditions = LeadConditions(sight)
            let places = ids[start..<min(start + 500, ids.count)].map { conditions.place($0) }.joined(separator: ", ")
            conditions.add("lead.id IN (\(places))")
            for lead in try LeadStore().leads("WHERE \(conditions.sql)", conditions.arguments, in: transaction) { leads[lead.id] = lead }
        }
        return try rows(ids.compactMap { leads[$0] }, for: account, in: transaction)
    }

    private static func search(
        _ query: LeadQuery, for account: Account, in transaction: Transaction
    ) throws(LeadsError) -> (sql: String, arguments: [any Storable]) {
        var conditions = try LeadsError.storing { () throws(DatabaseError) in try LeadConditions(account, in: transaction) }
        conditions.add(query, for: account, isWalk: false, isWhole: true)
        let order = "\(query.order.column) \(query.ascending ? "ASC" : "DESC"), id"
        return ("WHERE \(conditions.sql) ORDER BY \(order)", conditions.arguments)
    }

    private func rows(
        _ leads: [LeadRecord], for account: Account, in transaction: Transaction
    ) throws(LeadsError) -> [LeadExportRow] {
        let reasons = try Self.lostReasons(of: leads, in: transaction)
        return try LeadsError.storing { () throws(DatabaseError) in
            let amounts = try Self.amounts(of: leads, in: transaction)
            let holders = try Self.holders(of: leads, in: transaction)
            let references = try LeadList.references(
                of: leads.filter { account.seesClients(of: $0.source) }.map(\.client), in: transaction)
            return leads.map { lead in
                LeadExportRow(
                    lead, reference: references[lead.client], isOwn: account.seesClients(of: lead.source), amount: amounts[lead.id],
                    lostReason: reasons[lead.id], holder: holders[lead.id])
            }
        }
    }

    /// The rows as a sheet in the reader's language.
    /// - Parameters:
    ///   - people: what the staff is called.
    ///   - say: renders a message in that language.
    public func table(
        _ rows: [LeadExportRow], services: [Service], companies: [Company], needs: [String: Need], people: [AccountID: String],
        language: Language, say: @escaping @Sendable (Message) -> String
    ) -> SheetTable {
        LeadSheet(services: services, companies: companies, needs: needs, people: people, language: language, say: say).table(rows)
    }

    private static func lostReasons(of leads: [LeadRecord], in transaction: Transaction) throws(LeadsError) -> [LeadID: LostReason] {
        try LeadStore().lostReasons(of: leads.filter { $0.stage == .lost }.map(\.id), in: transaction)
    }

    private static func holders(of leads: [LeadRecord], in transaction: Transaction) throws(DatabaseError) -> [LeadID: AccountID] {
        var holders: [LeadID: AccountID] = [:]
        for start in stride(from: 0, to: leads.count, by: 500) {
            let some = leads[start..<min(start + 500, leads.count)].map(\.id)
            holders.merge(try LeadHolderStore().holders(of: some, in: transaction).mapValues(\.account)) { first, _ in first }
        }
        return holders
    }

    /// What those of the leads paid that were won.
    private static func amounts(of leads: [LeadRecord], in transaction: Transaction) throws(DatabaseError) -> [LeadID: Money] {
        var amounts: [LeadID: Money] = [:]
        let won = leads.filter { $0.stage == .won }.map(\.id)
        for start in stride(from: 0, to: won.count, by: 500) {
            let some = Array(won[start..<min(start + 500, won.count)])
            let places = (1...some.count).map { "$\($0)" }.joined(separator: ", ")
            let sql = "SELECT lead_id, amount FROM lead_event WHERE lead_id IN (\(places)) AND kind = 'won' AND amount IS NOT NULL"
            for row in try transaction.rows(sql, some) { amounts[try row["lead_id"]] = try row.get("amount", as: Money.self) }
        }
        return amounts
    }
}
