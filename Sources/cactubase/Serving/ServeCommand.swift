import ArgumentParser
import CustomerBot
import HTTPTransport
import ServiceLifecycle
import TelegramBotAPI
import Vocabulary

/// `cactubase serve`: every role in one process.
struct ServeCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the bot, the worker and the console in one process.",
        discussion: """
            Example:
              TELEGRAM_BOT_TOKEN=… DATABASE_URL=sqlite:cactubase.db cactubase serve
            """)

    @OptionGroup var common: CommonOptions

    func run(in shell: Shell) async throws { try await RoleRun(role: .serve, common: common, shell: shell).run() }
}

/// `cactubase console`: the staff's pages.
struct ConsoleCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Run the staff console alone.",
        discussion: """
            The first account is made with `cactubase staff invite`.

            Example:
              CACTUBASE_HTTP=127.0.0.1:5000 CACTUBASE_CONSOLE_URL=https://console.example.ru cactubase console
            """)

    @OptionGroup var common: CommonOptions

    func run(in shell: Shell) async throws { try await RoleRun(role: .console, common: common, shell: shell).run() }
}

/// `cactubase bot`: talks to customers.
struct BotCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "bot", abstract: "Run the bot alone: receives updates, answers, sends.",
        discussion: """
            Example:
              TELEGRAM_BOT_TOKEN=… cactubase bot
            """)

    @OptionGroup var common: CommonOptions

    func run(in shell: Shell) async throws { try await RoleRun(role: .bot, common: common, shell: shell).run() }
}

/// `cactubase worker`: moves cards to leads and offers.
struct WorkerCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Run the worker alone: trains, recommends, makes leads, queues offers, tidies.",
        discussion: """
            Example:
              cactubase worker
            """)

    @OptionGroup var common: CommonOptions

    func run(in shell: Shell) async throws { try await RoleRun(role: .worker, common: common, shell: shell).run() }
}

/// One process of one or all roles, until it is told to stop.
struct RoleRun {
    let role: Role
    let common: CommonOptions
    let shell: Shell

    func run() async throws {
        let outside = try common.configuration(in: shell)
        try outside.refuseFaults(for: role.rawValue)
        guard [.worker, .console].contains(role) || outside.botToken != nil else {
            throw CommandFailure.wrongUse(TokenHelp.text(for: role.rawValue))
        }
        let address = role.address(outside)
        try FreeAddress.check(address.host, address.port, remedy: "set CACTUBASE_HTTP to another address")
        try await Live.with(common, in: shell) { live in
            let wiring = Wiring(live: live, shell: shell)
            var services: [any Service] = []
            let http = HTTPClient()
            if [.serve, .worker].contains(role) { services += wiring.worker }
            var lastPoll: (@Sendable () -> Instant?)?
            if [.serve, .bot].contains(role), let token = outside.botToken {
                let telegram = wiring.telegram(token: token, at: outside.telegramURL, http: http)
                let bot = wiring.bot(telegram)
                services += [wiring.introduction(of: telegram)] + bot.services
                lastPoll = { bot.health.lastSuccess }
            }
            services += Serving(live: live, shell: shell).http(role, lastPoll: lastPoll)
            do { try await Serving.run(services, in: shell) } catch {
                await http.shutdown()
                throw error
            }
            await http.shutdown()
        }
    }
}
