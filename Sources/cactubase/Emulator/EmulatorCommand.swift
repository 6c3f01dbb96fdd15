import ArgumentParser
import TelegramEmulator

/// `cactubase emulator`: a Bot API server and its pages, alone.
struct EmulatorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator", abstract: "Run a Telegram of one's own: Bot API server and chat pages, on this machine only.",
        discussion: """
            CACTUBASE_FAULTS makes it unreliable on purpose, such as telegram_429:0.05,telegram_reset:0.01.

            Example:
              cactubase emulator --port 5081 --token 700000001:secret --store emulator.db
            """)

    @Option(help: "Port; 0 takes a free one, which is printed.") var port = 5081
    @Option(help: "Token that the bot has to bring.") var token = EmulatedTelegram.Configuration().token
    @Option(help: "Username of the bot.") var bot = EmulatedTelegram.Configuration().botUsername
    @Option(help: ArgumentHelp("SQLite file for chats, so that they survive a restart; without it they live in memory.", valueName: "file"))
    var store: String?
    @Option(help: "Seed of the faults' dice.") var seed: UInt64 = 1
    @Flag(help: "Take messages as fast as they come, without Telegram's limits.") var unlimited = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port needs a number from 0 to 65535.") }
        guard (5...32).contains(bot.count), bot.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            throw ValidationError("--bot needs a username of 5 to 32 Latin letters, digits and underscores.")
        }
    }

    func run(in shell: Shell) async throws {
        let outside = try common.configuration(in: shell)
        try FreeAddress.check("127.0.0.1", port, remedy: "choose another --port")
        var configuration = EmulatedTelegram.Configuration(
            port: port, token: token, botUsername: bot, storePath: store.map(shell.path), faults: try Faults.telegram(outside), seed: seed)
        if unlimited { configuration.limits = nil }
        let emulator = EmulatedTelegram(
            configuration: configuration, clock: shell.clock, ids: shell.ids, logger: Serving.logger("emulator", in: shell))
        async let announced: Void = announce(emulator, to: shell)
        try await Serving.run([emulator], in: shell)
        await announced
    }

    private func announce(_ emulator: EmulatedTelegram, to shell: Shell) async {
        guard let address = try? await emulator.address else { return }
        shell.say("Telegram emulator on \(address)")
        shell.say("  chats:           \(address)/")
        shell.say("  for the bot:     TELEGRAM_API_URL=\(address)")
    }
}

/// Faults on purpose, as `CACTUBASE_FAULTS` names them.
enum Faults {
    static func telegram(_ configuration: Configuration) throws -> TelegramFaults {
        guard let text = configuration.faults else { return .none }
        do { return try TelegramFaults(text) } catch {
            let known = TelegramFaults.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.wrongUse("CACTUBASE_FAULTS names a fault that is not known, or a wrong share; known are \(known)")
        }
    }
}
