import Catalogue
import Foundation
import Group
import Localization
import Recommendations
import Spreadsheets
import Vocabulary

/// Leads as rows of a sheet, in the reader's language.
public struct LeadSheet: Sendable {
    private let names: ReasonNames
    private let companies: [CompanyID: String]
    private let people: [AccountID: String]
    private let say: @Sendable (Message) -> String

    /// - Parameters:
    ///   - people: what the staff is called.
    ///   - say: renders a message in that language.
    public init(
        services: [Service], companies: [Company], needs: [String: Need], people: [AccountID: String], language: Language,
        say: @escaping @Sendable (Message) -> String
    ) {
        self.people = people
        names = ReasonNames(services: services, needs: needs, language: language)
        self.companies = Dictionary(companies.map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        self.say = say
    }

    public func table(_ rows: [LeadExportRow] = []) -> SheetTable {
        let titles = [
            LeadsMessages.exportNumber, LeadsMessages.exportClient, LeadsMessages.exportSource, LeadsMessages.exportService,
            LeadsMessages.exportCompany, LeadsMessages.exportRating, LeadsMessages.exportProbability, LeadsMessages.exportExpected,
            LeadsMessages.exportStage, LeadsMessages.exportMayMessage, LeadsMessages.exportReason, LeadsMessages.exportCreated,
            LeadsMessages.exportChanged, LeadsMessages.exportAmount, LeadsMessages.exportLostReason, LeadsMessages.exportHolder,
        ]
        return SheetTable(name: say(LeadsMessages.exportSheet), columns: titles.map { SheetTable.Column(say($0)) }, rows: rows.map(cells))
    }

    public func cells(_ row: LeadExportRow) -> [SheetTable.Value] {
        [
            .text(row.number.description), client(row), row.source.map { .text(name($0)) } ?? .empty,
            .text(names.service(row.service)), .text(name(row.company)), .integer(row.rating), .percent(row.probability),
            .money(kopecks: Int(row.expectedValue.inWholeRoubles.kopecks)), .text(say(row.stage.words)), .text(say(row.mayMessage.words)),
            .text(row.reasons.wordsForStaff(names).map(say).joined(separator: "; ")), Self.moment(row.createdAt),
            Self.moment(row.stageAt), row.amount.map { .money(kopecks: Int($0.kopecks)) } ?? .empty,
            row.lostReason.map { .text(say($0.words)) } ?? .empty, row.holder.flatMap { people[$0] }.map { .text($0) } ?? .empty,
        ]
    }

    private func name(_ id: CompanyID) -> String { companies[id] ?? "№ \(id.rawValue)" }

    /// `id @ company`.
    private func client(_ row: LeadExportRow) -> SheetTable.Value {
        guard let reference = row.reference, let source = row.source else { return .empty }
        return .text("\(reference) @ \(name(source))")
    }

    private static let moscow: Calendar = {
        // Without summer time: UTC+3.
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 3 * 3600) ?? .gmt
        return calendar
    }()

    private static func moment(_ instant: Instant) -> SheetTable.Value {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds / 1000))
        let parts = moscow.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let read = SheetDate(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hour: parts.hour ?? 0, minute: parts.minute ?? 0,
            second: parts.second ?? 0)
        return read.map { .date($0) } ?? .empty
    }
}
