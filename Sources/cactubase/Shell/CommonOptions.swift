import ArgumentParser
import Vocabulary

/// Options of every command that reads the configuration.
struct CommonOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("Configuration file (YAML); the environment wins over it.", valueName: "file"))
    var file: String?

    func configuration(in shell: Shell) throws -> Configuration {
        try Configuration.load(environment: shell.environment, file: file.map(shell.path))
    }
}

/// A language that reports can be written in.
enum LanguageChoice: String, ExpressibleByArgument, CaseIterable {
    case ru
    case en

    var language: Language {
        switch self {
        case .ru: .russian
        case .en: .english
        }
    }
}

/// Who is written into the audit log.
struct ActorOption: ParsableArguments {
    @Option(
        name: .customLong("by"), help: ArgumentHelp("Account that is kept in the audit log; never a customer's name.", valueName: "account")
    )
    var actor = "command line"
}
