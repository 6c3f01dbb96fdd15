import ArgumentParser
import Catalogue
import Database
import Group
import Leads
import Vocabulary

/// `cactubase threshold`: from which rating on offers become leads, and what another one would mean.
struct ThresholdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "threshold", abstract: "See what a threshold of leads means before it applies; change it, or take a change back.",
        discussion: """
            Without a subcommand: the current threshold with its neighbours, or a preview of the one that is named. A preview changes nothing.

            Examples:
              cactubase threshold
              cactubase threshold --rating 78 --by-company
              cactubase threshold set --rating 78 --by anna --why "quiet season"
              cactubase threshold undo --by anna
            """,
        subcommands: [Show.self, Set.self, History.self, Undo.self], defaultSubcommand: Show.self)

    struct Show: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the current threshold with its neighbours, or preview one. Changes nothing.",
            discussion: """
                offers      in 30 days, as if the threshold had held: leads made that reach it, and new ones
                at once     of these, what the pipeline makes as soon as the threshold holds
                promised    mean probability of the offers; observed: share accepted of past offers at or above the threshold
                refused     share of the offers that will likely be declined or left without an answer
                over cap    people with more offers than the contact policy lets through
                weary       people among the new offers' who declined an offer, or left one without an answer, lately

                Examples:
                  cactubase threshold
                  cactubase threshold --rating 78 --by-service
                  cactubase threshold --probability 0.35 --company expobank --json
                """)

        @OptionGroup var value: ThresholdValueOptions
        @OptionGroup var scope: ThresholdScopeOptions
        @Flag(help: "Break the figures down by company.") var byCompany = false
        @Flag(help: "Break the figures down by service.") var byService = false
        @OptionGroup var common: CommonOptions
        @Option(help: "Language of the names: ru or en.") var language: LanguageChoice?
        @Flag(help: "Print the answer as JSON.") var json = false

        func validate() throws {
            guard !(byCompany && byService) else { throw ValidationError("--by-company and --by-service exclude each other.") }
        }

        func run(in shell: Shell) async throws {
            let counter = ThresholdCounter(shell: shell, language: shell.language(language))
            let breakdown: ThresholdBreakdown? = byCompany ? .companies : byService ? .services : nil
            let (value, scope) = (value, scope)
            let answer = try await Live.with(common, in: shell) { live in
                let desk = try await counter.desk(scope, live)
                return ThresholdAnswer(desk, value.meant(by: desk), by: breakdown)
            }
            json ? try shell.say(json: answer) : counter.show(answer)
        }
    }

    struct History: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "List who changed a threshold, when, from what to what, and why; the latest first.",
            discussion: "Example:\n  cactubase threshold history --company expobank")

        @OptionGroup var scope: ThresholdScopeOptions
        @OptionGroup var common: CommonOptions
        @Option(help: "Language of the names: ru or en.") var language: LanguageChoice?
        @Flag(help: "Print the answer as JSON.") var json = false

        func run(in shell: Shell) async throws {
            let (scope, language) = (scope, shell.language(language))
            let changes = try await Live.with(common, in: shell) { live in
                try await live.database.read { transaction in
                    let names = try ThresholdNames(language, in: transaction)
                    let wanted = scope.isNarrowed ? try scope.scope(in: transaction) : nil
                    return try ThresholdStore().history(of: wanted, in: transaction).map { ThresholdChangeAnswer($0, names) }
                }
            }
            if json { return try shell.say(json: changes) }
            guard !changes.isEmpty else {
                return shell.say("Nobody changed a threshold yet; the group's is \(Settings.leadThreshold.standard).")
            }
            for change in changes { shell.say(change.line) }
        }
    }
}

/// Which threshold is meant.
struct ThresholdValueOptions: ParsableArguments {
    @Option(help: "Place among the candidate offers of the last 30 days, 0 to 100, from which on an offer is made.") var rating: Int?
    @Option(help: "The same as a probability of acceptance, 0 to 1; the rating that lets through nothing less likely is taken.")
    var probability: Double?

    func validate() throws {
        guard rating == nil || probability == nil else { throw ValidationError("--rating and --probability exclude each other.") }
        guard rating.map({ (0...100).contains($0) }) ?? true else { throw ValidationError("--rating needs a whole number from 0 to 100.") }
        guard probability.map({ (0...1).contains($0) }) ?? true else {
            throw ValidationError("--probability needs a number from 0 to 1, such as 0.35.")
        }
    }

    /// Nil: none was named.
    func meant(by desk: ThresholdDesk) -> MeantThreshold? {
        if let probability { return MeantThreshold(rating: desk.supply.scale.rating(from: probability), probability: probability) }
        return rating.map { MeantThreshold(rating: $0, probability: nil) }
    }
}

/// For which offers it is meant.
struct ThresholdScopeOptions: ParsableArguments {
    @Option(help: "Only offers of this company: number, code or name.") var company: String?
    @Option(help: "Only offers of this service: number or name.") var service: String?

    func validate() throws {
        guard company == nil || service == nil else { throw ValidationError("--company and --service exclude each other.") }
    }

    var isNarrowed: Bool { company != nil || service != nil }

    func scope(in transaction: Transaction) throws -> ThresholdScope {
        if let company { return .company(try Naming.company(company, in: transaction).id) }
        if let service { return .service(try Naming.service(service, in: transaction).id) }
        return .group
    }
}
