import Catalogue
import Clients
import Database
import Group
import Recommender
import Vocabulary

/// Training runs outside any transaction, since it takes long: read, compute, save.
///
/// ```swift
/// let data = try await database.read { try Training().data(in: $0) }
/// let trained = try Training().train(data) { step in try Task.checkCancellation() }
/// let version = try await database.write { try ModelStore().save(trained.model, report: trained.report, at: now, in: $0) }
/// ```
public struct Training: Sendable {
    public init() {}

    /// Whether there is anything to learn from.
    public func hasData(in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS data FROM interaction LIMIT 1") != nil
    }

    /// Everything that a model learns from.
    public func data(in transaction: Transaction) throws(RecommendationsError) -> TrainingData {
        let matrix: SignalRule
        let needs: SignalRule
        do throws(SettingError) {
            matrix = try SettingStore().value(Settings.matrixRule, in: transaction)
            needs = try SettingStore().value(Settings.needsRule, in: transaction)
        } catch { throw .setting(error) }
        return try RecommendationsError.storing { () throws(DatabaseError) in
            try data(isMatrixSeen: matrix != .ignore, areNeedsSeen: needs != .ignore, in: transaction)
        }
    }

    private func data(
        isMatrixSeen: Bool, areNeedsSeen: Bool, in transaction: Transaction
    ) throws(DatabaseError) -> TrainingData {
        let services = try CatalogueStore().all(in: transaction)
        let companies = Dictionary(
            Set(services.map(\.company)).sorted().enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let items = services.map {
            Item(id: $0.id, audience: $0.audience, needs: areNeedsSeen ? $0.needs : [], company: companies[$0.company])
        }
        let links = try CatalogueStore().links(in: transaction).filter { isMatrixSeen && $0.kind == .related }.map {
            ItemLink(from: $0.from, to: $0.to)
        }
        var observations: [Observation] = []
        try HistoryStore().each(in: transaction) { observations.append(Observation($0)) }
        var clients: [ClientID: (Audience, PortraitRow)] = [:]
        try ClientStore().each(in: transaction) { clients[$0.id] = ($0.audience, PortraitRow($0.portrait)) }
        return TrainingData(items: items, links: links, observations: observations, clients: clients)
    }

    /// - Parameter progress: hears every step; what it throws (say `CancellationError`) ends the run with nothing changed.
    public func train<Failure: Error>(
        _ data: TrainingData, seed: UInt64 = 1, progress: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> (model: Model, report: TrainingReport) {
        try Model.trained(on: data, options: TrainingOptions(seed: seed), checkpoint: progress)
    }
}

extension PortraitRow {
    init(_ portrait: Portrait) {
        self.init()
        for (field, fact) in Self.fields { self[field] = portrait[fact].map { Float($0) } }
    }

    private static let fields: [(Field, Portrait.Field)] = [
        (.age, .age), (.sex, .sex), (.foreignPassport, .foreignPassport), (.drivingLicense, .drivingLicense), (.creditSum, .creditSum),
        (.familyStatus, .familyStatus), (.dependents, .dependents), (.workExperience, .workExperience), (.income, .income),
        (.additionalIncome, .additionalIncome), (.additionalIncomeType, .additionalIncomeType), (.carPrice, .carPrice),
        (.businessType, .businessType), (.legalForm, .legalForm), (.authorizedCapital, .authorizedCapital), (.revenue, .revenue),
        (.netProfit, .netProfit),
    ]
}

extension Observation {
    init(_ interaction: Interaction) {
        self.init(
            client: interaction.client, service: interaction.service, source: interaction.source == .offer ? .offer : .history,
            isPositive: interaction.value > 0, propensity: interaction.propensity, at: interaction.at)
    }
}
