import Localization

/// A talk under way: the step, and how it answers what is heard.
public struct Talk<D: Dialog>: Sendable {
    public private(set) var step: D.Step

    /// Carries out a request. Local ones answer with their fact at once; remote ones answer nil, and their fact is heard later.
    public typealias Perform = (D.Request) throws -> D.Fact?

    /// What came of it.
    public enum Outcome: Sendable {
        case says(Screen)
        case leaves(D.Exit)
        /// Nobody here understands it: the question is asked again.
        case repeats(Screen)
        /// Waits for a fact.
        case waits
    }

    /// What a person or the world says.
    public enum Heard: Sendable {
        /// A button of a step, with the tag of the step it was shown at.
        case press(tag: String, key: String)
        /// A typed text; `isWord` tells whether it is the word on a button, in any language.
        case text(String, isWord: @Sendable (Message) -> Bool)
        case contact(SharedContact)
        case fact(D.Fact)
    }

    /// A talk goes through this many silent steps at the most: more is a circle.
    private static var hops: Int { 16 }

    public static func open(at step: D.Step = D.opening, perform: Perform) throws -> (Talk, Outcome) {
        var talk = Talk(step: step)
        let outcome = try talk.arrive(perform, hops: hops)
        return (talk, outcome)
    }

    /// Takes up a saved talk.
    public init(step: D.Step) { self.step = step }

    public mutating func hear(_ heard: Heard, perform: Perform) throws -> Outcome {
        guard let next = next(for: heard) else { return .repeats(try screenAgain(perform)) }
        return try follow(next, perform, hops: Self.hops)
    }

    /// The current question, for asking again.
    public mutating func screenAgain(_ perform: Perform) throws -> Screen {
        let turn = D.turn(at: step)
        if !turn.says.isEmpty { return Screen(turn, at: step) }
        step = D.opening
        guard case .says(let screen) = try arrive(perform, hops: Self.hops) else { return Screen(D.turn(at: step), at: step) }
        return screen
    }

    private func next(for heard: Heard) -> Next<D>? {
        let turn = D.turn(at: step)
        switch heard {
        case .press(let tag, let key):
            guard tag == Screen.tag(D.self, step), let index = Int(key), turn.hears.indices.contains(index) else { return nil }
            guard case .button(_, let next) = turn.hears[index] else { return nil }
            return next
        case .text(let text, let isWord): return Self.next(for: text, isWord: isWord, turn)
        case .contact(let contact):
            return turn.hears.firstResult { if case .contact(_, let next) = $0 { next(contact) } else { nil } }
        case .fact(let fact):
            return turn.hears.firstResult { if case .fact(let next) = $0 { next(fact) } else { nil } }
        }
    }

    /// A typed text is the word on a button or one that means the same, the number of a button, or free text, in this order.
    private static func next(for text: String, isWord: (Message) -> Bool, _ turn: Turn<D>) -> Next<D>? {
        let buttons = turn.hears.compactMap { heard -> (Label, Next<D>)? in
            switch heard {
            case .button(let label, let next): (label, next)
            case .exit(let label, let exit): (label, .leave(exit))
            default: nil
            }
        }
        if let pressed = buttons.first(where: { isWord($0.0.message) }) { return pressed.1 }
        let meant = turn.hears.firstResult { if case .word(let word, let next) = $0, isWord(word) { next } else { nil } }
        if let meant { return meant }
        if let number = Int(text.filter { !$0.isWhitespace }), buttons.indices.contains(number - 1) { return buttons[number - 1].1 }
        return turn.hears.firstResult { if case .text(let next) = $0 { next(text) } else { nil } }
    }

    private mutating func follow(_ next: Next<D>, _ perform: Perform, hops: Int) throws -> Outcome {
        switch next {
        case .leave(let exit): return .leaves(exit)
        case .go(let step):
            self.step = step
            return try arrive(perform, hops: hops)
        }
    }

    /// Comes to the current step: asks what it asks for, hears the facts that are there at once, and says what it says.
    private mutating func arrive(_ perform: Perform, hops: Int) throws -> Outcome {
        guard hops > 0 else { throw TalkError.circle(dialog: D.name) }
        let turn = D.turn(at: step)
        for request in turn.does {
            guard let fact = try perform(request) else { continue }
            if let next = next(for: .fact(fact)) { return try follow(next, perform, hops: hops - 1) }
        }
        return turn.says.isEmpty ? .waits : .says(Screen(turn, at: step))
    }
}

/// A dialog that was written wrongly.
public enum TalkError: Error, Sendable, Equatable {
    case circle(dialog: String)
}

extension Sequence {
    fileprivate func firstResult<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self { if let result = transform(element) { return result } }
        return nil
    }
}
