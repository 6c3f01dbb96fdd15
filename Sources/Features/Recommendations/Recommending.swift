import Catalogue
import Clients
import Database
import Group
import Recommender
import Synchronization
import Vocabulary

/// What is proposed to a client, and what is not and why.
public struct ClientRecommendations: Sendable {
    public let client: ClientRecord
    public let modelVersion: Int
    /// Fitted on so many outcomes, or none: then nothing is offered automatically.
    public let probabilityKind: ProbabilityKind
    /// What may be proposed, the best first.
    public let proposals: [Recommendation]
    /// What may not, by service; ``Exclusion/wrongAudience`` is left out, since it says nothing about the client.
    public let excluded: [ServiceID: Exclusion]
    /// Nothing had changed since the result was stored, so nothing was computed.
    public let isReused: Bool
}

/// Recommendations from the current model. The rules of who may be proposed what are applied afresh each time: they depend on the day.
public struct Recommending: Sendable {
    private let cache = ModelCache()
    private let models = ModelStore()
    private let store = RecommendationStore()

    public init() {}

    /// Counts what was committed since, or loads the model that answers now. Called from a read snapshot before each portion of work: inside a
    /// write transaction the model would count rows that may yet be rolled back.
    public func catchUp(in transaction: Transaction) throws(RecommendationsError) {
        let version = try RecommendationsError.storing { () throws(DatabaseError) in try models.currentVersion(in: transaction) }
        guard let version else { return }
        // Taken out of the cache, so that its tables are changed in place and not copied.
        if var known = cache.take(version),
            try RecommendationsError.storing({ () throws(DatabaseError) in try known.catchUp(in: transaction) })
        {
            return cache.keep(known, isCommitted: true)
        }
        do throws(RecommendationsError) {
            cache.keep(try fresh(version, in: transaction), isCommitted: true)
        } catch { guard error.isWithoutModel else { throw error } }
    }

    private func fresh(_ version: Int, in transaction: Transaction) throws(RecommendationsError) -> LoadedModel {
        var loaded = try models.load(version, in: transaction)
        try RecommendationsError.storing { () throws(DatabaseError) in try loaded.catchUpFromTraining(in: transaction) }
        return loaded
    }

    /// The model that answers now, read once per version. Without ``catchUp(in:)`` before, it is read as this transaction sees it, and the next
    /// ``catchUp(in:)`` reads it again.
    public func model(in transaction: Transaction) throws(RecommendationsError) -> LoadedModel {
        let version = try RecommendationsError.storing { () throws(DatabaseError) in try models.currentVersion(in: transaction) }
        guard let version else { throw .noModel }
        if let known = cache.model(version) { return known }
        let loaded = try fresh(version, in: transaction)
        cache.keep(loaded, isCommitted: false)
        return loaded
    }

    /// Whether a model answers at all.
    public func isReady(in transaction: Transaction) throws(RecommendationsError) -> Bool {
        do throws(RecommendationsError) { _ = try model(in: transaction) } catch {
            guard error.isWithoutModel else { throw error }
            return false
        }
        return true
    }

    /// All services that may be proposed to the client now, each with its probability and reasons.
    ///
    /// Reuses the stored result while the model, the portrait, the history and what people said of the needs are the same, and others have done
    /// little since (``CountsVersion``); else computes and stores it.
    public func recommend(
        _ id: ClientID, now: Instant, in transaction: Transaction
    ) throws(RecommendationsError) -> ClientRecommendations {
        let question = try Question(id, try model(in: transaction), now: now, in: transaction)
        let known = try store.stored(for: id, versions: question.versions, in: transaction)
        let scored: [Recommendation]
        if let known { scored = known } else { scored = try compute(question, now: now, in: transaction) }
        return question.answer(scored, isReused: known != nil)
    }

    /// The same from what is stored, without writing: nil when that would have to be computed.
    public func known(
        _ id: ClientID, now: Instant, in transaction: Transaction
    ) throws(RecommendationsError) -> ClientRecommendations? {
        let question = try Question(id, try model(in: transaction), now: now, in: transaction)
        return try store.stored(for: id, versions: question.versions, in: transaction).map { question.answer($0, isReused: true) }
    }

