import Group
import Leads
import Vocabulary

/// A lead as scripts read it. Money in kopecks, moments in milliseconds since 1970.
struct LeadAnswerRow: Codable, Sendable, Equatable {
    struct Event: Codable, Sendable, Equatable {
        let kind: String
        let actor: String
        let at: Int64
        let detail: String
    }

    let number: String
    /// The company's own id of its client; nil for other companies.
    let client: String?
    let source: String?
    let company: String
    let service: Int
    let rating: Int
    let probability: Double
    let expectedValue: Int64
    let stage: String
    /// yes, or why not.
    let mayMessage: String
    let createdAt: Int64
    let stageAt: Int64
    let amount: Int64?
    let events: [Event]

    init(_ row: LeadExportRow, events: [LeadEvent], codes: [CompanyID: String]) {
        func code(_ id: CompanyID) -> String { codes[id] ?? String(id.rawValue) }
        (number, client) = (row.number.description, row.reference)
        (source, company) = (row.source.map(code), code(row.company))
        (service, rating, probability) = (row.service.rawValue, row.rating, row.probability)
        (expectedValue, stage, mayMessage) = (row.expectedValue.kopecks, row.stage.rawValue, row.mayMessage.rawValue)
        (createdAt, stageAt, amount) = (row.createdAt.milliseconds, row.stageAt.milliseconds, row.amount?.kopecks)
        self.events = events.map { Event(kind: $0.kind.rawValue, actor: $0.actor, at: $0.at.milliseconds, detail: $0.detail) }
    }
}
