import Database
import Dispatch
import Group
import Leads
import Recommendations
import Vocabulary

/// What holds in a scope now and near it: the same whatever threshold somebody asks about.
struct ThresholdStanding: Sendable {
    let desk: ThresholdDesk
    let current: ThresholdOption
    let nearby: [ThresholdOption]
    /// By rating, for the chart.
    let curve: [ThresholdOption]

    init(_ scope: ThresholdScope, _ supply: OfferSupply) {
        let desk = ThresholdDesk(supply, scope: scope)
        self.desk = desk
        current = desk.option(supply.thresholds.own(scope))
        guard supply.state == .ready else {
            (nearby, curve) = ([], [])
            return
        }
        nearby = desk.nearby()
        curve = stride(from: min(50, desk.rating / 10 * 10), through: 100, by: 5).map { desk.option($0) }
    }
}

/// What a threshold means, counted.
struct ThresholdStudy: Sendable {
    let standing: ThresholdStanding
    /// The one that was asked for; nil: none was.
    let preview: ThresholdOption?
    let shares: [ThresholdShare]

    var supply: OfferSupply { standing.desk.supply }
    var scope: ThresholdScope { standing.desk.scope }
    /// What holds now; nil own: the scope follows the wider one.
    var rating: Int { standing.desk.rating }
    var own: Int? { supply.thresholds.own(scope) }
    var current: ThresholdOption { standing.current }
    var nearby: [ThresholdOption] { standing.nearby }
    var curve: [ThresholdOption] { standing.curve }

    init(_ question: ThresholdQuestion, _ standing: ThresholdStanding) {
        self.standing = standing
        let (desk, supply) = (standing.desk, standing.desk.supply)
        guard supply.state == .ready else {
            (preview, shares) = (nil, [])
            return
        }
        let meant: Int?
        switch question.meant {
        case .current:
            (preview, meant) = (nil, supply.thresholds.own(question.scope))
        case .rating(let rating):
            (preview, meant) = (desk.option(rating), rating)
        case .inherited:
            (preview, meant) = (desk.option(nil), nil)
        case .probability(let tenths):
            let probability = Double(tenths) / 1000
            let rating = supply.scale.rating(from: probability)
            (preview, meant) = (desk.option(rating, leastProbability: probability), rating)
        }
        shares =
            switch question.scope {
            case .group: desk.shares(meant, by: .companies)
            case .company: desk.shares(meant, by: .services)
            case .service: []
            }
    }
}

/// Counts what thresholds mean. Reading everything that decides on offers takes up to seconds, so it is done once for all who ask, apart from the
/// threads that answer pages. While a count of some minutes ago is made anew, it is what people see; each says when it was made.
actor ThresholdCounting {
    private struct Facts: Hashable {
        let thresholds: Thresholds
        let model: Int?
    }

    /// For so long a count is fresh: what the pipeline makes meanwhile moves from "at once" to what was made.
    private static let keeps = Span.minutes(1)
    /// Older ones are shown to nobody.
    private static let shows = Span.hours(1)
    private static let rest = Span.seconds(10)
    /// So many questions are remembered; each is answered within milliseconds once its scope is counted.
    private static let most = 64

    private let database: Database
    private let clock: WallClock
    private let patience: Duration
    private var facts: Facts?
    private var supply: Task<OfferSupply, any Error>?
    private var standings: [ThresholdScope: Task<ThresholdStanding, any Error>] = [:]
    private var countedAt = Instant(seconds: 0)
    private var asked: Set<ThresholdQuestion> = []
    private var studies: [ThresholdQuestion: Result<ThresholdStudy, any Error>] = [:]
    /// Of the same thresholds and model, from before what is counted now.
    private var former: [ThresholdQuestion: ThresholdStudy] = [:]
    /// Of what is counted: an answer that comes after a change belongs to nobody.
    private var round = 0

    /// - Parameter patience: how long whoever asks waits for a fresh count; it goes on after that.
    init(database: Database, clock: WallClock, patience: Duration) {
        (self.database, self.clock, self.patience) = (database, clock, patience)
    }

    /// - Parameter anew: whether what was counted before is let go.
    /// - Returns: nil when it is still being counted: ask again.
    func study(_ question: ThresholdQuestion, anew: Bool = false) async throws -> ThresholdStudy? {
        let facts = try await database.read { transaction in
            Facts(
                thresholds: try ThresholdStore().current(in: transaction), model: try ModelStore().currentVersion(in: transaction))
        }
        let age = clock.now - countedAt
        // Counting anew again and again would keep the readers busy for everybody.
        if facts != self.facts || age >= Self.shows || (anew && age >= Self.rest) {
            begin(facts, keeping: [:])
        } else if age >= Self.keeps {
            begin(facts, keeping: studies.compactMapValues { try? $0.get() })
        } else if asked.count >= Self.most {
            (asked, studies, former) = ([], [:], [:])
        }
        if asked.insert(question).inserted { count(question) }
        let end = ContinuousClock.now + patience
        while studies[question] == nil, asked.contains(question), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
        guard let study = studies[question] else { return former[question] }
        if case .failure = study {
            // Whoever asks next tries again.
            self.facts = nil
        }
        return try study.get()
    }

    private func begin(_ facts: Facts, keeping former: [ThresholdQuestion: ThresholdStudy]) {
        round += 1
        (asked, studies, standings, self.former, self.facts, countedAt) = ([], [:], [:], former, facts, clock.now)
        let (database, now) = (database, clock.now)
        supply = Task { try await database.read { try OfferSupply(now: now, in: $0) } }
    }

    private func count(_ question: ThresholdQuestion) {
        guard let standing = standing(in: question.scope) else { return }
        let round = round
        Task {
            let study: Result<ThresholdStudy, any Error>
            do {
                let standing = try await standing.value
                study = .success(await Self.apart { ThresholdStudy(question, standing) })
            } catch { study = .failure(error) }
            keep(study, question, round)
        }
    }

    private func standing(in scope: ThresholdScope) -> Task<ThresholdStanding, any Error>? {
        if let known = standings[scope] { return known }
        guard let supply else { return nil }
        let standing = Task {
            let supply = try await supply.value
            return await Self.apart { ThresholdStanding(scope, supply) }
        }
        standings[scope] = standing
        return standing
    }

    private func keep(_ study: Result<ThresholdStudy, any Error>, _ question: ThresholdQuestion, _ round: Int) {
        if round == self.round { studies[question] = study }
    }

    /// On a thread of its own: the few that answer requests stay free.
    private static func apart<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
        }
    }
}
