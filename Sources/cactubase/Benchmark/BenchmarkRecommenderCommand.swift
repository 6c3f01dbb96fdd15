import ArgumentParser
import EngineBenchmark
import Foundation
import Recommender

/// `cactubase benchmark recommender`.
struct BenchmarkRecommenderCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommender", abstract: "Measure counting, training, ranking, single requests and memory at a given size.",
        discussion: """
            Figures are processor time of all cores together, so a busy machine tells the same. The same sizes and seed make the same world.

            Examples:
              cactubase benchmark recommender
              cactubase benchmark recommender --clients 1000000 --services 10000 --interactions 20000000 --json
            """)

    @Option(help: ArgumentHelp("Clients.", valueName: "n")) var clients = 20_000
    @Option(help: ArgumentHelp("Services.", valueName: "n")) var services = 1_000
    @Option(help: ArgumentHelp("Interactions, about so many.", valueName: "n")) var interactions = 400_000
    @Option(help: ArgumentHelp("Share of the interactions that are outcomes of offers, 0 to 1.", valueName: "share")) var offers = 0.02
    @Option(help: "Seed of the world.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("How often the quick parts are measured.", valueName: "n")) var runs = 5
    @Option(
        help: ArgumentHelp(
            "Only write the world's interactions there, as recommend reads them, to measure other programs on.", valueName: "file"))
    var csv: String?
    @Flag(help: "Print the figures as JSON.") var json = false

    func validate() throws {
        guard clients > 0, clients <= 4_000_000 else { throw ValidationError("--clients needs a number from 1 to 4000000.") }
        guard services > 1, services <= 100_000 else { throw ValidationError("--services needs a number from 2 to 100000.") }
        guard interactions > 0, interactions <= 200_000_000 else {
            throw ValidationError("--interactions needs a number from 1 to 200000000.")
        }
        guard offers >= 0, offers <= 1 else { throw ValidationError("--offers needs a share from 0 to 1.") }
        guard runs > 0, runs <= 1000 else { throw ValidationError("--runs needs a number from 1 to 1000.") }
    }

    func run(in shell: Shell) async throws {
        let size = BenchmarkWorld.Size(clients: clients, services: services, interactions: interactions, offers: offers, seed: seed)
        if let csv { return try write(BenchmarkWorld(size), to: csv) }
        let answer: BenchmarkAnswer
        do throws(ArtefactError) {
            answer = try EngineBenchmark(size, runs: runs).run { shell.note($0) }
        } catch {
            throw CommandFailure.failed("the model that was written could not be read: \(error)")
        }
        if json { return try shell.say(json: answer) }
        for line in answer.lines { shell.say(line) }
    }

    private func write(_ world: BenchmarkWorld, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw CommandFailure.failed("\(path) could not be made: choose a folder that exists and may be written to")
        }
        do {
            try world.eachPortionOfCSV { try file.write(contentsOf: Data($0.utf8)) }
            try file.close()
        } catch {
            throw CommandFailure.failed("\(path) could not be written whole: is the disk full?")
        }
    }
}
