import Localization

/// A talk as data: at each step, what is said, what is set in motion, and what can be understood there.
///
/// The question, its buttons and what each answer means stand together, so a button cannot exist without its meaning. Only the step is saved.
public protocol Dialog: Sendable {
    associatedtype Step: Codable & Hashable & Sendable
    /// What the talk wants done or known. It never awaits: it asks, and hears a fact.
    associatedtype Request: Equatable & Sendable
    associatedtype Fact: Sendable
    /// Where a person can go from here. Its code stands in the button itself, so such a button works for as long as its message exists.
    associatedtype Exit: ExitCode

    /// Part of saved state and of buttons: never changed once shipped.
    static var name: String { get }
    static var opening: Step { get }
    static func turn(at step: Step) -> Turn<Self>
}

/// Something that fits into a button: at most 60 of the ASCII letters, digits and `._-`.
public protocol ExitCode: Hashable, Sendable {
    var code: String { get }
    init?(code: String)
}

/// What happens next.
public enum Next<D: Dialog>: Sendable {
    case go(D.Step)
    case leave(D.Exit)
}

/// One thing that can be understood at a step.
public enum Hears<D: Dialog>: Sendable {
    /// A button of this step only: pressed later, it is stale and the question is asked again.
    case button(Label, Next<D>)
    /// A button that leads out and works at any time.
    case exit(Label, D.Exit)
    /// A typed word that means the same as a button, where people would not type the button's own words.
    case word(Message, Next<D>)
    /// A typed text that is no button's word.
    case text(@Sendable (String) -> Next<D>?)
    /// A shared contact; the label is the button that asks for it.
    case contact(Message, @Sendable (SharedContact) -> Next<D>?)
    case fact(@Sendable (D.Fact) -> Next<D>?)
}

/// A button's word, and whether it stands in the row of the one before.
public struct Label: Hashable, Sendable {
    public let message: Message
    public let isBeside: Bool

    public init(_ message: Message, beside: Bool = false) {
        self.message = message
        isBeside = beside
    }
}

/// A contact as the talk may know it: whose it is, and a keyed hash of the number. The number itself never gets here.
public struct SharedContact: Hashable, Sendable, Codable {
    public let isOwn: Bool
    public let phoneHash: [UInt8]

    public init(isOwn: Bool, phoneHash: [UInt8]) {
        self.isOwn = isOwn
        self.phoneHash = phoneHash
    }
}

/// A step's turn. One that says nothing waits for the fact it asked for.
public struct Turn<D: Dialog>: Sendable {
    /// Paragraphs, each of one or more lines.
    public let says: [[Message]]
    public let does: [D.Request]
    public let hears: [Hears<D>]

    public init(says: [[Message]] = [], does: [D.Request] = [], hears: [Hears<D>]) {
        self.says = says
        self.does = does
        self.hears = hears
    }

    public init(says: Message, does: [D.Request] = [], hears: [Hears<D>]) { self.init(says: [[says]], does: does, hears: hears) }

    /// Asks for something and goes on with what is heard.
    public static func asks(_ request: D.Request, _ next: @escaping @Sendable (D.Fact) -> Next<D>?) -> Turn {
        Turn(does: [request], hears: [.fact(next)])
    }
}
