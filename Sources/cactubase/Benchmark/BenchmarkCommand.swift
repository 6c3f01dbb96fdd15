import ArgumentParser

/// `cactubase benchmark`: how fast the engines and the console are here, and how good.
struct BenchmarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark", abstract: "Measure the program on made-up data; nothing is stored.",
        subcommands: [BenchmarkRecommenderCommand.self, BenchmarkQualityCommand.self, BenchmarkConsoleCommand.self])
}
