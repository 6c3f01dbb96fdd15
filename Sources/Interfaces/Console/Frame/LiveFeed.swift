import Accounts
import Database
import Leads
import Logging
import Sealing
import Synchronization
import Vocabulary

/// Tells open pages that something changed within their reader's sight. One reader of the database serves them all, and a page that takes long to
/// hear only hears less often.
final class LiveFeed: Sendable {
    /// Whose page listens.
    struct Reader: Sendable {
        let account: AccountID
        let session: SecretToken
        let sight: Sight
        let company: CompanyID?
    }

    private struct State {
        /// The oldest first.
        var pages: [(reader: Reader, page: LivePage)] = []
        /// How often news were told.
        var told = 0
    }

    /// More pages of one account: the oldest one goes. Hidden pages do not listen, so nobody reads as many.
    static let pagesPerAccount = 8
    private let state = Mutex(State())

    /// Within which time pages that hear of something should ask for themselves again, each at a moment of its own: answering one takes some ten
    /// milliseconds of a processor, and whoever opens a page meanwhile has to find a processor free.
    static func spread(_ pages: Int) -> Span { .milliseconds(Int64(pages) * 10) }

    var count: Int { state.withLock { $0.pages.count } }
    var told: Int { state.withLock { $0.told } }

    /// - Parameter seen: ``told`` when the page was made. What was told between that and now, the page hears of at once.
    func open(_ reader: Reader, seen: Int? = nil) -> LivePage {
        let page = LivePage()
        let surplus = state.withLock { state -> LivePage? in
            if let seen, seen != state.told { page.add([], isElsewhere: true, within: Self.spread(state.pages.count + 1)) }
            let own = state.pages.indices.filter { state.pages[$0].reader.account == reader.account }
            let oldest = own.count >= Self.pagesPerAccount ? own.first.map { state.pages.remove(at: $0).page } : nil
            state.pages.append((reader, page))
            return oldest
        }
        surplus?.end()
        return page
    }

    func close(_ page: LivePage) { state.withLock { $0.pages.removeAll { $0.page === page } } }

    /// Each page hears of what its reader may see; of a lead that just left its sight only that something changed.
    func tell(_ items: [LeadNews.Item]) {
        guard !items.isEmpty else { return }
        let pages = state.withLock { state in
            state.told += 1
            return state.pages
        }
        for (reader, page) in pages {
            let visible = items.filter { $0.isWithin(reader.sight) }
            let isElsewhere = items.contains {
                $0.mayHaveLeft(reader.sight) || ($0.kind == .contactsAsked && $0.source == reader.company)
            }
            if !visible.isEmpty || isElsewhere {
                page.add(Set(visible.map(\.number.text)), isElsewhere: isElsewhere, within: Self.spread(pages.count))
            }
        }
    }

    /// Ends the pages of sessions that are over.
    func end(where isOver: (SecretToken) throws -> Bool) rethrows {
        let sessions = Set(state.withLock { $0.pages.map(\.reader.session) })
        let over = try sessions.filter(isOver)
        guard !over.isEmpty else { return }
        let ended = state.withLock { state in
            let ended = state.pages.filter { over.contains($0.reader.session) }
            state.pages.removeAll { over.contains($0.reader.session) }
            return ended
        }
        for (_, page) in ended { page.end(forGood: true) }
    }

    func beat() { for (_, page) in state.withLock({ $0.pages }) { page.beat() } }

    // MARK: The one reader

    /// How often the database is looked at at most, and how often quiet pages hear that the line stands.
    static let pause = Span.milliseconds(250)
    static let heartbeat = Span.seconds(10)

    /// Runs until it is cancelled.
    func run(_ database: Database, _ keyring: Keyring, _ clock: WallClock, _ logger: Logger) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.heartbeat.duration)) != nil {
                    do { try await self.sweep(database, keyring, at: clock.now) } catch { logger.warning("live pages: \(type(of: error))") }
                    self.beat()
                }
            }
            group.addTask {
                var news = await self.look(LeadNews(), database, keyring, clock, logger)
                for await _ in database.changes() {
                    news = await self.look(news, database, keyring, clock, logger)
                    if (try? await Task.sleep(for: Self.pause.duration)) == nil { return }
                }
            }
        }
    }

    private func look(_ news: LeadNews, _ database: Database, _ keyring: Keyring, _ clock: WallClock, _ logger: Logger) async -> LeadNews {
        do {
            let (next, items) = try await database.read { transaction in
                var news = news
                let items = try news.next(in: transaction)
                return (news, items)
            }
            if !items.isEmpty {
                // Whoever was signed out hears nothing more.
                try await sweep(database, keyring, at: clock.now)
                tell(items)
            }
            return next
        } catch {
            logger.warning("live pages: \(type(of: error))")
            return news
        }
    }

    func sweep(_ database: Database, _ keyring: Keyring, at now: Instant) async throws {
        let sessions = Set(state.withLock { $0.pages.map(\.reader.session) })
        guard !sessions.isEmpty else { return }
        let store = SessionStore(keyring: keyring)
        let over = try await database.read { transaction in
            try sessions.filter { try store.account($0, at: now, in: transaction) == nil }
        }
        end { over.contains($0) }
    }
}

/// What one open page has yet to hear. Grows no further than a few numbers, however long the page takes.
final class LivePage: Sendable {
    private struct Pending {
        var numbers: Set<String> = []
        var isElsewhere = false
        var within = Span.zero
        var isBeat = false
        /// Nil: it goes on. True: for good, false: it may come back.
        var end: Bool?
    }

    private static let most = 20
    private let pending = Mutex(Pending())
    private let signal: AsyncStream<Void>.Continuation
    /// Yields when there is something to write; ends with the page.
    let signals: AsyncStream<Void>

    init() { (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func add(_ numbers: Set<String>, isElsewhere: Bool, within: Span = .zero) {
        pending.withLock { pending in
            pending.within = max(pending.within, within)
            // Too many to name: something changed.
            let all = pending.numbers.union(numbers)
            pending.isElsewhere = pending.isElsewhere || isElsewhere || all.count > Self.most
            pending.numbers = all.count > Self.most ? pending.numbers : all
        }
        signal.yield()
    }

    func beat() {
        pending.withLock { $0.isBeat = true }
        signal.yield()
    }

    func end(forGood: Bool = false) {
        pending.withLock { $0.end = forGood }
        signal.yield()
        signal.finish()
    }

    /// What to write now, as an event stream has it; nil: nothing.
    func take() -> String? {
        let taken = pending.withLock { pending in
            defer { pending = Pending(end: pending.end) }
            return pending
        }
        if taken.end == true { return "event: end\ndata: {}\n\n" }
        if !taken.numbers.isEmpty || taken.isElsewhere {
            let numbers = taken.numbers.sorted().map { "\"\($0)\"" }.joined(separator: ",")
            return "event: leads\ndata: {\"leads\":[\(numbers)],\"more\":\(taken.isElsewhere),\"within\":\(taken.within.milliseconds)}\n\n"
        }
        return taken.isBeat ? ": still here\n\n" : nil
    }
}
