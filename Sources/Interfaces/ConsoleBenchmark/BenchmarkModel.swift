import Clients
import Database
import Group
import Leads
import Recommendations
import Recommender
import Vocabulary

/// A model of the world's outcomes, and the cards of the last weeks that the pipeline led through selection with it: what the pages of the model
/// and of clients have to read in a group that works.
struct BenchmarkModel: Sendable {
    let database: Database
    let ids: IDSource
    let now: Instant
    let seed: UInt64

    private static let batch = 100

    /// Makes what is missing; the cards of one client in ten.
    func make(_ progress: @escaping @Sendable (String) -> Void) async throws {
        if try await database.read({ try ModelStore().currentVersion(in: $0) }) == nil {
            progress("training")
            let (data, position) = try await database.read { (try Training().data(in: $0), try HistoryFeed().position(in: $0)) }
            let trained = Training().train(data, seed: seed) { _ in }
            let at = now - .days(30)
            _ = try await database.write {
                try ModelStore().save(trained.model, report: trained.report, position: position, at: at, in: $0)
            }
            try await addCards()
            // Nobody reaches this rating, so the world has as many leads as it should; then the cards are what a lower threshold would take up.
            try await setThreshold(100, exploration: 0)
            try await runPipeline(progress)
            try await setThreshold(Settings.leadThreshold.standard, exploration: Settings.explorationShare.standard)
        }
    }

    private func setThreshold(_ rating: Int, exploration: Double) async throws {
        let now = now
        try await database.write { transaction in
            let before = try ThresholdStore().current(in: transaction).own(.group)
            try ThresholdStore().set(.group, to: rating, expecting: before, by: "benchmark", at: now, in: transaction)
            try SettingStore().set(Settings.explorationShare, to: exploration, by: "benchmark", at: now, in: transaction)
        }
    }

    private func addCards() async throws {
        let clients = try await database.read { transaction in
            try transaction.rows("SELECT id FROM client ORDER BY reference, id").map { row -> ClientID in try row["id"] }
        }
        let (ids, now) = (ids, now)
        try await database.write { transaction in
            for (place, client) in clients.enumerated() where place % 10 == 0 {
                let received = now - .minutes(Int64(place % (28 * 24 * 60)))
                guard let service = try HistoryStore().history(of: client, in: transaction).first?.service else { continue }
                let card = Card(
                    id: ids.id(), client: client, service: service, outcome: .success, attestation: nil, receivedAt: received)
                _ = try CardStore().add(card, content: "selection", in: transaction)
            }
        }
    }

    private func runPipeline(_ progress: @escaping @Sendable (String) -> Void) async throws {
        let recommending = Recommending()
        let (pipeline, ids, now) = (Pipeline(recommending: recommending, seed: seed), ids, now)
        while true {
            let left = try await database.read { transaction in
                try recommending.catchUp(in: transaction)
                return try CardStore().count(at: .pending, in: transaction) + CardStore().count(at: .processed, in: transaction)
            }
            guard left > 0 else { return }
            progress("selecting: \(left) cards left")
            _ = try await database.write { try pipeline.processPending(limit: Self.batch, now: now, in: $0) }
            _ = try await database.write { try pipeline.select(limit: Self.batch, now: now, ids: ids, in: $0) }
        }
    }
}
