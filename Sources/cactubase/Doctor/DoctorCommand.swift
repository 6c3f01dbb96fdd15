import ArgumentParser

/// `cactubase doctor`.
struct DoctorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what is missing and how to mend it.",
        discussion: """
            Changes nothing, makes no file. Exit code 1 when something fails.

            Examples:
              cactubase doctor
              cactubase doctor --json
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Do not ask Telegram whether the token is good.") var offline = false
    @Flag(help: "Print the findings as JSON.") var json = false

    func run(in shell: Shell) async throws {
        var findings: [Finding] = []
        do throws(CommandFailure) {
            let configuration = try Configuration.load(environment: shell.environment, file: common.file.map(shell.path))
            findings.append(.ok("configuration", "understood"))
            findings += ProgramCheckup(configuration: configuration, shell: shell).findings()
            findings += await StorageCheckup(configuration: configuration, shell: shell).findings()
            findings += await TelegramCheckup(configuration: configuration, shell: shell).findings(offline: offline)
        } catch {
            guard case .wrongUse(let words) = error else { throw error }
            findings.append(.fail("configuration", words, "mend it, then ask again"))
        }
        if json { try shell.say(json: findings) } else { for finding in findings { print(finding, to: shell) } }
        if findings.contains(where: { $0.verdict == .fail }) { throw CommandFailure.answered }
    }

    private func print(_ finding: Finding, to shell: Shell) {
        let mark = finding.verdict.rawValue + String(repeating: " ", count: 4 - finding.verdict.rawValue.count)
        shell.say("\(mark)  \(finding.name): \(finding.words)" + (finding.remedy.map { "\n      -> \($0)" } ?? ""))
    }
}
