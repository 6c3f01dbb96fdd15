import Clients
import Consents
import CustomerBot
import Database
import Group
import HTTPTransport
import Leads
import Logging
import Offers
import Recommendations
import ServiceLifecycle
import TelegramBotAPI
import Vocabulary

import struct Jobs.Timer
import struct Jobs.TimerStore

/// Joins the rooms into the services of each role.
struct Wiring: Sendable {
    let live: Live
    let shell: Shell

    private var serving: Serving { Serving(live: live, shell: shell) }

    var front: FrontDesk {
        FrontDesk(
            keyring: live.keyring, clock: live.clock, ids: live.ids, renderer: Renderer(live.texts),
            // Before the clients: they are parted from the person.
            erasure: Erasure([TalkStore(), RecommendationStore(), ClientStore(), OfferStore()]))
    }

    // MARK: - The bot

    func telegram(token: BotToken, at address: String, http: HTTPClient) -> TelegramBot {
        TelegramBot(token: token, base: address, http: http)
    }

    func bot(_ telegram: TelegramBot, patience: Int = 50) -> CustomerBot {
        var settings = CustomerBot.Settings()
        settings.patience = patience
        settings.rate = rate
        return CustomerBot(database: live.database, bot: telegram, front: front, settings: settings, logger: serving.logger("bot"))
    }

    /// Tells Telegram who we are, and tries again until it answers: the bot works meanwhile.
    func introduction(of telegram: TelegramBot) -> Timer {
        let profile = BotProfile(bot: telegram, renderer: Renderer(live.texts))
        let (database, clock, logger) = (live.database, live.clock, serving.logger("bot"))
        return Timer("introduction", database: database, clock: clock, every: { .hours(24) }, logger: logger) {
            do {
                let name = try await profile.introduce(to: database, at: clock.now)
                logger.info("Telegram knows this bot as @\(name)")
                return false
            } catch {
                logger.warning("Telegram did not take the bot's profile: \(error); trying again")
                try await Task.sleep(for: .seconds(10))
                return true
            }
        }
    }

    private var rate: SendingRate? {
        switch live.configuration.telegramRate {
        case .off: nil
        case .limited(let overall, let perChat): SendingRate(overall: overall, perChat: perChat)
        }
    }

    // MARK: - The worker

    /// Trains, moves cards to leads, sends offers, tells heads of neglected leads, tidies.
    var worker: [any Service] { [housekeeping, pipeline, training, escalation] }

    private var pipeline: Timer {
        let (database, clock, ids) = (live.database, live.clock, live.ids)
        let recommending = Recommending()
        let (pipeline, post) = (Pipeline(recommending: recommending), OfferPost(front: front))
        let logger = serving.logger("worker")
        return Timer(
            "pipeline", database: database, clock: clock, every: { try await span(Settings.pipelineInterval) },
            isAsked: { since in
                try await database.read {
                    try Pipeline.hasNews(since: since, in: $0) || TimerStore().isAsked("pipeline", since: since, in: $0)
                }
            }, isRecorded: true, logger: logger
        ) {
            // Short transactions: the bot's own must never wait long for the one writer.
            try await database.read { try recommending.catchUp(in: $0) }
            let processed = try await database.write { try pipeline.processPending(limit: 25, now: clock.now, in: $0) }
            if let version = processed.unusableModel {
                logger.warning("cards wait: \(Wording.of(RecommendationsError.unusableModel(version: version, nil)))")
            }
            let selected = try await database.write { try pipeline.select(limit: 25, now: clock.now, ids: ids, in: $0) }
            let sent = try await database.write { try post.post(limit: 25, in: $0) }
            return processed.cards + selected.cards + sent.queued + sent.silent > 0
        }
    }

    private var training: Timer {
        let training = ScheduledTraining(live: live, logger: serving.logger("worker"))
        let database = live.database
        return Timer(
            "training", database: database, clock: live.clock, every: { try await training.interval() },
            isAsked: { _ in try await database.read { try TrainingDesk().isAsked(in: $0) } }, isRecorded: true, logger: training.logger
        ) {
            try await training.step()
            return false
        }
    }

    private var escalation: Timer {
        let (database, clock, portion) = (live.database, live.clock, 50)
        return Timer("escalation", database: database, clock: clock, every: { .minutes(1) }, logger: serving.logger("worker")) {
            let told = try await database.write { transaction in
                let due = Span.hours(Int64(try SettingStore().value(Settings.leadDueHours, in: transaction)))
                return try Escalation().step(limit: portion, due: due, now: clock.now, in: transaction)
            }
            return told == portion
        }
    }

    private var housekeeping: Timer {
        let housekeeping = Housekeeping(database: live.database, front: front)
        return Timer(
            "housekeeping", database: live.database, clock: live.clock, every: { .minutes(10) }, isRecorded: true,
            logger: serving.logger("worker")
        ) {
            try await housekeeping.tidy()
        }
    }

    private func span(_ setting: Setting<Span>) async throws -> Span {
        try await live.database.read { try SettingStore().value(setting, in: $0) }
    }
}
