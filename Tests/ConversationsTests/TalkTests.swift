import Conversations
import Localization
import Testing

/// A customer names a town, sees the best offer, and may ask for a call.
enum TownDialog: Dialog {
    enum Step: Codable, Hashable, Sendable { case town, search(String), offer(Int), lead(Int), circle }
    enum Request: Equatable, Sendable { case best(String), open(Int), round }
    enum Fact: Sendable { case found(Int?), opened, round }
    enum Exit: String, ExitCode {
        case home, bye
        var code: String { rawValue }
        init?(code: String) { self.init(rawValue: code) }
    }
    static let name = "town"
    static let opening = Step.town

    static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .town:
            Turn(
                says: Message(key: "town?"),
                hears: [
                    .text { $0.count > 1 ? .go(.search($0)) : nil }, .exit(Label(Message(key: "home")), .home),
                    .button(Label(Message(key: "turn")), .go(.circle)),
                ])
        case .search(let town):
            .asks(.best(town)) { fact in if case .found(let id) = fact { id.map { .go(.offer($0)) } ?? .leave(.bye) } else { nil } }
        case .offer(let id):
            Turn(
                says: Message(key: "offer"),
                hears: [
                    .button(Label(Message(key: "call")), .go(.lead(id))),
                    .button(Label(Message(key: "later"), beside: true), .leave(.home)),
                    .word(Message(key: "yes"), .go(.lead(id))),
                ])
        case .lead(let id): .asks(.open(id)) { fact in if case .opened = fact { .leave(.bye) } else { nil } }
        case .circle: .asks(.round) { _ in .go(.circle) }
        }
    }
}

@Suite struct TalkTests {
    typealias Town = Talk<TownDialog>

    func perform(_ request: TownDialog.Request) -> TownDialog.Fact? {
        switch request {
        case .best(let town): .found(town == "Нигде" ? nil : 7)
        case .open: nil
        case .round: .round
        }
    }

    func text(_ text: String, word: String? = nil) -> Town.Heard { .text(text) { $0.key == word } }

    func said(_ outcome: Town.Outcome) -> String {
        switch outcome {
        case .says(let screen): "says \(screen.paragraphs.joined().map(\.key))"
        case .repeats(let screen): "repeats \(screen.paragraphs.joined().map(\.key))"
        case .leaves(let exit): "leaves \(exit)"
        case .waits: "waits"
        }
    }

    func press(_ key: String, of outcome: Town.Outcome) throws -> Town.Heard {
        guard case .says(let screen) = outcome else { throw CancellationError() }
        let button = try #require(screen.buttons.joined().first { $0.label.key == key })
        guard case .step(let tag, let key)? = Screen.Press(data: button.data) else { throw CancellationError() }
        return .press(tag: tag, key: key)
    }

    @Test func aCustomerAsksForACall() throws {
        var (talk, opened) = try Town.open(perform: perform)
        #expect(said(opened) == #"says ["town?"]"#)
        let offered = try talk.hear(text("Тула"), perform: perform)
        #expect(said(offered) == #"says ["offer"]"#)
        #expect(said(try talk.hear(press("call", of: offered), perform: perform)) == "waits")
        #expect(said(try talk.hear(.fact(.opened), perform: perform)) == "leaves bye")
    }

    @Test func whatNobodyUnderstandsIsAskedAgain() throws {
        var (talk, opened) = try Town.open(perform: perform)
        #expect(said(try talk.hear(text("x"), perform: perform)) == #"repeats ["town?"]"#)
        #expect(said(try talk.hear(.contact(SharedContact(isOwn: true, phoneHash: [])), perform: perform)) == #"repeats ["town?"]"#)
        #expect(said(try talk.hear(.press(tag: "zzz", key: "0"), perform: perform)) == #"repeats ["town?"]"#)
        #expect(said(try talk.hear(.press(tag: "zzz", key: "999999999999999999999"), perform: perform)) == #"repeats ["town?"]"#)
        _ = opened
    }

    @Test func aStaleButtonIsNotHeardAtAnotherStep() throws {
        var (talk, _) = try Town.open(perform: perform)
        let first = try talk.hear(text("Тула"), perform: perform)
        let stale = try press("call", of: first)
        _ = try talk.hear(stale, perform: perform)
        #expect(said(try talk.hear(stale, perform: perform)) == #"repeats ["town?"]"#)
    }

    @Test func everyButtonCanBeTypedAsItsWordOrNumber() throws {
        var (talk, _) = try Town.open(perform: perform)
        #expect(said(try talk.hear(text("домой", word: "home"), perform: perform)) == "leaves home")
        _ = try talk.hear(text("Тула"), perform: perform)
        #expect(said(try talk.hear(text(" 2 "), perform: perform)) == "leaves home")
    }

    @Test func aWordThatMeansTheSameIsHeardAndIsNoButton() throws {
        var (talk, _) = try Town.open(perform: perform)
        let offered = try talk.hear(text("Тула"), perform: perform)
        guard case .says(let screen) = offered else { Issue.record("no offer"); return }
        #expect(screen.buttons.joined().map(\.label.key) == ["call", "later"])
        #expect(said(try talk.hear(text("да", word: "yes"), perform: perform)) == "waits")
    }

    @Test func anEmptyAnswerEndsTheTalk() throws {
        var (talk, _) = try Town.open(perform: perform)
        #expect(said(try talk.hear(text("Нигде"), perform: perform)) == "leaves bye")
    }

    @Test func aCircleIsAnErrorNotAHang() throws {
        var (talk, opened) = try Town.open(perform: perform)
        #expect(throws: TalkError.circle(dialog: "town")) { try talk.hear(press("turn", of: opened), perform: perform) }
    }

    @Test func buttonsKeepTheirRowsAndFitTelegram() throws {
        let screen = Screen(TownDialog.turn(at: .offer(7)), at: .offer(7))
        #expect(screen.buttons.map { $0.map(\.label.key) } == [["call", "later"]])
        #expect(screen.buttons.joined().allSatisfy { (1...64).contains($0.data.utf8.count) })
        #expect(Screen.Press(data: "x.home") == .exit(code: "home"))
        for forged in ["", "s", "s.", "s.a", "s.a.b.c", "y.home", "x"] { #expect(Screen.Press(data: forged) == nil) }
    }
}
