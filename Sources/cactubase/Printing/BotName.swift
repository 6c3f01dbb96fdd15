import Database
import Group

/// The bot's username, which every link needs.
enum BotName {
    /// The one that was given, else the one that the bot heard from Telegram.
    static func chosen(_ given: String?, _ live: Live) async throws -> String {
        if let given {
            let name = given.hasPrefix("@") ? String(given.dropFirst()) : given
            // core.telegram.org/bots/features: 5 to 32 Latin letters, digits and underscores.
            guard (5...32).contains(name.count), name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
                throw CommandFailure.wrongUse(
                    "--bot needs a username of 5 to 32 Latin letters, digits and underscores, such as cactubase_bot")
            }
            return name
        }
        guard let kept = try await live.database.read({ try FactStore().value(.botName, in: $0) }) else {
            throw CommandFailure.wrongUse(
                "the bot's username is not known yet: give it by --bot NAME, or start the bot once so that Telegram tells it")
        }
        return kept
    }
}
