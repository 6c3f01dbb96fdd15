import ArgumentParser
import Database

/// `cactubase migrate`.
struct MigrateCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Create or update the database.",
        discussion: """
            Every role does this by itself on an SQLite file; the command is for doing it beforehand.

            Example:
              DATABASE_URL=sqlite:/var/lib/cactubase/cactubase.db cactubase migrate
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print the answer as JSON.") var json = false

    func run(in shell: Shell) async throws {
        try await Live.with(common, in: shell) { live in
            let applied = try await live.database.read { transaction in
                try transaction.rows("SELECT name FROM migration ORDER BY position").map { row -> String in try row["name"] }
            }
            if json {
                try shell.say(json: Answer(migrations: applied))
            } else {
                shell.say("The database is up to date: \(applied.count) migrations.")
            }
        }
    }

    struct Answer: Codable, Sendable {
        let migrations: [String]
    }
}
