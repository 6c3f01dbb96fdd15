import Localization
import Recommendations
import Recommender
import Vocabulary

/// What the model would propose to a client now, and why; what it would not, and why not.
struct AdvicePart {
    let visit: Visit
    let advice: ClientRecommendations?
    let names: Names
    /// Of the client's page.
    let path: String

    private static let first = 5
    private var say: Speaker { visit.say }

    var html: HTML {
        "<section class=\"card advice\"><h2>\(say(ConsoleMessages.cardRecommendations))</h2>\(advice.map(answer) ?? none)</section>"
    }

    private var none: HTML { "<p class=\"empty\">\(say(ConsoleMessages.cardNoModel))</p>" }

    private func answer(_ advice: ClientRecommendations) -> HTML {
        let more = advice.proposals.dropFirst(Self.first)
        let proposals: HTML =
            advice.proposals.isEmpty
            ? "<p class=\"empty\">\(say(ConsoleMessages.cardProposalsNone))</p>"
            : "<ol class=\"proposals\">\(advice.proposals.prefix(Self.first).map { proposal($0, advice) })</ol>"
        let rest: HTML =
            more.isEmpty
            ? .empty
            : """
            <details><summary>\(say(ConsoleMessages.cardMoreProposals(count: Int64(more.count))))</summary><ol class="proposals" start="\(Self.first + 1)">\(more.map { proposal($0, advice) })</ol></details>
            """
        return """
            <p class="muted">\(state(advice)) \(numbers(advice))</p>
            \(proposals)\(rest)\(excluded(advice))
            <form method="post" action="\(path)/recompute">\(visit.tokenField)<button class="button quiet">\(say(ConsoleMessages.cardRecompute))</button></form>
            """
    }

    /// Whether anything was computed for this page.
    private func state(_ advice: ClientRecommendations) -> String {
        let model = Int64(advice.modelVersion)
        guard advice.isReused, let at = advice.proposals.first?.computedAt else { return say(ConsoleMessages.cardComputed(model: model)) }
        return say(ConsoleMessages.cardStored(model: model, at: at))
    }

    /// What the percentages mean, unless they are probabilities of acceptance.
    private func numbers(_ advice: ClientRecommendations) -> String {
        switch advice.probabilityKind {
        case .fitted: ""
        case .next: say(ConsoleMessages.cardNextNumbers)
        case .none: say(ConsoleMessages.cardNoNumbers)
        }
    }

    private func proposal(_ one: Recommendation, _ advice: ClientRecommendations) -> HTML {
        let percent: HTML = one.probability.map { "<span class=\"rating\">\(say.percent($0))</span> " } ?? .empty
        let reasons = one.wordsForStaff(names.reasons).prefix(3).map { say($0) }.joined(separator: "; ")
        return
            "<li>\(percent)<span class=\"strong\">\(names.service(one.service))</span> <span class=\"muted\">\(names.companyOf(one.service))</span><span class=\"muted block\">\(reasons)</span></li>"
    }

    private func excluded(_ advice: ClientRecommendations) -> HTML {
        guard !advice.excluded.isEmpty else { return .empty }
        let items: [HTML] = advice.excluded.sorted { $0.key < $1.key }.map { service, why in
            "<li>\(names.service(service)) <span class=\"muted\">\(names.companyOf(service)): \(say(why.words(names.reasons)))</span></li>"
        }
        return "<details><summary>\(say(ConsoleMessages.cardExcluded(count: Int64(items.count))))</summary><ul>\(items)</ul></details>"
    }
}
