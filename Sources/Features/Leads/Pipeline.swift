import Catalogue
import Clients
import Database
import Recommendations
import Vocabulary

/// The way of a card: pending → processed (every probability kept) → waiting (a lead is made) or nothing (and why).
///
/// Each step works in the caller's transaction and takes a limit, so that a run can be cut into short transactions; whatever runs again
/// finds the cards where they stand. Who calls it when is not its business.
public struct Pipeline: Sendable {
    private let recommending: Recommending
    private let seed: UInt64
    private let scales = ScaleCache()
    private let cards = CardStore()
    private let leads = LeadStore()
    private let arbitrations = ArbitrationStore()
    private let selections = SelectionStore()

    /// - Parameter seed: of the exploration; the same seed, card, model version and number of earlier leads give the same choice.
    public init(recommending: Recommending, seed: UInt64 = 0) {
        self.recommending = recommending
        self.seed = seed
    }

    public struct Processed: Hashable, Sendable {
        public fileprivate(set) var cards = 0
        /// Answered by a stored result.
        public fileprivate(set) var reused = 0
        /// Nothing was trained yet, or what was cannot be read by this program: the cards wait.
        public fileprivate(set) var isWithoutModel = false
        /// The version that cannot be read.
        public fileprivate(set) var unusableModel: Int?
    }

    public struct Selected: Hashable, Sendable {
        public fileprivate(set) var cards = 0
        public fileprivate(set) var leads: [LeadID] = []
        /// Cards that got no lead, by the reason.
        public fileprivate(set) var without: [SelectionResult: Int] = [:]
    }

    /// Pending → processed: computes, or reuses, every probability of the next cards.
    public func processPending(limit: Int, now: Instant, in transaction: Transaction) throws(LeadsError) -> Processed {
        var processed = Processed()
        for card in try LeadsError.storing({ () throws(DatabaseError) in try cards.pending(limit, in: transaction) }) {
            do throws(RecommendationsError) {
                if try recommending.recommend(card.client, now: now, in: transaction).isReused { processed.reused += 1 }
            } catch {
                guard error.isWithoutModel else { throw .recommendations(error) }
                processed.isWithoutModel = true
                if case .unusableModel(let version, _) = error { processed.unusableModel = version }
                return processed
            }
            try move(card.id, to: .processed, at: now, in: transaction)
            processed.cards += 1
        }
        return processed
    }

    /// Processed → waiting or nothing: rivals settle, then the best candidates above the threshold become leads.
    public func select(limit: Int, now: Instant, ids: IDSource, in transaction: Transaction) throws(LeadsError) -> Selected {
        var selected = Selected()
        try reopen(limit: limit, now: now, in: transaction)
        let waiting = try LeadsError.storing { () throws(DatabaseError) in try cards.cards(at: .processed, limit, in: transaction) }
        guard !waiting.isEmpty, try hasModel(in: transaction) else { return selected }
        let scale = try LeadsError.storing { () throws(DatabaseError) in try scales.scale(now: now, in: transaction) }
        var market = try Market(scale: scale, now: now, in: transaction)
        for card in waiting {
            let made = try select(card, &market, now: now, ids: ids, in: transaction)
            selected.cards += 1
            selected.leads += made.leads
            if made.leads.isEmpty { selected.without[made.result, default: 0] += 1 }
        }
        return selected
    }

    /// Cards that an older model could name no probability for come back when there is a newer one; those that a higher threshold turned down
    /// lately when it was lowered; and those that got nothing before somebody marked the client's needs.
    private func reopen(limit: Int, now: Instant, in transaction: Transaction) throws(LeadsError) {
        let lowered = try ThresholdStore().lastLowered(in: transaction)
        let again = try LeadsError.storing { () throws(DatabaseError) -> [CardID] in
            guard let version = try ModelStore().currentVersion(in: transaction) else { return [] }
            let since = now - .days(RatingScale.days)
            var again = try selections.withoutProbability(beforeModel: version, limit: limit, in: transaction)
            again += try selections.beforeMarks(since: since, limit: limit - again.count, in: transaction)
            guard let lowered else { return again }
            return try again + selections.belowThreshold(since: since, before: lowered, limit: limit - again.count, in: transaction)
        }
        for card in again { try move(card, to: .processed, at: now, in: transaction) }
    }

