import CustomerDialogs
import Database
import Group
import Localization
import TelegramBotAPI
import Vocabulary

/// The bot's descriptions, commands and menu button, in every language. Set by code, so that no release forgets one.
public struct BotProfile: Sendable {
    private let bot: TelegramBot
    private let renderer: Renderer

    public init(bot: TelegramBot, renderer: Renderer) {
        self.bot = bot
        self.renderer = renderer
    }

    /// Asks Telegram who we are, tells it what we say about ourselves, and keeps the name for links and posters.
    /// - Returns: the bot's username.
    public func introduce(to database: Database, at now: Instant) async throws -> String {
        let me = try await bot.call(GetMe())
        // English is also what everybody sees whose language we do not speak.
        for (language, code) in [(Language.english, nil), (.russian, "ru"), (.english, "en")] {
            _ = try await bot.call(
                SetMyDescription(renderer.plain(CustomerDialogsMessages.profileDescription, language), languageCode: code))
            _ = try await bot.call(
                SetMyShortDescription(renderer.plain(CustomerDialogsMessages.profileShort, language), languageCode: code))
            let commands = Destination.commands.map { BotCommand($0.command, renderer.plain(Self.words(for: $0.destination), language)) }
            _ = try await bot.call(SetMyCommands(commands, languageCode: code))
        }
        _ = try await bot.call(SetChatMenuButton(button: .commands))
        let name = me.username ?? ""
        try await database.write { try FactStore().set(.botName, to: name, at: now, in: $0) }
        return name
    }

    private static func words(for destination: Destination) -> Message {
        switch destination {
        case .offers: CustomerDialogsMessages.wordOffers
        case .points: CustomerDialogsMessages.wordPoints
        case .settings: CustomerDialogsMessages.wordSettings
        case .language: CustomerDialogsMessages.languageAsk
        case .myData: CustomerDialogsMessages.settingsMyData
        case .stopAds: CustomerDialogsMessages.offerStopAds
        case .erase: CustomerDialogsMessages.settingsErase
        case .person: CustomerDialogsMessages.wordOperator
        default: CustomerDialogsMessages.wordHome
        }
    }
}
