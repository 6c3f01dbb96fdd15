import Accounts
import Catalogue
import Clients
import Database
import Foundation
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

    init(_ lead: LeadRecord, reference: String?, isOwn: Bool, amount: Money?) {
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
        let amounts = try LeadsError.storing { () throws(DatabaseError) in try Self.amounts(in: transaction) }
        var rows: [LeadExportRow] = []
        for lead in try LeadStore().leads(visibleTo: company, in: transaction) {
            let isOwn = company == nil || company == lead.source
            let client = try LeadsError.storing { () throws(DatabaseError) in
                isOwn ? try ClientStore().client(lead.client, in: transaction) : nil
            }
            rows.append(LeadExportRow(lead, reference: client?.reference, isOwn: isOwn, amount: amounts[lead.id]))
        }
        return rows
    }

    /// What the query finds within the person's sight, in its order; nil: more than `most`.
    public func rows(
        _ query: LeadQuery, for account: Account, most: Int, in transaction: Transaction
    ) throws(LeadsError) -> [LeadExportRow]? {
        let tree = try LeadsError.storing { () throws(DatabaseError) in try UnitStore().tree(in: transaction) }
        var conditions = LeadConditions(account, in: tree)
        let clients = try LeadsError.storing { () throws(DatabaseError) in
            try LeadList.clients(meantBy: query, account, in: transaction)
        }
        conditions.add(query, for: account, clients: clients, isWalk: false)
        let limit = conditions.place(most + 1)
        let leads = try LeadStore().leads(
            "WHERE \(conditions.sql) ORDER BY \(query.order.column) \(query.ascending ? "ASC" : "DESC"), id LIMIT \(limit)",
            conditions.arguments, in: transaction)
        guard leads.count <= most else { return nil }
        return try LeadsError.storing { () throws(DatabaseError) in
            let amounts = leads.isEmpty ? [:] : try Self.amounts(in: transaction)
            let references = try LeadList.references(
                of: leads.filter { account.seesClients(of: $0.source) }.map(\.client), in: transaction)
            return leads.map { lead in
                LeadExportRow(
                    lead, reference: references[lead.client], isOwn: account.seesClients(of: lead.source), amount: amounts[lead.id])
            }
        }
    }

    /// The rows as a sheet in the reader's language.
    /// - Parameter say: renders a message in that language.
    public func table(
        _ rows: [LeadExportRow], services: [Service], companies: [Company], needs: [String: Need], language: Language,
        say: (Message) -> String
    ) -> SheetTable {
        let names = ReasonNames(services: services, needs: needs, language: language)
        let companyNames = Dictionary(companies.map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        func name(_ id: CompanyID) -> String { companyNames[id] ?? "№ \(id.rawValue)" }
        let titles = [
            LeadsMessages.exportNumber, LeadsMessages.exportClient, LeadsMessages.exportSource, LeadsMessages.exportService,
            LeadsMessages.exportCompany, LeadsMessages.exportRating, LeadsMessages.exportProbability, LeadsMessages.exportExpected,
            LeadsMessages.exportStage, LeadsMessages.exportMayMessage, LeadsMessages.exportReason, LeadsMessages.exportCreated,
            LeadsMessages.exportChanged, LeadsMessages.exportAmount,
        ]
        return SheetTable(
            name: say(LeadsMessages.exportSheet), columns: titles.map { SheetTable.Column(say($0)) },
            rows: rows.map { row in
                [
                    .text(row.number.description), Self.client(row, name), row.source.map { .text(name($0)) } ?? .empty,
                    .text(names.service(row.service)), .text(name(row.company)), .integer(row.rating), .percent(row.probability),
                    .money(kopecks: Int(row.expectedValue.kopecks)), .text(say(row.stage.words)), .text(say(row.mayMessage.words)),
                    .text(row.reasons.wordsForStaff(names).map(say).joined(separator: "; ")), Self.moment(row.createdAt),
                    Self.moment(row.stageAt), row.amount.map { .money(kopecks: Int($0.kopecks)) } ?? .empty,
                ]
            })
    }

    /// `id @ company`.
    private static func client(_ row: LeadExportRow, _ name: (CompanyID) -> String) -> SheetTable.Value {
        guard let reference = row.reference, let source = row.source else { return .empty }
        return .text("\(reference) @ \(name(source))")
    }

    /// Moscow time, which has no summer time: UTC+3.
    private static func moment(_ instant: Instant) -> SheetTable.Value {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds / 1000))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 3 * 3600) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let read = SheetDate(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hour: parts.hour ?? 0, minute: parts.minute ?? 0,
            second: parts.second ?? 0)
        return read.map { .date($0) } ?? .empty
    }

    private static func amounts(in transaction: Transaction) throws(DatabaseError) -> [LeadID: Money] {
        var amounts: [LeadID: Money] = [:]
        for row in try transaction.rows("SELECT lead_id, amount FROM lead_event WHERE kind = 'won' AND amount IS NOT NULL") {
            amounts[try row["lead_id"]] = try row.get("amount", as: Money.self)
        }
        return amounts
    }
}
