import ArgumentParser
import DataFiles
import Recommender
import Vocabulary

/// `cactubase evaluate`: how good the model would be on these files.
struct EvaluateCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Hold a part of CSV files out, train on the rest, and measure.",
        discussion: """
            last-positive holds each client's last positive row out; where there are outcomes of offers, a second model is trained without each client's last
            outcome, for the calibration. time holds the latest fifth of all rows out. Each part of the hybrid is also ranked alone. Of more than 50000
            clients with something held out that many are drawn.

            Examples:
              cactubase evaluate --interactions interactions.csv
              cactubase evaluate --interactions i.csv --clients c.csv --services s.csv --links l.csv --holdout time --k 5 --json
            """)

    @OptionGroup var files: DataFileOptions
    @Option(help: "What is held out: last-positive or time.") var holdout: Holdout = .lastPositive
    @Option(help: ArgumentHelp("Length of the lists that are looked at.", valueName: "n")) var k = 10
    @Flag(help: "Print the figures as JSON.") var json = false

    func validate() throws {
        guard k > 0 else { throw ValidationError("--k needs 1 or more.") }
    }

    func run(in shell: Shell) async throws {
        let start = shell.clock.now
        let training = FileTraining(shell: shell)
        let data = try training.read(files.paths(in: shell))
        let splits = data.training.splits(holdout)
        guard splits.contains(where: { !$0.positives.isEmpty || !$0.outcomes.isEmpty }) else {
            throw CommandFailure.failed("nothing can be held out: no client has a row that could be found again")
        }
        var rows: [EvaluationAnswer.Row] = []
        var trainingTime = 0.0
        var kinds: [RecommendCommand.Answer.Meaning] = []
        for (index, split) in splits.enumerated() {
            let title = splits.count > 1 ? "training \(index + 1) of \(splits.count)" : "training"
            let began = shell.clock.now
            let model = try training.train(split.training, seed: files.seed, title: title).model
            trainingTime += (shell.clock.now - began).seconds
            let audiences = Set(data.training.clients.audiences)
            kinds = Audience.allCases.filter(audiences.contains).map { .init(audience: $0, model.probabilityKind(for: $0)) }
            let told = evaluate(model, on: split, in: shell)
            if rows.isEmpty { rows = told } else { for place in rows.indices { rows[place].add(told[place]) } }
        }
        let answer = EvaluationAnswer(
            holdout: holdout, interactions: data.training.events.count, clients: data.users.count, services: data.items.count,
            heldOutPositives: splits.reduce(0) { $0 + $1.positives.count }, heldOutOutcomes: splits.reduce(0) { $0 + $1.outcomes.count },
            models: rows, probability: kinds, trainingSeconds: trainingTime, seconds: (shell.clock.now - start).seconds,
            peakMegabytes: Memory.peakMegabytes)
        if json { return try shell.say(json: answer) }
        for line in answer.lines { shell.say(line) }
    }

    /// The hybrid, then each part.
    private func evaluate(_ model: Model, on split: Split, in shell: Shell) -> [EvaluationAnswer.Row] {
        let progress = Progress("evaluating", in: shell)
        let parts: [ModelPart?] = [nil] + ModelPart.allCases
        let rows = parts.enumerated().map { index, part in
            progress.report(Double(index) / Double(parts.count))
            let began = shell.clock.now
            let evaluation = model.evaluated(on: split, k: k, part: part)
            return EvaluationAnswer.Row(
                part?.rawValue ?? "hybrid", evaluation, isHybrid: part == nil, seconds: (shell.clock.now - began).seconds)
        }
        progress.finish()
        return rows
    }
}

extension Holdout: ExpressibleByArgument {}

extension Span {
    var seconds: Double { Double(milliseconds) / 1000 }
}
