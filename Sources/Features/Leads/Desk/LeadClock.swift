import Vocabulary

extension LeadStage {
    /// People, and not the customer, have to do something now.
    public var waitsForPeople: Bool { [.waiting, .askConsent, .interested].contains(self) }
}

/// How long a lead may still wait for people. The clock starts with the stage, and anew whenever somebody takes it, gets it or does something about it.
public enum LeadClock: Hashable, Sendable {
    /// Nothing is due: the customer has the word, or the lead ended.
    case stopped
    case left(Span)
    case late(Span)

    /// - Parameter due: how long a lead may wait.
    public init(_ lead: LeadRecord, _ holder: LeadHolder?, due: Span, now: Instant) {
        guard lead.stage.waitsForPeople else {
            self = .stopped
            return
        }
        let end = max(lead.stageAt, holder?.touchedAt ?? lead.stageAt) + due
        self = end < now ? .late(now - end) : .left(end - now)
    }
}
