import Database
import Leads
import Vocabulary

/// Serves who comes to the desk: reads, shows, asks and applies.
struct ThresholdCounter: Sendable {
    let shell: Shell
    let language: Language

    /// Reads once; the rest is reckoned outside the transaction.
    func desk(_ scope: ThresholdScopeOptions, _ live: Live) async throws -> ThresholdDesk {
        let now = shell.clock.now
        let (supply, scope) = try await live.database.read { transaction in
            let scope = try scope.scope(in: transaction)
            return (try OfferSupply(now: now, in: transaction), scope)
        }
        return ThresholdDesk(supply, scope: scope)
    }

    func desk(_ scope: ThresholdScope, _ live: Live) async throws -> ThresholdDesk {
        let now = shell.clock.now
        return ThresholdDesk(try await live.database.read { try OfferSupply(now: now, in: $0) }, scope: scope)
    }

    /// Shows the preview, asks unless told not to, and changes the threshold.
    func apply(
        _ answer: ThresholdAnswer, isSame: Bool, _ options: ThresholdChangeOptions, _ change: () async throws -> ThresholdChange?
    ) async throws {
        var answer = answer
        answer.applied = false
        if !options.json { show(answer) }
        if isSame {
            options.json ? try shell.say(json: answer) : shell.say("It is so already; nothing was changed.")
            return
        }
        guard options.yes || answersYes else {
            if options.json { try shell.say(json: answer) }
            guard shell.readAnswer == nil else {
                shell.note("Nothing was changed.")
                throw CommandFailure.answered
            }
            throw CommandFailure.wrongUse("nothing was changed: add --yes to apply it")
        }
        answer.applied = try await change() != nil
        if options.json { return try shell.say(json: answer) }
        let words = answer.inherits ? "follows the wider threshold, \(answer.preview ?? 0)" : "is \(answer.preview ?? 0)"
        shell.say("Applied: the threshold of \(answer.scope.words(language)) \(words). `cactubase threshold undo` takes it back.")
    }

    private var answersYes: Bool {
        guard let read = shell.readAnswer else { return false }
        shell.err("Apply? [y/N] ")
        let typed = read()?.lowercased().trimmingPrefix { $0.isWhitespace } ?? ""
        return ["y", "yes", "д", "да"].contains(String(typed))
    }

    // MARK: - Words

    func show(_ answer: ThresholdAnswer) {
        let own = answer.scope.kind == "group" ? "" : answer.own == nil ? " (follows the wider one)" : " (its own)"
        shell.say("Threshold of \(answer.scope.words(language)): rating \(answer.rating)\(own).")
        if answer.state != .ready { shell.say(Self.words(answer.state)) }
        if answer.notComputed > 0 {
            let cards = Wording.count(answer.notComputed, "card waits", "cards wait")
            shell.say("\(cards) to be computed and \(answer.notComputed == 1 ? "is" : "are") not counted: let `cactubase worker` run.")
        }
        guard answer.state == .ready else { return }
        if answer.outdated > 0 {
            let cards = Wording.count(answer.outdated, "card was", "cards were")
            shell.say("\(cards) computed by an older model or from older facts: these are computed anew, so figures may move.")
        }
        if answer.isShrunk {
            shell.say("Only \(Wording.count(answer.candidates, "candidate", "candidates")) in 30 days: ratings are drawn towards 50.")
        }
        if let probability = answer.probability, let rating = answer.preview {
            let least =
                answer.options.last?.leastProbability.map { "offers from \(ThresholdTable.percent($0)) up" } ?? "no candidate reaches it"
            shell.say("A probability of \(ThresholdTable.percent(probability)) is rating \(rating) today: \(least).")
        }
        shell.say("")
        ThresholdTable(options: answer.options).lines.forEach(shell.say)
        if answer.preview != nil { Self.difference(answer).forEach(shell.say) }
        if !answer.shares.isEmpty {
            shell.say("")
            ThresholdTable(shares: answer.shares, language).lines.forEach(shell.say)
        }
        shell.say("")
        shell.say(
            "Offers and people in 30 days. Cap: \(answer.cap) offers in \(Wording.count(answer.capDays, "day", "days")); "
                + "weary: declined or silent within \(answer.recentDays) days. `cactubase threshold show --help` explains the columns.")
    }

    /// The preview in a sentence.
    private static func difference(_ answer: ThresholdAnswer) -> [String] {
        guard let option = answer.options.last, !option.isCurrent else { return ["This is the current threshold."] }
        func more(_ number: Int, _ one: String, _ many: String) -> String {
            number == 0 ? "no more or fewer \(many)" : "\(Wording.count(abs(number), one, many)) \(number > 0 ? "more" : "fewer")"
        }
        var lines = [
            "\(answer.rating) -> \(option.rating): \(more(option.moreOffers, "offer", "offers")) to \(more(option.moreClients, "person", "people")) in 30 days; "
                + "\(Wording.count(option.figures.newOffers, "offer", "offers")) to "
                + "\(Wording.count(option.figures.newClients, "person", "people")) at once."
        ]
        if option.moreOffersElsewhere != 0 { lines.append("Elsewhere: \(more(option.moreOffersElsewhere, "offer", "offers")).") }
        if option.figures.spam.overCap > 0 {
            lines.append(
                "\(Wording.count(option.figures.spam.overCap, "person gets", "people get")) more than the cap allows; the gate holds the rest back."
            )
        }
        return lines
    }

    private static func words(_ state: OfferSupply.State) -> String {
        switch state {
        case .ready: ""
        case .noModel: "No model was trained yet, so nothing has a rating: `cactubase train`."
        case .noProbability:
            "The model has too few outcomes of offers to name a probability, so nothing is offered by itself: record outcomes, then `cactubase train`."
        case .noCandidates:
            "No card was processed in the last 30 days, so there is nothing to rate: `cactubase import clients FILE`, and let `cactubase worker` run."
        }
    }
}
