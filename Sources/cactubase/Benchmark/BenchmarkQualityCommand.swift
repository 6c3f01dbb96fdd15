import ArgumentParser
import EngineBenchmark

/// `cactubase benchmark quality`.
struct BenchmarkQualityCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: "Measure how near the recommender comes to the true chances of made-up worlds.",
        discussion: """
            Each world is another cause of what people do: portraits, hidden kinds, stages of life, order, both audiences, few outcomes or none. A model is
            trained on what the product may see, and scored against the true chance of each client and service. The same worlds and seeds give the same
            figures. Development worlds are there to improve the model by; held-out worlds judge it, and are best looked at seldom. Of one world the
            ablation trains 13 models: the hybrid, then without each part and with each alone.

            Examples:
              cactubase benchmark quality
              cactubase benchmark quality --worlds held-out --seeds 3 --json
              cactubase benchmark quality --world portraits --world next-order --ablation
            """)

    @Option(help: "Which worlds: development or held-out.") var worlds: WorldDivision = .development
    @Option(
        name: .customLong("world"),
        help: ArgumentHelp("One of them by name; may be given several times. Without it, all.", valueName: "name"))
    var names: [String] = []
    @Option(help: ArgumentHelp("Worlds of each kind, each with a seed of its own.", valueName: "n")) var seeds = 1
    @Option(help: ArgumentHelp("Length of the lists that are looked at.", valueName: "n")) var k = 5
    @Flag(help: "Also train without each part of the hybrid, and with each alone.") var ablation = false
    @Flag(help: "Print the figures as JSON.") var json = false

    func validate() throws {
        guard seeds > 0, seeds <= 100 else { throw ValidationError("--seeds needs a number from 1 to 100.") }
        guard k > 0 else { throw ValidationError("--k needs 1 or more.") }
        let known = worlds.structures.map(\.name)
        for name in names where !known.contains(name) {
            throw ValidationError("--world \(name) is not known; there are \(known.joined(separator: ", ")).")
        }
    }

    func run(in shell: Shell) async throws {
        let structures = worlds.structures.filter { names.isEmpty || names.contains($0.name) }
        let benchmark = QualityBenchmark(worlds, structures: structures, seeds: seeds, k: k, isAblated: ablation)
        let answer = try benchmark.run { step in
            try Task.checkCancellation()
            shell.note(step)
        }
        if json { return try shell.say(json: answer) }
        for line in answer.lines { shell.say(line) }
    }
}

extension WorldDivision: ExpressibleByArgument {}
