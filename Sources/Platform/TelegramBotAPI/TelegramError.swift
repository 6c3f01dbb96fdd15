import HTTPTransport
import Logging

/// Telegram said no, or did not answer: two different things. Carries no url and no token.
public enum TelegramError: Error, Hashable, Sendable {
    /// Telegram answered and did not do it. `retryAfter` is in seconds (flood control).
    case refused(code: Int, description: String, retryAfter: Int?)
    /// No complete answer came; ``mayHaveHappened`` tells whether the call may have had its effect.
    case unanswered(HTTPError)
    /// An answer came that we cannot read: without a `field` it is not Telegram's (a gateway's page, say);
    /// with one, Telegram did what it was asked and that field of its answer is not as documented.
    case unreadable(method: String, status: Int, field: String?)
}

extension TelegramError {
    /// 403: the person blocked the bot, closed the account or never started a chat. Stop until they return.
    public var isBlocked: Bool { code == 403 }
    /// The edit would change nothing: what was wanted is there.
    public var isNotModified: Bool { says("message is not modified") }
    /// 409: somebody else polls with this token, or a webhook is set.
    public var isConflict: Bool { code == 409 }
    /// 401, or 404 for a token that Telegram has never given.
    public var isUnauthorized: Bool { code == 401 || code == 404 }
    /// 429: too many calls; ``retry`` says when to go on.
    public var isFlood: Bool { code == 429 }
    /// The button was pressed too long ago to be answered (15 minutes at most).
    public var isCallbackExpired: Bool { says("query is too old") || says("query ID is invalid") }
    /// The message cannot be edited or deleted (any more): send a new one.
    public var isMessageGone: Bool {
        [
            "message to edit not found", "message to delete not found", "message can't be edited", "message can't be deleted",
            "MESSAGE_ID_INVALID",
        ]
        .contains(where: says)
    }
    /// Nobody with this id has ever met the bot.
    public var isChatNotFound: Bool { says("chat not found") }

    public var retry: RetryAdvice {
        switch self {
        case .refused(429, _, let seconds): .after(.seconds(max(1, seconds ?? 1)))
        case .refused(let code, _, _): code == 409 || code >= 500 ? .later : .never
        case .unanswered(let error): error.retry
        case .unreadable(_, _, let field): field == nil ? .later : .never
        }
    }

    /// False when it is certain that Telegram did not do it, so that a repeat cannot show something twice.
    public var mayHaveHappened: Bool {
        switch self {
        case .refused(let code, _, _): code >= 500
        case .unanswered(let error): error.mayHaveArrived
        case .unreadable: true
        }
    }

    public var level: Logger.Level {
        switch self {
        case .refused where isNotModified || isBlocked || isCallbackExpired: .info
        case .refused(let code, _, _): code == 429 || code >= 500 ? .warning : .error
        case .unanswered(let error): error.level
        case .unreadable: .error
        }
    }

    private var code: Int? { if case .refused(let code, _, _) = self { code } else { nil } }

    private func says(_ words: String) -> Bool {
        guard case .refused(400, let description, _) = self else { return false }
        return description.contains(words)
    }
}

extension TelegramError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let code, let description, let seconds):
            "Telegram refused (\(code)): \(description)" + (seconds.map { ", again after \($0) s" } ?? "")
        case .unanswered(let error): "Telegram did not answer: \(error)"
        case .unreadable(let method, let status, let field?): "the answer to \(method) (\(status)) is not understood at \(field)"
        case .unreadable(let method, let status, nil): "the answer to \(method) (\(status)) is not Telegram's"
        }
    }
}
