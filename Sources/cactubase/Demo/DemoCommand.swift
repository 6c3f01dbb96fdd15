import ArgumentParser
import Console
import CustomerBot
import Database
import DemoWorld
import Foundation
import HTTPTransport
import Operations
import ServiceLifecycle
import TelegramBotAPI
import TelegramEmulator
import Vocabulary

/// `cactubase demo`: a whole group of partners on this machine, with a Telegram of its own.
struct DemoCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try everything: a believable partner group, its customers and a Telegram, without token or network.",
        discussion: """
            Without DATABASE_URL the demo lives in demo.db, and goes on where it was when started again.

            Examples:
              cactubase demo
              cactubase demo --seed 7 --fresh
              DATABASE_URL=sqlite:world.db cactubase demo --prepare --json
            """)

    @Option(help: "Seed of the world; any whole number from 0 up. The same seed makes the same world.") var seed: UInt64?
    @Flag(help: "Start over: removes the demo's database; refuses one that is not a demo's.") var fresh = false
    @Option(help: "Port of the console; the chat pages are one above. 0 takes free ports, which are printed.") var port = 5080
    @Flag(help: "Only make the world, print what leads into it, and stop.") var prepare = false
    @Flag(help: "Print as JSON (with --prepare).") var json = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...65_534).contains(port) else { throw ValidationError("--port needs a number from 0 to 65534.") }
        guard !json || prepare else { throw ValidationError("--json goes with --prepare.") }
    }

    func run(in shell: Shell) async throws {
        var environment = shell.environment
        if (environment["DATABASE_URL"] ?? "").isEmpty { environment["DATABASE_URL"] = "sqlite:demo.db" }
        let shell = Shell(
            environment: environment, directory: shell.directory, executable: shell.executable, clock: shell.clock, ids: shell.ids,
            isWatched: shell.isWatched, out: shell.out, err: shell.err)
        if !prepare, port != 0 {
            for port in [port, port + 1] { try FreeAddress.check("127.0.0.1", port, remedy: "choose another --port") }
        }
        if fresh { try await DemoFiles(common: common, shell: shell).remove() }
        try await Live.with(common, in: shell) { live in
            let stage = DemoStage(live: live, shell: shell)
            let world = try await stage.world(seed: seed)
            if prepare {
                try await stage.train()
                let invitations = try await stage.invitations(to: world, emulator: nil, console: nil)
                try json ? shell.say(json: invitations) : invitations.lines(in: shell.language(nil)).forEach(shell.say)
            } else {
                try await play(world, stage, live, shell)
            }
        }
    }

    /// Every role and a Telegram, until it is told to stop.
    private func play(_ world: DemoWorld, _ stage: DemoStage, _ live: Live, _ shell: Shell) async throws {
        let storePath: String? =
            if case .sqlite(let path) = live.configuration.database { shell.path(path) + ".telegram.db" } else { nil }
        let settings = EmulatedTelegram.Configuration(
            port: port == 0 ? 0 : port + 1, storePath: storePath, faults: try Faults.telegram(live.configuration))
        let emulator = EmulatedTelegram(
            configuration: settings, clock: live.clock, ids: live.ids, logger: Serving.logger("emulator", in: shell))
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let serving = Serving(live: live, shell: shell)
        let watch = Watch(role: .serve, start: live.clock.now, lastPoll: nil)
        let console = ConsoleServer(
            console: serving.console(publicAddress: nil, conditions: watch.conditions), host: "127.0.0.1", port: port, health: nil,
            onListening: { listening.yield($0) })
        let opening = DemoOpening(
            emulator: emulator, settings: settings, consolePort: ports, stage: stage, world: world, live: live, shell: shell)
        try await Serving.run([emulator, console] + serving.consoleWork + [opening], in: shell)
    }
}

/// Comes on stage when the emulator is there: prints the addresses at once, trains behind a progress line, then runs every role.
struct DemoOpening: Service {
    let emulator: EmulatedTelegram
    let settings: EmulatedTelegram.Configuration
    /// Says the console's port once it listens.
    let consolePort: AsyncStream<Int>
    let stage: DemoStage
    let world: DemoWorld
    let live: Live
    let shell: Shell

    func run() async throws {
        let address = try await emulator.address
        guard let token = BotToken(settings.token) else { throw CommandFailure.failed("the emulator's token is no token") }
        let http = HTTPClient()
        guard let port = await consolePort.cancelOnGracefulShutdown().first(where: { _ in true }) else { return }
        let invitations = try await stage.invitations(
            to: world, emulator: .init(address: address, http: http), console: "http://127.0.0.1:\(port)")
        invitations.lines(in: shell.language(nil)).forEach(shell.say)
        try await stage.train()
        let wiring = Wiring(live: live, shell: shell)
        let telegram = wiring.telegram(token: token, at: address, http: http)
        let services: [any Service] = wiring.worker + [wiring.introduction(of: telegram)] + wiring.bot(telegram).services
        shell.say("Ready. Press Ctrl-C to stop; `cactubase demo` goes on from here.")
        defer { Task { await http.shutdown() } }
        var group = ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(type(of: $0))")
            },
            logger: Serving.logger("services", in: shell))
        group.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: group).run()
    }
}
