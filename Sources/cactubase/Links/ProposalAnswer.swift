import Catalogue
import Foundation
import Localization
import Recommendations
import Recommender
import Vocabulary

/// A proposal of a link as scripts read it.
struct ProposalAnswer: Codable, Sendable, Equatable {
    let from: Int
    let fromName: String
    let to: Int
    let toName: String
    /// taken: clients took both; needs: clients who took the first have the needs of the second.
    let evidence: String
    /// Across audiences: a hint, never an offer.
    let isHint: Bool
    /// Clients who took the first; of them, those behind the link; of all, those who took the second or have its needs; and all.
    let owners, together, others, clients: Int
    let lift: Double
    /// Ends of the 95 % interval.
    let low, high: Double
    /// The probability that it is above chance.
    let certainty: Double
    let sharedNeeds: [String]
    let example: String

    init(_ evidence: LinkEvidence, _ names: ServiceNames, say: (Message) -> String) {
        (from, fromName) = (evidence.from.rawValue, names.name(evidence.from))
        (to, toName) = (evidence.to.rawValue, names.name(evidence.to))
        (self.evidence, isHint) = (evidence.kind.rawValue, evidence.isHint)
        (owners, together, others, clients) = (evidence.owners, evidence.together, evidence.others, evidence.clients)
        func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
        (lift, low, high) = (rounded(evidence.lift.mean), rounded(evidence.lift.low), rounded(evidence.lift.high))
        certainty = rounded(evidence.lift.certainty)
        sharedNeeds = evidence.sharedNeeds.sorted().map { names.need($0) }
        example = say(evidence.example(needs: (names[evidence.to]?.needs ?? []).map { names.need($0) }, name: names.name))
    }

    func lines(_ names: ServiceNames) -> [String] {
        let hint = isHint ? " [hint, never an offer]" : ""
        let needs = sharedNeeds.isEmpty ? "" : "; shared needs: \(sharedNeeds.joined(separator: ", "))"
        return [
            "\(names.line(ServiceID(from))) -> \(names.line(ServiceID(to)))\(hint)",
            "  lift \(lift) (95 %: \(low) to \(high); above chance with \(certainty)), support \(Wording.count(together, "client", "clients"))\(needs)",
            "  \(example)",
        ]
    }
}
