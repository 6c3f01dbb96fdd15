import ArgumentParser

/// A command that does something. It gets all that it needs as a ``Shell``.
protocol ShellCommand: ParsableCommand {
    func run(in shell: Shell) async throws
}

/// `cactubase …`: the commands and what the process answers with.
struct Cactubase: ParsableCommand {
    /// Of the program: the one place that names it, for whatever tells people or machines which program they have before them.
    static let version = "0.4.0"

    static let configuration = CommandConfiguration(
        commandName: "cactubase",
        abstract: "Recommendations, offers and points for a group of partner companies, talking to customers in Telegram.",
        discussion: """
            Try it without a token, a network or a database server:  cactubase demo
            Find out what is missing:                                cactubase doctor

            Configuration comes from the environment, then from --config FILE, then from defaults; see `cactubase help configuration`.
            Exit codes: 0 done, 1 failed, 2 wrong use.
            """,
        version: version,
        subcommands: [
            DemoCommand.self, EmulatorCommand.self, ServeCommand.self, BotCommand.self, WorkerCommand.self, ConsoleCommand.self,
            StaffCommand.self, DoctorCommand.self, MigrateCommand.self, ImportCommand.self, TemplateCommand.self, ExportCommand.self,
            OutcomeCommand.self, TrainCommand.self,
            EvaluateCommand.self, RecommendCommand.self, ModelsCommand.self, LinksCommand.self, NeedsCommand.self, ThresholdCommand.self,
            LedgerCommand.self, QRCommand.self, CompaniesCommand.self, SettingsCommand.self, ConfigurationCommand.self,
            BenchmarkCommand.self,
        ])

    /// Does what the arguments say, and says on the shell's streams what came of it.
    static func run(_ arguments: [String], in shell: Shell) async -> ProcessStatus {
        do {
            var command = try parseAsRoot(arguments)
            if let command = command as? any ShellCommand {
                try await command.run(in: shell)
            } else {
                try command.run()
            }
            return .done
        } catch let failure as CommandFailure {
            return report(failure, in: shell)
        } catch {
            // The parser's own: help that was asked for, or arguments that it did not understand.
            guard exitCode(for: error) != .failure || error is CleanExit else { return report(.failed(Wording.of(error)), in: shell) }
            let text = fullMessage(for: error)
            if exitCode(for: error) == .success {
                if !text.isEmpty { shell.say(text) }
                return .done
            }
            shell.note(text)
            return .wrongUse
        }
    }

    private static func report(_ failure: CommandFailure, in shell: Shell) -> ProcessStatus {
        switch failure {
        case .wrongUse(let words):
            shell.note("error: \(words)")
            return .wrongUse
        case .failed(let words):
            shell.note("error: \(words)")
            return .failed
        case .answered: return .failed
        }
    }
}
