import ArgumentParser
import Catalogue
import Database
import Recommendations
import Recommender
import Vocabulary

/// `cactubase links propose`.
struct ProposeLinks: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "List new links that needs and outcomes speak for.",
        discussion: """
            The lift says how many times as often as chance clients took both services, drawn towards 1 while there is little to go by (Gamma-Poisson), with
            its 95 % interval. Listed is what is above chance with a probability of 0.9 and by a factor of 1.2, with at least five clients behind each
            number. For services that hardly anybody took, and across audiences, the needs of clients speak instead. Links that exist, never-links and
            what was declined are not proposed.

            Examples:
              cactubase links propose
              cactubase links propose --from 14 --limit 5 --json
              cactubase links propose --cross
            """)

    @Option(help: "Only links from this service: number or name.") var from: String?
    @Option(help: "Only links to this service: number or name.") var to: String?
    @Flag(help: "Only hints across audiences.") var cross = false
    @Option(help: "At most so many; 0 for all.") var limit = 20
    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit has to be 0 or more.") }
    }

    func run(in shell: Shell) async throws {
        let (from, to, language) = (from, to, shell.language(options.language))
        try await Live.with(options.common, in: shell) { live in
            let (names, found) = try await live.database.read { transaction in
                let names = try ServiceNames(language, in: transaction)
                let (from, to) = (try from.map { try names.service($0).id }, try to.map { try names.service($0).id })
                let found = try LinkDesk().proposals(in: transaction).filter { from ?? $0.from == $0.from && to ?? $0.to == $0.to }
                return (names, found)
            }
            let wanted = found.filter { !cross || $0.isHint }
            let shown = limit == 0 ? wanted : Array(wanted.prefix(limit))
            let answers = shown.map { ProposalAnswer($0, names) { live.text($0, language) } }
            if options.json { return try shell.say(json: answers) }
            guard !answers.isEmpty else { return shell.say("Nothing speaks clearly for a new link now.") }
            for answer in answers { for line in answer.lines(names) { shell.say(line) } }
            if wanted.count > shown.count { shell.note("and \(wanted.count - shown.count) more: --limit 0 lists all") }
            shell.note("Decide with `cactubase links accept A B` or `cactubase links decline A B --reason \u{2026}`.")
        }
    }
}
