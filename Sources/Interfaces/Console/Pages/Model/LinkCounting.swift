import Database
import Recommendations
import Recommender
import Vocabulary

/// Counts what clients took, which proposals of links rest on. Every client's history is read for that, so it is done once for all who ask, and
/// anew behind the page when it is some minutes old: then the former count is shown. What people decided is read for each page.
actor LinkCounting {
    private static let keeps = Span.minutes(5)

    private let database: Database
    private let clock: WallClock
    private let patience: Duration
    private var items: [LinkItem]?
    private var counted: LinkProposals?
    private(set) var countedAt = Instant(seconds: 0)
    /// The latest count, done or going on.
    private(set) var counting: Task<Void, Never>?
    private var failure: (any Error)?
    private var isCounting = false
    /// Of what is counted: a count of services that were changed meanwhile belongs to nobody.
    private var round = 0

    /// - Parameter patience: how long whoever asks waits for a first count; it goes on after that.
    init(database: Database, clock: WallClock, patience: Duration) {
        (self.database, self.clock, self.patience) = (database, clock, patience)
    }

    /// - Parameter patience: of whoever cannot go on without it.
    /// - Returns: nil when it is still being counted: ask again.
    func counted(patience: Duration? = nil) async throws -> LinkProposals? {
        let items = try await database.read { try LinkDesk.items(in: $0) }
        if items != self.items {
            (self.items, counted) = (items, nil)
            begin()
        } else if !isCounting, counted == nil || clock.now - countedAt >= Self.keeps {
            begin()
        }
        let end = ContinuousClock.now + (patience ?? self.patience)
        while counted == nil, isCounting, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        if let failure, counted == nil { throw failure }
        return counted
    }

    private func begin() {
        round += 1
        (isCounting, failure) = (true, nil)
        let (database, round, now) = (database, round, clock.now)
        counting = Task {
            let result: Result<LinkProposals, any Error>
            do { result = .success(try await database.read { try LinkDesk.count(in: $0) }) } catch { result = .failure(error) }
            keep(result, round, now)
        }
    }

    private func keep(_ result: Result<LinkProposals, any Error>, _ round: Int, _ now: Instant) {
        guard round == self.round else { return }
        isCounting = false
        switch result {
        case .success(let found): (counted, countedAt) = (found, now)
        case .failure(let error): failure = error
        }
    }
}
