import Database
import Foundation
import HTTPTransport
import Jobs
import Logging
import Sealing
import ServiceLifecycle
import Synchronization
import TelegramBotAPI
import Vocabulary

/// Long polling. Updates are in the inbox, durably, before Telegram hears by the next offset that they were received.
struct Receiver: Service {
    let database: Database
    let bot: TelegramBot
    let keyring: Keyring
    let clock: WallClock
    /// Seconds that a poll waits for news.
    let patience: Int
    let health: PollHealth
    let logger: Logger

    static let source = "telegram"

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Nothing is known of an offset after a start: what Telegram still holds comes again, and the inbox knows what it has.
            var offset: Int64?
            var failures = 0
            while !Task.isCancelled {
                do throws(TelegramError) {
                    let updates = try await bot.call(GetUpdates(offset: offset, limit: 100, timeout: patience))
                    failures = 0
                    health.succeeded(at: clock.now)
                    guard let last = updates.map(\.id).max() else { continue }
                    guard await keep(updates) else {
                        try? await Task.sleep(for: .seconds(1))
                        continue
                    }
                    offset = last + 1
                    acknowledge(updates)
                } catch {
                    guard !Task.isCancelled else { return }
                    failures += 1
                    logger.log(level: error.level, "getUpdates: \(error)")
                    try? await Task.sleep(for: pause(after: error, failures))
                }
            }
        }
    }

    /// - Returns: false when the database did not take them; then they are asked for again.
    private func keep(_ updates: [Telegram.Update]) async -> Bool {
        let (keyring, now) = (self.keyring, clock.now)
        let rows = updates.map { ($0, InboundUpdate($0, keyring: keyring)) }
        do {
            try await database.write { transaction in
                for (update, inbound) in rows {
                    guard let inbound else { continue }
                    let body = keyring.seal(Array(try JSONEncoder().encode(inbound)), in: .inbox)
                    try Inbox().receive(source: Self.source, number: update.id, lane: inbound.chat, body: body, at: now, in: transaction)
                }
            }
            for (update, inbound) in rows where inbound == nil { logger.debug("an update is ignored", metadata: ["id": "\(update.id)"]) }
            return true
        } catch {
            logger.error("updates could not be kept", metadata: ["failure": "\(type(of: error))"])
            return false
        }
    }

    /// Stops the spinner on pressed buttons at once. Only courtesy: the answer itself is in the outbox.
    private func acknowledge(_ updates: [Telegram.Update]) {
        for case .callbackQuery(let query) in updates.map(\.content) {
            Task {
                do throws(TelegramError) { _ = try await bot.call(AnswerCallbackQuery(queryID: query.id)) } catch {
                    logger.debug("a callback stays unanswered: \(error)")
                }
            }
        }
    }

    private func pause(after error: TelegramError, _ failures: Int) -> Duration {
        switch error.retry {
        case .after(let wait): wait
        // Another poller, a wrong token or a fault of Telegram's: wait longer each time, a minute at the most, and never give up silently.
        case .later, .never: .milliseconds(min(60_000, 500 << min(failures, 7)))
        }
    }
}

/// When polling last succeeded: an operator sees a stalled bot.
public final class PollHealth: Sendable {
    private let last = Mutex<Instant?>(nil)

    public init() {}
    public var lastSuccess: Instant? { last.withLock { $0 } }
    func succeeded(at now: Instant) { last.withLock { $0 = now } }
}
