import ArgumentParser

/// `cactubase configuration`: what can be configured, and how.
struct ConfigurationCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration", abstract: "List what can be configured from outside.",
        discussion: "Example:\n  cactubase configuration")

    func run(in shell: Shell) async throws {
        shell.say(
            "Each value comes from the environment, else from --config FILE (YAML, either form of the name), else it has its default.\n")
        for name in ConfiguredName.allCases {
            shell.say("\(name.rawValue)\n    in a file also \(name.key)\n    \(name.meaning)")
        }
        shell.say(
            """

            A file:
                telegram:
                  rate: 30,1
                database:
                  url: sqlite:/var/lib/cactubase/cactubase.db
                CACTUBASE_HTTP: 127.0.0.1:5000
            """)
    }
}
