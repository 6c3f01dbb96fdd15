import ArgumentParser
import Database
import Leads
import Loyalty
import Vocabulary

/// `cactubase outcome`: what came of a lead.
struct OutcomeCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "outcome", abstract: "Say what came of a lead: won and paid, or lost. A repeat changes nothing.",
        discussion: """
            A won lead posts points to the customer, and the model learns from it.

            Examples:
              cactubase outcome 7K3Q-9XAB won --amount 120000
              cactubase outcome 7K3Q-9XAB lost --reason too_expensive
            """)

    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case won
        case lost
    }

    @Argument(help: "The lead's number, such as 7K3Q-9XAB.", transform: OutcomeCommand.number) var lead: LeadNumber
    @Argument(help: "won or lost.") var verdict: Verdict
    @Option(help: "With won: what the client paid, in roubles: 120000 or 99,50.", transform: OutcomeCommand.amount) var amount: Money?
    @Option(help: "With lost: \(LostReason.allCases.map(\.rawValue).joined(separator: ", ")).", transform: OutcomeCommand.reason)
    var reason: LostReason?
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Option(help: "Language of the words: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the answer as JSON.") var json = false

    func validate() throws {
        switch verdict {
        case .won: guard amount != nil, reason == nil else { throw ValidationError("A won lead needs --amount, and no --reason.") }
        case .lost: guard reason != nil, amount == nil else { throw ValidationError("A lost lead needs --reason, and no --amount.") }
        }
    }

    func run(in shell: Shell) async throws {
        let answer = try await Live.with(common, in: shell) { live in
            if let amount { return try await win(amount, live, shell.language(language)) }
            return try await lose(reason ?? .other, live)
        }
        if json { return try shell.say(json: answer) }
        let repeated = answer.isRepeat ? " (known before)" : ""
        let points = verdict == .won ? "; points: \(answer.points)" : ""
        shell.say("\(answer.lead): \(answer.outcome)\(repeated)\(points)" + (answer.why.map { " (\($0))" } ?? ""))
    }

    private func win(_ amount: Money, _ live: Live, _ language: Language) async throws -> Answer {
        let (number, actor, now, ids) = (lead, actor.actor, live.clock.now, live.ids)
        let won = try await live.database.write { transaction in
            let lead = try Self.lead(number, in: transaction)
            return try LeadOutcomes().won(lead, amount: amount, by: actor, at: now, ids: ids, in: transaction)
        }
        var (points, why): (Int64, String?) = (0, nil)
        switch won.points {
        case .posted(let earning, _): points = earning.points.count
        case .nothing(let reason): why = live.text(reason.words, language)
        case nil: break
        }
        return Answer(lead: number.description, outcome: "won", isRepeat: won.happened == .already, points: points, why: why)
    }

    private func lose(_ reason: LostReason, _ live: Live) async throws -> Answer {
        let (number, actor, now) = (lead, actor.actor, live.clock.now)
        let happened = try await live.database.write { transaction in
            let lead = try Self.lead(number, in: transaction)
            return try LeadOutcomes().lost(lead, reason: reason, by: actor, at: now, in: transaction)
        }
        return Answer(lead: number.description, outcome: "lost", isRepeat: happened == .already, points: 0, why: reason.rawValue)
    }

    struct Answer: Codable, Sendable, Equatable {
        let lead: String
        let outcome: String
        let isRepeat: Bool
        let points: Int64
        let why: String?
    }
}

// MARK: - What is typed

extension OutcomeCommand {
    static func number(_ text: String) throws -> LeadNumber {
        guard let number = LeadNumber(text) else {
            throw ValidationError("a lead's number has eight letters and digits, such as 7K3Q-9XAB.")
        }
        return number
    }

    static func amount(_ text: String) throws -> Money {
        guard let money = Money(typed: text) else { throw ValidationError("an amount in roubles is needed, such as 120000 or 99,50.") }
        return money
    }

    static func reason(_ text: String) throws -> LostReason {
        guard let reason = LostReason(rawValue: text.lowercased()) else {
            throw ValidationError("known are \(LostReason.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return reason
    }

    static func lead(_ number: LeadNumber, in transaction: Transaction) throws -> LeadRecord {
        guard let lead = try LeadStore().lead(number: number, in: transaction) else {
            throw CommandFailure.failed("there is no lead \(number); `cactubase export leads --json` lists all")
        }
        return lead
    }
}