    private func compute(_ question: Question, now: Instant, in transaction: Transaction) throws(RecommendationsError) -> [Recommendation] {
        let (facts, loaded) = (question.facts, question.loaded)
        let services = facts.services.filter { $0.audience == facts.client.audience }.map(\.id)
        let said = loaded.model.scored(
            ClientFacts(
                id: facts.client.id, audience: facts.client.audience, portrait: PortraitRow(facts.client.portrait),
                history: facts.history.map(Observation.init)),
            candidates: services
        ).map { scored in
            Recommendation(
                service: scored.service, modelVersion: loaded.version, probability: scored.probability, score: scored.score,
                reasons: scored.reasons.prefix(5).map(\.reason), computedAt: now)
        }
        let needs = Dictionary(facts.services.map { ($0.id, $0.needs) }, uniquingKeysWith: { first, _ in first })
        let scored = question.marks.applied(to: said) { needs[$0] ?? [] }
        try store.replace(scored, of: facts.client.id, versions: question.versions, candidates: question.candidates, in: transaction)
        return scored
    }
}

/// A client as the model is asked about it, with what the rules of the day leave to be proposed.
private struct Question {
    let facts: Facts
    let loaded: LoadedModel
    let marks: NeedMarks
    let versions: ResultVersions
    let candidates: Set<ServiceID>
    private let excluded: [ServiceID: Exclusion]

    init(_ id: ClientID, _ loaded: LoadedModel, now: Instant, in transaction: Transaction) throws(RecommendationsError) {
        let facts = try Facts(id, in: transaction)
        let eligibility = Eligibility(
            links: facts.links, declinedFor: facts.declined, matrix: facts.matrix, needs: facts.needs, services: facts.services,
            marks: facts.marks)
        var excluded: [ServiceID: Exclusion] = [:]
        var candidates: Set<ServiceID> = []
        for service in facts.services {
            switch eligibility.exclusion(of: service, for: facts.client, history: facts.history, now: now) {
            case .wrongAudience: continue
            case .some(let reason): excluded[service.id] = reason
            case nil: candidates.insert(service.id)
            }
        }
        (self.facts, self.loaded, self.excluded, self.candidates) = (facts, loaded, excluded, candidates)
        marks = NeedMarks(facts.marks, rule: facts.needs, services: facts.services)
        versions = ResultVersions(
            model: loaded.version, portrait: facts.client.portraitVersion, history: facts.client.historyVersion, needs: marks.version,
            counts: loaded.countsVersion)
    }

    func answer(_ scored: [Recommendation], isReused: Bool) -> ClientRecommendations {
        var excluded = excluded
        for service in candidates.subtracting(scored.map(\.service)) { excluded[service] = .unknownToModel }
        return ClientRecommendations(
            client: facts.client, modelVersion: loaded.version, probabilityKind: loaded.model.probabilityKind(for: facts.client.audience),
            proposals: scored.filter { candidates.contains($0.service) }, excluded: excluded, isReused: isReused)
    }
}

/// What is read of the client and the catalogue.
private struct Facts {
    let client: ClientRecord
    let history: [Interaction]
    let services: [Service]
    let links: [ServiceLink]
    let declined: Span
    let matrix: SignalRule
    let needs: SignalRule
    let marks: [MarkedNeed]

    init(_ id: ClientID, in transaction: Transaction) throws(RecommendationsError) {
        let found = try RecommendationsError.storing { () throws(DatabaseError) in try ClientStore().client(id, in: transaction) }
        guard let found else { throw .unknownClient(id) }
        client = found
        history = try RecommendationsError.storing { () throws(DatabaseError) in try HistoryStore().history(of: id, in: transaction) }
        services = try RecommendationsError.storing { () throws(DatabaseError) in try CatalogueStore().all(in: transaction) }
        marks = try RecommendationsError.storing { () throws(DatabaseError) in try ClientNeedStore().marks(of: id, in: transaction) }
        links = try RecommendationsError.storing { () throws(DatabaseError) in try CatalogueStore().links(in: transaction) }
        do throws(SettingError) {
            declined = .days(Int64(try SettingStore().value(Settings.declinedDays, in: transaction)))
            (matrix, needs) = (
                try SettingStore().value(Settings.matrixRule, in: transaction),
                try SettingStore().value(Settings.needsRule, in: transaction)
            )
        } catch { throw .setting(error) }
    }
}

/// The model read last, shared by copies of ``Recommending``. Versions never change, so a number is enough to know it again.
private final class ModelCache: Sendable {
    private let kept = Mutex<(model: LoadedModel, isCommitted: Bool)?>(nil)

    func model(_ version: Int) -> LoadedModel? { kept.withLock { $0?.model.version == version ? $0?.model : nil } }
    func keep(_ model: LoadedModel, isCommitted: Bool) { kept.withLock { $0 = (model, isCommitted) } }

    /// Takes the model out if it has counted nothing but what is committed.
    func take(_ version: Int) -> LoadedModel? {
        kept.withLock { kept in
            defer { kept = nil }
            guard let found = kept, found.isCommitted, found.model.version == version else { return nil }
            return found.model
        }
    }
}