    private func select(
        _ card: Card, _ market: inout Market, now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> (leads: [LeadID], result: SelectionResult) {
        let prepared = try Candidates(card, market, recommending, now: now, in: transaction)
        let settled = try settle(prepared, &market, card: card.id, now: now, in: transaction)
        var random = Exploration.generator(
            card: card.id, modelVersion: prepared.modelVersion, attempt: prepared.attempt, seed: seed)
        var remaining = settled
        var made: [LeadID] = []
        for _ in 0..<prepared.slots {
            let best = remaining.firstIndex { $0.rating >= market.thresholds.rating(for: $0.service) }
            let choice = Exploration.choose(of: remaining.count, best: best, share: market.explorationShare, using: &random)
            guard let choice else { break }
            let chosen = remaining.remove(at: choice.index)
            made.append(try create(chosen, choice, prepared, card: card, now: now, ids: ids, in: transaction))
        }
        let result: SelectionResult =
            if !made.isEmpty {
                .lead
            } else if prepared.isWithoutProbability {
                .noProbability
            } else if prepared.slots == 0 {
                .enoughOpen
            } else {
                settled.isEmpty ? .noCandidates : .belowThreshold
            }
        try selections.save(
            Selection(
                card: card.id, result: result, modelVersion: prepared.modelVersion, bestRating: settled.first?.rating,
                threshold: settled.first.map { market.thresholds.rating(for: $0.service) } ?? market.thresholds.group,
                filtered: prepared.filtered, at: now), in: transaction)
        try move(card.id, to: made.isEmpty ? .nothing : .waiting, at: now, in: transaction)
        return (made, result)
    }

    /// Of each rival group one candidate stays; every decision is kept. The order stays: the most probable first.
    private func settle(
        _ prepared: Candidates, _ market: inout Market, card: CardID, now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> [Candidate] {
        var losers: Set<ServiceID> = []
        for group in Set(prepared.candidates.compactMap(\.service.rivalGroup)).sorted() {
            let rivals = prepared.candidates.filter { $0.service.rivalGroup == group }
            guard let first = rivals.first else { continue }
            let all = market.rivals(of: first.service)
            guard all.count > 1 else { continue }
            let arbitration = Arbitration(
                group: group, rivals: rivals.map(\.rival), prior: market.prior(of: first.service),
                filtered: prepared.filtered.filter { filtered in all.contains { $0.id == filtered.service } })
            guard let winner = arbitration.winner else { continue }
            losers.formUnion(rivals.map(\.service.id).filter { $0 != winner })
            try arbitrations.save(arbitration, winner: winner, of: card, at: now, in: transaction)
            market.won(winner)
        }
        return prepared.candidates.filter { !losers.contains($0.service.id) }
    }

    private func create(
        _ chosen: Candidate, _ choice: Choice, _ prepared: Candidates, card: Card, now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> LeadID {
        let id: LeadID = ids.id()
        let asks = chosen.permission == .askConsent
        let lead = LeadRecord(
            id: id, number: try leads.freeNumber(for: id, in: transaction), card: card.id, client: card.client,
            source: prepared.permissions.sender, company: asks ? prepared.permissions.sender : chosen.service.company,
            service: chosen.service.id, modelVersion: prepared.modelVersion, probability: chosen.rival.probability, rating: chosen.rating,
            propensity: choice.propensity, isExploration: choice.isExploration, expectedValue: chosen.worth.expected,
            reasons: chosen.reasons, stage: asks ? .askConsent : .waiting, mayMessage: chosen.mayMessage, createdAt: now, stageAt: now)
        _ = try leads.create(lead, by: "pipeline", detail: choice.isExploration ? "exploration" : "best", in: transaction)
        return id
    }

    private func hasModel(in transaction: Transaction) throws(LeadsError) -> Bool {
        do throws(RecommendationsError) { return try recommending.isReady(in: transaction) } catch { throw .recommendations(error) }
    }

    private func move(_ card: CardID, to stage: Card.Stage, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in try cards.move(card, to: stage, at: now, in: transaction) }
    }
}

extension Pipeline {
    /// Whether cards, leads, needs or thresholds came since the moment that a run could move on. Reads only, so that it may be asked at every commit.
    public static func hasNews(since moment: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        let sql = """
            SELECT 1 AS news WHERE EXISTS (SELECT 1 FROM card WHERE stage IN ('pending', 'processed') AND stage_at >= $1)
                OR EXISTS (SELECT 1 FROM lead WHERE stage = 'waiting' AND stage_at >= $1)
                OR EXISTS (SELECT 1 FROM lead_threshold WHERE at >= $1)
                OR EXISTS (SELECT 1 FROM catalogue_version WHERE subject = 'needs' AND at >= $1)
                OR EXISTS (SELECT 1 FROM setting WHERE name = 'lead.threshold' AND changed_at >= $1)
            """
        return try transaction.row(sql, [moment]) != nil
    }
}
