import Vocabulary

/// What a list of leads is asked for.
public struct LeadQuery: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case open
        /// Waits for people longer than it may.
        case late(before: Instant)
        case stage(LeadStage)
        case all
    }
    public enum Holder: Hashable, Sendable { case anyone, nobody, mine }
    public enum Order: String, Hashable, Sendable, CaseIterable {
        case created, changed, rating
        /// Interested customers first, then whatever has waited longest; for one person's own leads, which are few.
        case urgent
    }
    /// What was typed to search for. Any of it is meant.
    public struct Text: Hashable, Sendable {
        /// A client's id within its company, in any case, or how it begins.
        public var reference: String
        /// The client's whole id, when it was written with its company: `id @ company`.
        public var wholeReference: String?
        /// See ``LeadNumber/beginning(_:)``.
        public var number: String?
        /// Services whose names were meant.
        public var services: [ServiceID]

        public init(reference: String, wholeReference: String? = nil, number: String? = nil, services: [ServiceID] = []) {
            (self.reference, self.wholeReference, self.number, self.services) = (reference, wholeReference, number, services)
        }
    }

    public var status = Status.open
    public var holder = Holder.anyone
    public var service: ServiceID?
    public var text: Text?
    /// The recipient, for those who see several.
    public var company: CompanyID?
    /// Created from this moment on…
    public var from: Instant?
    /// …and before this one.
    public var until: Instant?
    public var order = Order.created
    public var ascending = false
    public var page = 1
    /// Lines on a page.
    public static let size = 25
    /// A list looks at so many clients whose ids begin alike, and says when there are more.
    public static let mostClients = 1000

    public init() {}
}
