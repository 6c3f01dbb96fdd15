import ArgumentParser

/// `cactubase train`.
struct TrainCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a new version of the model from the database; every process uses it at once unless it is worse.",
        discussion: """
            The same data and seed give the same model. It is judged on the outcomes of offers since the version that answers now was trained; a worse
            one is kept, and `cactubase models --use` can still choose it. With fewer than 100 such outcomes there is no contest: the fresh version
            answers untried, and its verdict says so.

            Training is started by hand only by whoever answers for the model: in the console that takes the grant of a data steward, here the right to
            run commands on this machine; --by names the person for the history.

            Examples:
              cactubase train
              cactubase train --by anna --seed 7 --json
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Option(help: "Seed of the folds that the model is fitted on.") var seed: UInt64 = 1
    @Flag(help: "Print the report as JSON.") var json = false

    func run(in shell: Shell) async throws {
        let account = actor.actor
        let trained = try await Live.with(common, in: shell) { live in
            try await ModelTraining(live: live).run(seed: seed, by: account, progress: Progress("training", in: shell))
        }
        if json { return try shell.say(json: trained) }
        for line in trained.lines { shell.say(line) }
    }
}
