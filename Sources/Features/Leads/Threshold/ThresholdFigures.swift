import Vocabulary

/// What a threshold means, for all offers or for those of a company or a service.
public struct ThresholdFigures: Hashable, Sendable, Codable {
    /// In 30 days, as if the threshold had held: leads made that reach it, and new ones.
    public let offers: Int
    /// People, each with all their cards.
    public let clients: Int
    /// Of these, what the pipeline makes as soon as the threshold holds.
    public let newOffers: Int
    public let newClients: Int
    /// Mean probability of the offers; nil: there are none.
    public let promised: Double?
    public let past: PastAcceptance
    public let spam: SpamRisk
}

/// Promise and outcome of past offers that were at or above the threshold when they were made.
public struct PastAcceptance: Hashable, Sendable, Codable {
    /// Answered offers, a silence counting as a refusal.
    public let outcomes: Int
    public let accepted: Int
    /// Their mean probability then.
    public let promised: Double?
    /// Share accepted, with its 95 % interval; nil: too few outcomes to say.
    public let observed: Double?
    public let low: Double?
    public let high: Double?

    /// Fewer outcomes than this say nothing: the interval would be wider than 40 points.
    public static let fewest = 20

    /// - Parameter promised: sum of the probabilities.
    init(outcomes: Int, accepted: Int, promised: Double) {
        (self.outcomes, self.accepted) = (outcomes, accepted)
        self.promised = outcomes > 0 ? promised / Double(outcomes) : nil
        let isKnown = outcomes >= Self.fewest
        let interval = WilsonInterval(accepted, of: outcomes)
        observed = isKnown ? Double(accepted) / Double(outcomes) : nil
        (low, high) = isKnown ? (interval.low, interval.high) : (nil, nil)
    }
}

/// The 95 % score interval of a share: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
/// Unlike the plain normal one it stays within 0…1 and holds for few cases and shares near the ends.
public struct WilsonInterval: Hashable, Sendable {
    public let low: Double
    public let high: Double

    public init(_ hits: Int, of cases: Int) {
        guard cases > 0 else {
            (low, high) = (0, 1)
            return
        }
        let (z, n) = (1.959964, Double(cases))
        let share = Double(hits) / n
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let spread = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        (low, high) = (max(0, middle - spread), min(1, middle + spread))
    }
}

/// How much a threshold would bother people.
public struct SpamRisk: Hashable, Sendable, Codable {
    /// People whose offers of the cap's days are more than the contact policy lets through: the gate holds the rest back.
    public let overCap: Int
    /// People among the new offers' who declined an offer, or left one without an answer, lately.
    public let weary: Int
    /// Share of the offers that will likely be declined or left without an answer.
    public let declined: Double?
    public let offersPerClient: Double?
}

extension OfferSupply {
    /// - Parameters:
    ///   - isMeant: of each service, whether its offers count.
    ///   - leastProbability: past offers are compared by it instead of by the rating.
    func figures(
        _ forecast: OfferForecast, of isMeant: [Bool], contacts: [Int], leastProbability: Double? = nil
    ) -> ThresholdFigures {
        var seen = [UInt8](repeating: 0, count: persons)
        var (offers, new, clients, newClients, overCap, weary, promised) = (0, 0, 0, 0, 0, 0, 0.0)
        for offer in forecast.offers where isMeant[Int(offer.service)] {
            let person = Int(offer.person)
            offers += 1
            promised += offer.probability
            if seen[person] == 0 {
                clients += 1
                if contacts[person] > cap { overCap += 1 }
                seen[person] = 1
            }
            guard offer.isNew else { continue }
            new += 1
            if seen[person] & 2 == 0 {
                newClients += 1
                if offer.isWeary { weary += 1 }
                seen[person] |= 2
            }
        }
        let mean = offers > 0 ? promised / Double(offers) : nil
        return ThresholdFigures(
            offers: offers, clients: clients, newOffers: new, newClients: newClients, promised: mean,
            past: past(forecast.thresholds, of: isMeant, leastProbability: leastProbability),
            spam: SpamRisk(
                overCap: overCap, weary: weary, declined: mean.map { 1 - $0 },
                offersPerClient: clients > 0 ? Double(offers) / Double(clients) : nil))
    }

    /// How many offers each person gets that count against the cap.
    func contacts(_ forecast: OfferForecast) -> [Int] {
        var contacts = [Int](repeating: 0, count: persons)
        for offer in forecast.offers where offer.countsForCap { contacts[Int(offer.person)] += 1 }
        return contacts
    }

    private func past(_ thresholds: Thresholds, of isMeant: [Bool], leastProbability: Double?) -> PastAcceptance {
        let least = services.map { thresholds.rating(for: $0) }
        var (outcomes, accepted, promised) = (0, 0, 0.0)
        for outcome in self.outcomes where isMeant[Int(outcome.service)] {
            let reaches = leastProbability.map { outcome.probability >= $0 } ?? (outcome.rating >= least[Int(outcome.service)])
            guard reaches else { continue }
            outcomes += 1
            promised += outcome.probability
            if outcome.isAccepted { accepted += 1 }
        }
        return PastAcceptance(outcomes: outcomes, accepted: accepted, promised: promised)
    }
}
