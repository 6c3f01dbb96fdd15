import ArgumentParser
import Database
import Leads
import Vocabulary

extension ThresholdCommand {
    struct Set: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change a threshold: shows what it means, asks, and applies it.",
            discussion: """
                A company's or a service's own threshold goes before the group's; the service's goes before its company's.
                Lowered, it also takes up the cards that were turned down in the last 30 days. Offers already made stay.

                Examples:
                  cactubase threshold set --rating 78 --by anna --why "quiet season"
                  cactubase threshold set --rating 90 --company expobank --by anna --yes
                  cactubase threshold set --inherit --company expobank --by anna --yes
                """)

        @OptionGroup var value: ThresholdValueOptions
        @Flag(help: "With --company or --service: follow the wider threshold again.") var inherit = false
        @OptionGroup var scope: ThresholdScopeOptions
        @OptionGroup var change: ThresholdChangeOptions
        @OptionGroup var common: CommonOptions
        @OptionGroup var actor: ActorOption

        func validate() throws {
            guard inherit != (value.rating != nil || value.probability != nil) else {
                throw ValidationError("Say which: --rating, --probability, or --inherit.")
            }
            guard !inherit || scope.isNarrowed else { throw ValidationError("--inherit needs --company or --service.") }
            try ThresholdChangeOptions.check(actor.actor)
        }

        func run(in shell: Shell) async throws {
            let counter = ThresholdCounter(shell: shell, language: shell.language(change.language))
            try await Live.with(common, in: shell) { live in
                let desk = try await counter.desk(scope, live)
                let meant = inherit ? MeantThreshold(rating: nil, probability: nil) : value.meant(by: desk)
                guard let meant else { return }
                let (before, actor, why, now) = (desk.supply.thresholds.own(desk.scope), actor.actor, change.why, shell.clock.now)
                let scope = desk.scope
                try await counter.apply(ThresholdAnswer(desk, meant, by: nil), isSame: before == meant.rating, change) {
                    try await live.database.write { transaction in
                        try ThresholdStore().set(
                            scope, to: meant.rating, expecting: before, by: actor, why: why, at: now, in: transaction)
                    }
                }
            }
        }
    }

    struct Undo: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "undo", abstract: "Take the latest change of a threshold back: shows what that means, asks, and applies it.",
            discussion: """
                Undone again and again, it goes back change by change. Offers already made stay.

                Examples:
                  cactubase threshold undo --by anna
                  cactubase threshold undo --company expobank --by anna --yes
                """)

        @OptionGroup var scope: ThresholdScopeOptions
        @OptionGroup var change: ThresholdChangeOptions
        @OptionGroup var common: CommonOptions
        @OptionGroup var actor: ActorOption

        func validate() throws { try ThresholdChangeOptions.check(actor.actor) }

        func run(in shell: Shell) async throws {
            let counter = ThresholdCounter(shell: shell, language: shell.language(change.language))
            try await Live.with(common, in: shell) { live in
                let (scope, actor, why, now) = (scope, actor.actor, change.why, shell.clock.now)
                let latest = try await live.database.read { transaction in
                    try ThresholdStore().undoable(in: scope.isNarrowed ? try scope.scope(in: transaction) : nil, in: transaction)
                }
                guard let latest else {
                    throw CommandFailure.failed("there is no change to take back; `cactubase threshold history` lists all")
                }
                let desk = try await counter.desk(latest.scope, live)
                let answer = ThresholdAnswer(desk, MeantThreshold(rating: latest.from, probability: nil), by: nil)
                try await counter.apply(answer, isSame: false, change) {
                    try await live.database.write { transaction in
                        try ThresholdStore().undo(latest, by: actor, why: why, at: now, in: transaction)
                    }
                }
            }
        }
    }
}

/// How a threshold is changed.
struct ThresholdChangeOptions: ParsableArguments {
    @Option(help: "Why, for the history; never about a client.") var why = ""
    @Flag(help: "Apply without asking.") var yes = false
    @Option(help: "Language of the names: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the answer as JSON.") var json = false

    func validate() throws {
        guard why.count <= 200, !why.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ValidationError("--why needs at most 200 characters in one line.")
        }
    }

    static func check(_ actor: String) throws {
        guard !actor.isEmpty, actor.count <= 100, !actor.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw ValidationError("--by needs an account of 1 to 100 characters.")
        }
    }
}
