import Catalogue
import Clients
import Foundation
import Group
import Recommender
import Vocabulary

/// How what people said of a client's needs acts on proposals, from the moment it is said.
///
/// Unless needs are ignored (``SignalRule``), each need that was added doubles the odds of the services that serve it, and each that was taken away
/// halves them. The factor is fixed: the model learns the weight of needs that follow from services, but marks are too few to learn from, and
/// where that weight is none a word of the client's manager would change nothing. Where needs are a gate, marks also open and close it; see
/// ``Eligibility``.
struct NeedMarks {
    /// Log-odds.
    static let weight = log(2.0)

    private let marks: [String: MarkedNeed]
    /// What stored results are known by: it changes with the marks that act, and with what services serve. 0: nothing acts.
    let version: Int

    init(_ marked: [MarkedNeed], rule: SignalRule, services: [Service]) {
        marks = rule == .ignore ? [:] : Dictionary(marked.map { ($0.need, $0) }, uniquingKeysWith: { first, _ in first })
        var hash = Fingerprint()
        for marked in marked where marks[marked.need] != nil {
            hash.add("\(marked.need)\n\(marked.mark.rawValue)\n\(marked.version)")
            for service in services where service.needs.contains(marked.need) { hash.add("\(service.id.rawValue)") }
        }
        version = marks.isEmpty ? 0 : hash.value
    }

    /// What the model said, and then what people said. In order: score down, then service.
    func applied(to said: [Recommendation], serving needs: (ServiceID) -> [String]) -> [Recommendation] {
        guard !marks.isEmpty else { return said }
        return said.map { one in
            let met = needs(one.service).compactMap { marks[$0] }
            return met.isEmpty ? one : one.moved(by: met)
        }.sorted { $0.score != $1.score ? $0.score > $1.score : $0.service < $1.service }
    }
}

extension Recommendation {
    fileprivate func moved(by marks: [MarkedNeed]) -> Recommendation {
        let (added, removed) = (marks.filter { $0.mark == .added }, marks.filter { $0.mark == .removed })
        let shift = NeedMarks.weight * Double(added.count - removed.count)
        func who(_ marks: [MarkedNeed]) -> [String] { Set(marks.map(\.by)).sorted() }
        var reasons = reasons
        if !added.isEmpty { reasons.insert(.needsAdded(added.map(\.need).sorted(), by: who(added)), at: 0) }
        if !removed.isEmpty { reasons.append(.needsRemoved(removed.map(\.need).sorted(), by: who(removed))) }
        return Recommendation(
            service: service, modelVersion: modelVersion, probability: probability.map { Self.moved($0, by: shift) }, score: score + shift,
            reasons: reasons, computedAt: computedAt)
    }

    private static func moved(_ probability: Double, by shift: Double) -> Double {
        let odds = exp(shift) * probability
        return odds / (1 - probability + odds)
    }
}

/// FNV-1a, so that the same facts give the same number in every process.
private struct Fingerprint {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String) {
        // No text holds the byte that ends it.
        for byte in Array(text.utf8) + [0xFF] { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    var value: Int { Int(truncatingIfNeeded: state) }
}
