/// Every setting of the product, with its default and its limits.
public enum Settings {
    /// Rating (0…100) from which on a lead is made.
    public static let leadThreshold = Setting("lead.threshold", 80, in: 0...100)
    /// Hours within which somebody acts on a lead that waits for people; then it is late.
    public static let leadDueHours = Setting("lead.due_hours", 24, in: 1...720)
    public static let pipelineInterval = Setting("pipeline.interval", seconds: 300, in: 1...86_400)
    public static let trainingInterval = Setting("training.interval", seconds: 604_800, in: 3600...31_536_000)
    /// Offers chosen for a client in one run of the pipeline.
    public static let offersPerClient = Setting("offers.per_client", 1, in: 1...10)
    /// Share of choices made by chance, so that outcomes of unlikely offers are learnt too.
    public static let explorationShare = Setting("exploration.share", 0.05, in: 0...0.5)
    /// At most this many messages with an offer to one person within ``contactCapDays``.
    public static let contactCap = Setting("contact.cap", 2, in: 0...50)
    public static let contactCapDays = Setting("contact.cap_days", 7, in: 1...90)
    /// Quiet hours, hours of the day in Moscow: no offer from this hour…
    public static let quietFrom = Setting("contact.quiet_from", 21, in: 0...23)
    /// …until this one.
    public static let quietUntil = Setting("contact.quiet_until", 10, in: 0...23)
    /// Hours without offers after a complaint.
    public static let cooloffHours = Setting("contact.cooloff_hours", 48, in: 0...720)
    /// Days after which an unanswered offer counts as silent.
    public static let silentDays = Setting("offer.silent_days", 14, in: 1...90)
    /// Days for which a declined service is not proposed again.
    public static let declinedDays = Setting("offer.declined_days", 90, in: 0...3650)
    /// Days for which a personal link is good.
    public static let linkDays = Setting("link.days", 30, in: 1...365)
    /// Who processes personal data, as the consent names it.
    public static let operatorName = Setting("operator.name", "", most: 200)
    public static let operatorINN = Setting(taxNumber: "operator.inn")
    public static let operatorAddress = Setting("operator.address", "", most: 300)
    /// Whether an ad without an advertising token (erid) is held back.
    public static let eridRequired = Setting("erid.required", true)

    /// What the cross-service matrix means for proposals, and what needs do.
    public static let matrixRule = Setting("matrix.rule", oneOf: SignalRule.boost)
    public static let needsRule = Setting("needs.rule", oneOf: SignalRule.boost)

    public static let all: [AnySetting] = [
        leadThreshold.untyped, leadDueHours.untyped, pipelineInterval.untyped, trainingInterval.untyped, offersPerClient.untyped,
        explorationShare.untyped,
        contactCap.untyped, contactCapDays.untyped, quietFrom.untyped, quietUntil.untyped, cooloffHours.untyped, silentDays.untyped,
        declinedDays.untyped, linkDays.untyped, operatorName.untyped, operatorINN.untyped, operatorAddress.untyped, eridRequired.untyped,
        matrixRule.untyped, needsRule.untyped,
    ]
}

/// How much a hand-made signal decides.
public enum SignalRule: String, Sendable, CaseIterable {
    /// The model learns its weight.
    case boost
    /// Nothing else may be proposed; the model learns its weight among the rest.
    case gate
    /// The model does not see it, from the next training on.
    case ignore
}
