import ArgumentParser
import Console
import ConsoleBenchmark
import Foundation

/// `cactubase benchmark console`.
struct BenchmarkConsoleCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Measure every page of the staff's console in a database of a given size.",
        discussion: """
            Makes a group with staff at all levels, clients and leads in a file of its own, serves the console on this machine and asks for its pages over a
            socket, signed in as each level. Times are by the clock, from the request to the last byte: measure on a machine that does nothing else. With
            --database the file is kept, and measured again next time.

            Examples:
              cactubase benchmark console
              cactubase benchmark console --leads 20000 --clients 20000 --page "leads by" --database /tmp/bench.db
              cactubase benchmark console --runs 5 --check --json
            """)

    @Option(help: ArgumentHelp("Leads.", valueName: "n")) var leads = 100_000
    @Option(help: ArgumentHelp("Clients, at least as many as leads.", valueName: "n")) var clients = 100_000
    @Option(help: "Seed of the world.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Requests of each page in one run.", valueName: "n")) var requests = 200
    @Option(help: ArgumentHelp("How often each page is measured; the median counts.", valueName: "n")) var runs = 1
    @Option(help: ArgumentHelp("Only pages with this in their name.", valueName: "words")) var page: String?
    @Option(help: ArgumentHelp("Pages that stay open and listen for events; 0 leaves that out.", valueName: "n")) var live = 200
    @Option(help: ArgumentHelp("p99 that each page should keep when asked for alone, in milliseconds.", valueName: "ms")) var goal = 50.0
    @Option(help: ArgumentHelp("Keep the world in this file; without it, it is made anew and removed.", valueName: "file")) var database:
        String?
    @Flag(help: "Fail when a page misses the goal.") var check = false
    @Flag(help: "Print the figures as JSON.") var json = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (100...2_000_000).contains(leads) else { throw ValidationError("--leads needs a number from 100 to 2000000.") }
        guard (leads...5_000_000).contains(clients) else { throw ValidationError("--clients needs a number from --leads to 5000000.") }
        guard (1...100_000).contains(requests) else { throw ValidationError("--requests needs a number from 1 to 100000.") }
        guard (1...100).contains(runs) else { throw ValidationError("--runs needs a number from 1 to 100.") }
        // Eight of each person of the first company.
        guard (0...280).contains(live) else { throw ValidationError("--live needs a number from 0 to 280.") }
        guard goal > 0 else { throw ValidationError("--goal needs milliseconds above 0.") }
    }

    func run(in shell: Shell) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cactubase-benchmark-\(getpid())").path
        let path: String
        if let database {
            path = shell.path(database)
        } else {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            path = folder + "/console.db"
        }
        defer { if database == nil { try? FileManager.default.removeItem(atPath: folder) } }
        let answer = try await measured(in: path, shell)
        if json { try shell.say(json: answer) } else { answer.lines.forEach(shell.say) }
        if check, !answer.missed.isEmpty {
            throw CommandFailure.failed(
                "\(answer.missed.count) pages took longer than they may: \(answer.missed.map(\.page).joined(separator: ", "))")
        }
    }

    private func measured(in path: String, _ shell: Shell) async throws -> ConsoleAnswer {
        var environment = shell.environment
        environment["DATABASE_URL"] = "sqlite:" + path
        let own = Shell(
            environment: environment, directory: shell.directory, executable: shell.executable, clock: shell.clock, ids: shell.ids,
            isWatched: shell.isWatched, out: shell.out, err: shell.err)
        let size = ConsoleBenchmark.Size(leads: leads, clients: clients, seed: seed)
        return try await Live.with(common, in: own) { live in
            let serving = Serving(live: live, shell: own)
            let benchmark = ConsoleBenchmark(
                size, requests: requests, runs: runs, goal: goal, live: self.live, site: serving.console(publicAddress: nil),
                database: live.database, keyring: live.keyring, clock: live.clock, ids: live.ids, logger: serving.logger("benchmark"))
            return try await benchmark.run(pages: page) { own.note($0) }
        }
    }
}
