import ArgumentParser
import Database
import Recommendations
import Recommender
import Vocabulary

/// `cactubase models`: what was trained, and which version answers.
struct ModelsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the versions of the model, or go back to one.",
        discussion: """
            Examples:
              cactubase models
              cactubase models --use 3
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "Make this version the one that answers.") var use: Int?
    @Flag(help: "Print the versions as JSON.") var json = false

    func run(in shell: Shell) async throws {
        let use = use
        let versions = try await Live.with(common, in: shell) { live in
            if let use {
                do { try await live.database.write { try ModelStore().makeCurrent(use, in: $0) } } catch RecommendationsError.unknownVersion
                {
                    throw CommandFailure.wrongUse("there is no version \(use) of the model; `cactubase models` lists all")
                }
            }
            return try await live.database.read { try ModelStore().versions(in: $0) }.map(ModelAnswer.init)
        }
        if json { return try shell.say(json: versions) }
        guard !versions.isEmpty else { return shell.say("No model was trained yet: `cactubase train`.") }
        for version in versions { for line in version.lines { shell.say(line) } }
    }
}

/// A version of the model as scripts read it.
struct ModelAnswer: Codable, Sendable, Equatable {
    let version: Int
    /// Milliseconds since 1970.
    let trainedAt: Int64
    let isCurrent: Bool
    /// Bytes.
    let size: Int
    let report: TrainingReport

    init(version: Int, trainedAt: Int64, isCurrent: Bool, size: Int, report: TrainingReport) {
        (self.version, self.trainedAt, self.isCurrent, self.size, self.report) = (version, trainedAt, isCurrent, size, report)
    }

    init(_ version: ModelVersion) {
        self.init(
            version: version.version, trainedAt: version.trainedAt.milliseconds, isCurrent: version.isCurrent, size: version.size,
            report: version.report)
    }

    var lines: [String] {
        let title = "version \(version)\(isCurrent ? " (answers now)" : ""), trained \(StderrLog.time(trainedAt)), \(size) bytes"
        return [title] + report.lines.map { "  " + $0 }
    }
}

extension TrainingReport {
    fileprivate var lines: [String] {
        var lines = ["\(services) services, \(clients) clients, \(observations) observations"]
        if unknownServices > 0 { lines.append("\(unknownServices) rows left out: their service is not in the catalogue") }
        for figures in audiences {
            let kind =
                figures.isFitted ? "probabilities fitted" : "too few outcomes: no probability is named, nothing is offered automatically"
            let loss =
                figures.logLoss.flatMap { loss in figures.baseLogLoss.map { ", log loss \(loss.short) (plain rate \($0.short))" } } ?? ""
            lines.append(
                "\(figures.audience.rawValue): \(figures.outcomes) outcomes of offers, \(figures.accepted) accepted: \(kind)\(loss)")
        }
        return lines
    }
}

extension Double {
    /// Four decimals.
    fileprivate var short: String { String((self * 10_000).rounded() / 10_000) }
}
