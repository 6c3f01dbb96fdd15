import ArgumentParser
import CustomerBot
import HTTPTransport
import ServiceLifecycle
import TelegramBotAPI

/// `cactubase serve`: every role in one process.
struct ServeCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the bot and the worker in one process.",
        discussion: """
            Example:
              TELEGRAM_BOT_TOKEN=… DATABASE_URL=sqlite:cactubase.db cactubase serve
            """)

    @OptionGroup var common: CommonOptions

    func run(in shell: Shell) async throws { try await RoleRun(role: .serve, common: common, shell: shell).run() }
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
        guard role == .worker || outside.botToken != nil else { throw CommandFailure.wrongUse(TokenHelp.text(for: role.rawValue)) }
        let address = role.address(outside)
        try FreeAddress.check(address.host, address.port, remedy: "set CACTUBASE_HTTP to another address")
        try await Live.with(common, in: shell) { live in
            let wiring = Wiring(live: live, shell: shell)
            var services: [any Service] = []
            let http = HTTPClient()
            if role != .bot { services += wiring.worker }
            if role != .worker, let token = outside.botToken {
                let telegram = wiring.telegram(token: token, at: outside.telegramURL, http: http)
                let bot = wiring.bot(telegram)
                services += [wiring.introduction(of: telegram)] + bot.services
                services.append(Serving(live: live, shell: shell).health(role, lastPoll: { bot.health.lastSuccess }))
            } else {
                services.append(Serving(live: live, shell: shell).health(role))
            }
            do { try await Serving.run(services, in: shell) } catch {
                await http.shutdown()
                throw error
            }
            await http.shutdown()
        }
    }
}
