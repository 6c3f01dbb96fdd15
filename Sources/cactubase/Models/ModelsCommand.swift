import ArgumentParser
import Database
import Recommendations
import Recommender
import Vocabulary

/// `cactubase models`: what was trained, and which version answers.
struct ModelsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the versions of the model and how each came out against the one before, or choose one.",
        discussion: """
            "Promoted without a contest" means that nothing spoke for or against the version when it began to answer: it was the first, the one before
            could not be read, or there were fewer than 100 outcomes of offers since that was trained.

            Examples:
              cactubase models
              cactubase models --use 3 --by anna
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Option(help: "Make this version the one that answers.") var use: Int?
    @Flag(help: "Print the versions as JSON.") var json = false

    func run(in shell: Shell) async throws {
        let (use, account) = (use, actor.actor)
        let versions = try await Live.with(common, in: shell) { live in
            let now = live.clock.now
            return try await live.database.write { transaction in
                if let use {
                    do throws(RecommendationsError) {
                        try ModelStore().makeCurrent(use, by: account, at: now, in: transaction)
                    } catch {
                        guard case .unknownVersion = error else { throw error }
                        throw CommandFailure.wrongUse(Wording.of(error))
                    }
                }
                return try ModelStore().versions(in: transaction).map(ModelAnswer.init)
            }
        }
        if json { return try shell.say(json: versions) }
        guard !versions.isEmpty else { return shell.say("No model was trained yet: `cactubase train`.") }
        for version in versions { for line in version.lines { shell.say(line) } }
    }
}
