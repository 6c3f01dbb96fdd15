import Consents
import Database
import Foundation
import HTTPTransport
import Jobs
import Logging
import Sealing
import TelegramBotAPI
import Vocabulary

/// Delivers messages to Telegram, in order within a chat, at the pace that Telegram bears.
struct Sender: Sendable {
    let database: Database
    let bot: TelegramBot
    let keyring: Keyring
    let clock: WallClock
    let limiter: RateLimiter
    /// An ad is asked for once more at the moment of sending: a withdrawal reaches what is already queued.
    let mayAdvertise: @Sendable (LeadID, CustomerID, Transaction) throws -> Bool
    let post: @Sendable (OutgoingMessage, Transaction) throws -> Void
    /// An ad arrived, or never will.
    let adArrived: @Sendable (LeadID, _ arrived: Bool, Transaction) throws -> Void
    let logger: Logger

    func deliver(_ row: Outbox.Row) async -> OutboxWorker.Delivery {
        guard let bytes = try? keyring.open(row.body, in: .outbox),
            let message = try? JSONDecoder().decode(OutgoingMessage.self, from: Data(bytes))
        else {
            return .impossible(because: "unreadable body") { _ in }
        }
        do {
            if let ad = message.ad {
                let isAllowed = try await database.read { transaction in
                    guard let customer = message.customer else { return false }
                    return try mayAdvertise(ad, customer, transaction)
                }
                guard isAllowed else { return .impossible(because: "withdrawn") { try adArrived(ad, false, $0) } }
            }
        } catch { return .busy(nil, because: "\(type(of: error))") }
        if case .retire(let old) = message.placement { return await retire(old, in: message.chat) }
        await limiter.waitForTurn(chat: message.chat)
        do throws(TelegramError) { return try await delivered(message) } catch { return failed(message, error) }
    }

    private func delivered(_ message: OutgoingMessage) async throws(TelegramError) -> OutboxWorker.Delivery {
        let id: Int64
        switch message.placement {
        case .edit(let pressed):
            do throws(TelegramError) {
                _ = try await bot.call(
                    EditMessageText(
                        chatID: message.chat, messageID: pressed, text: message.html, linkPreview: LinkPreviewOptions.none,
                        replyMarkup: message.inlineMarkup))
                id = pressed
            } catch {
                if error.isNotModified {
                    id = pressed
                } else if error.isMessageGone {
                    id = try await send(message)
                } else {
                    throw error
                }
            }
        case .send: id = try await send(message)
        case .retire: return .delivered { _ in }
        }
        return .delivered { transaction in
            if let ad = message.ad {
                // It keeps its buttons, and the talk its own.
                try adArrived(ad, true, transaction)
            } else if let customer = message.customer,
                let old = try TalkStore().setLive(message.becomesLive ? id : nil, of: customer, in: transaction)
            {
                try post(.retiring(old, in: message.chat, of: customer), transaction)
            }
        }
    }

    /// Only tidiness: old buttons still work, so it waits until the chat rests, and a refusal is nobody's loss.
    private func retire(_ old: Int64, in chat: Int64) async -> OutboxWorker.Delivery {
        guard limiter.takesSpareTurn(chat: chat) else { return .busy(.seconds(2), because: "the chat is busy") }
        do throws(TelegramError) {
            _ = try await bot.call(EditMessageReplyMarkup(chatID: chat, messageID: old, replyMarkup: InlineKeyboardMarkup([])))
        } catch {
            switch error.retry {
            case .after(let wait): return .busy(Span(milliseconds: Int64(wait / .milliseconds(1))), because: "telegram asks to wait")
            case .later: return .busy(nil, because: "telegram did not answer")
            case .never: logger.debug("an old keyboard stays: \(error)")
            }
        }
        return .delivered { _ in }
    }

    private func send(_ message: OutgoingMessage) async throws(TelegramError) -> Int64 {
        try await bot.call(
            SendMessage(chatID: message.chat, text: message.html, linkPreview: LinkPreviewOptions.none, replyMarkup: message.markup)
        ).id
    }

    private func failed(_ message: OutgoingMessage, _ error: TelegramError) -> OutboxWorker.Delivery {
        let now = clock.now
        logger.log(level: error.level, "telegram: \(error)")
        if error.isBlocked || error.isChatNotFound {
            return .impossible(because: "blocked") { transaction in
                if let customer = message.customer { try CustomerStore().setBlocked(now, for: customer, in: transaction) }
                if let ad = message.ad { try adArrived(ad, false, transaction) }
            }
        }
        switch error.retry {
        case .after(let wait): return .busy(Span(milliseconds: Int64(wait / .milliseconds(1))), because: "telegram asks to wait")
        case .later: return .busy(nil, because: "telegram did not answer")
        case .never:
            return .impossible(because: "telegram refused") { transaction in
                if let ad = message.ad { try adArrived(ad, false, transaction) }
            }
        }
    }
}

extension OutgoingMessage {
    var inlineMarkup: InlineKeyboardMarkup? {
        guard case .inline(let rows) = keyboard, !rows.isEmpty else { return nil }
        return InlineKeyboardMarkup(rows.map { $0.map { InlineKeyboardButton($0.text, .callback($0.data)) } })
    }

    var markup: ReplyMarkup? {
        switch keyboard {
        case .inline: inlineMarkup.map(ReplyMarkup.inline)
        case .contact(let label, let words):
            .keyboard(
                ReplyKeyboardMarkup(
                    [[KeyboardButton(label, requestsContact: true)]] + words.map { $0.map { KeyboardButton($0) } }, fitsHeight: true,
                    isOneTime: true))
        case .removed: .remove
        }
    }
}
