import ArgumentParser
import Database
import Group
import Vocabulary

/// `cactubase settings`: thresholds, intervals and caps that change while the program runs.
struct SettingsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Show or change what is set while the program runs: thresholds, intervals, caps.",
        discussion: """
            Every change is kept in the audit log.

            Examples:
              cactubase settings
              cactubase settings lead.threshold 75
              cactubase settings pipeline.interval "10 min"
            """)

    @Argument(help: "The setting; without it, all are listed.") var name: String?
    @Argument(help: "Its new value; without it, the one in force is shown.") var value: String?
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Flag(help: "Print the answer as JSON.") var json = false

    func run(in shell: Shell) async throws {
        if let name, !Settings.all.contains(where: { $0.name == name }) {
            throw CommandFailure.wrongUse("there is no setting \(name); `cactubase settings` lists all")
        }
        let (name, value, actor) = (name, value, actor.actor)
        let settings = try await Live.with(common, in: shell) { live in
            let now = shell.clock.now
            if let name, let value {
                do {
                    try await live.database.write { try SettingStore().set(named: name, to: value, by: actor, at: now, in: $0) }
                } catch let refusal as SettingError {
                    guard case .refused = refusal else { throw refusal }
                    throw CommandFailure.wrongUse(Wording.of(refusal))
                }
            }
            return try await live.database.read { try SettingStore().all(in: $0) }.filter { name == nil || $0.name == name }
        }
        if json { return try shell.say(json: settings.map(Answer.init)) }
        for setting in settings {
            let change = setting.changedBy.map { " (by \($0); default \(setting.standard.isEmpty ? "empty" : setting.standard))" } ?? ""
            shell.say("\(setting.name) = \(setting.value)\(change)")
        }
    }

    struct Answer: Codable, Sendable, Equatable {
        let name: String
        let value: String
        let standard: String
        let changedBy: String?

        init(_ setting: SettingValue) {
            (name, value, standard, changedBy) = (setting.name, setting.value, setting.standard, setting.changedBy)
        }
    }
}
