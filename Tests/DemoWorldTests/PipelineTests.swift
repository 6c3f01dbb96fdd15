import Catalogue
import Clients
import Database
import Leads
import Offers
import Recommendations
import Recommender
import Synchronization
import Testing
import Vocabulary

@testable import DemoWorld

/// The demo's facts reach the pipeline's answers: whoever changes one fact of a history, one price or one conversion sees another result.
@Suite struct PipelineTests {
    /// What the pipeline says about one person's card.
    struct Answer: Equatable {
        var probabilities: [ServiceID: Double] = [:]
        var reasons: [ServiceID: [Reason]] = [:]
        var winners: [String: ServiceID] = [:]
        var leads: [LeadRecord] = []
    }

    /// Trained once on the world of seed 7.
    static let trained = Task { () -> (model: Model, report: TrainingReport) in
        let data = try await DemoWorldTests.shown.value.read { try Training().data(in: $0) }
        return try Training().train(data) { _ throws(CancellationError) in }
    }

    static let mikhail = "mikhail"

    /// Makes the world, changes something, runs the pipeline, and looks at Mikhail's card: he bought a car today.
    /// - Parameter alone: leaves out the other cards of the day, which only give the rating its scale.
    static func answer(
        alone: Bool = true, changing change: @escaping @Sendable (ClientID, Transaction) throws -> Void = { _, _ in }
    ) async throws -> Answer {
        let database = try await DemoWorldTests.made(seed: 7)
        let (model, report) = try await trained.value
        let person = try #require(try DemoWorld(seed: 7, now: DemoWorldTests.now).people.first { $0.key == mikhail }?.client)
        let random = Mutex(SeededGenerator(seed: 1))
        let ids = IDSource { random.withLock { ($0.next(), $0.next()) } }
        return try await database.write { transaction in
            _ = try ModelStore().save(model, report: report, at: DemoWorldTests.now, in: transaction)
            try change(person, transaction)
            if alone { try transaction.execute("UPDATE card SET stage = 'nothing' WHERE client_id <> $1", [person]) }
            let pipeline = Pipeline(recommending: Recommending())
            _ = try pipeline.processPending(limit: 1000, now: DemoWorldTests.now, in: transaction)
            _ = try pipeline.select(limit: 1000, now: DemoWorldTests.now, ids: ids, in: transaction)
            var answer = Answer()
            for recommendation in try RecommendationStore().stored(for: person, in: transaction) {
                answer.probabilities[recommendation.service] = recommendation.probability
                answer.reasons[recommendation.service] = recommendation.reasons
            }
            for card in try CardStore().cards(of: person, in: transaction) {
                for arbitration in try ArbitrationStore().arbitrations(of: card.id, in: transaction) {
                    answer.winners[arbitration.group] = arbitration.winner
                }
                answer.leads += try LeadStore().leads(of: card.id, in: transaction)
            }
            return answer
        }
    }

    @Test func theBuyerOfACarIsProposedSomethingThatFits() async throws {
        let answer = try await Self.answer(alone: false)
        #expect(answer.winners["kasko-individual"] == ServiceID(37))
        #expect(answer.probabilities.count > 30)
        let lead = try #require(answer.leads.first)
        #expect(lead.rating >= 80 && (0.02...0.9).contains(lead.probability) && !lead.reasons.isEmpty)
    }

    @Test func theSameFactsGiveTheSameAnswer() async throws {
        #expect(try await Self.answer() == Self.answer())
    }

    @Test func oneFactOfHistoryChangesProbabilitiesAndReasons() async throws {
        let before = try await Self.answer()
        let after = try await Self.answer { client, transaction in
            try HistoryStore().record(
                Interaction(
                    client: client, service: ServiceID(58), source: .history, sourceID: Array(repeating: 7, count: 16), value: 1,
                    at: DemoWorldTests.now - .days(20)), in: transaction)
        }
        let entertainers = ServiceID(61)
        #expect(after.reasons[entertainers]?.contains(.linked(from: ServiceID(58))) == true)
        #expect(before.reasons[entertainers]?.contains(.linked(from: ServiceID(58))) == false)
        let (was, became) = (try #require(before.probabilities[entertainers]), try #require(after.probabilities[entertainers]))
        #expect(became > was)
    }

    @Test func onePriceChangesTheWinner() async throws {
        let after = try await Self.answer { _, transaction in
            let terms = try OfferTerms(price: Money(roubles: 390_000), erid: "DEMO51", ageMark: .eighteen)
            try OfferTermsStore().save(terms, for: ServiceID(51), by: "test", at: DemoWorldTests.now, in: transaction)
        }
        #expect(after.winners["kasko-individual"] == ServiceID(51))
    }

    @Test func oneConversionChangesTheWinner() async throws {
        let after = try await Self.answer { _, transaction in
            try transaction.execute("UPDATE sales_record SET won = won / 20, revenue = revenue / 20 WHERE service_id = 37")
        }
        let winner = try #require(after.winners["kasko-individual"])
        #expect(winner != ServiceID(37))
    }
}
