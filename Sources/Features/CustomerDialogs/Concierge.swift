import Conversations
import Localization

/// Owns what no single talk owns: commands, links, buttons that work at any time, interruptions, and the way back.
///
/// Pure apart from what the desk does: the same state, event and desk give the same answer.
public struct Concierge {
    /// What to show, and whether the question is repeated because nobody understood.
    public struct Reply: Sendable, Equatable {
        public var screen: Screen
        public var note: Message?
    }

    /// The longest text that is looked at; Telegram's own limit is 4,096.
    private static let longestText = 1000

    let desk: any CustomerDesk
    /// Whether a typed text is this word, in any language.
    let isWord: @Sendable (String, Message) -> Bool

    public init(desk: any CustomerDesk, isWord: @escaping @Sendable (String, Message) -> Bool) {
        self.desk = desk
        self.isWord = isWord
    }

    /// Answers an event.
    /// - Parameter state: the talk the person is in, nil for somebody new.
    /// - Returns: the talk they are in now, and what they see; nil when silence is the answer.
    public func answer(_ event: CustomerEvent, in state: TalkState?) throws -> (state: TalkState?, reply: Reply?) {
        switch event {
        case .start(let payload): return try start(payload)
        default: break
        }
        guard try desk.hasAgreed() else { return try answerStranger(event, in: state) }
        switch event {
        case .start: return try start(nil)
        case .command(let name):
            guard let destination = Destination.commands.first(where: { $0.command == name.lowercased() })?.destination else {
                return try again(state, note: CustomerDialogsMessages.notUnderstood)
            }
            return try go(to: destination)
        case .press(let data):
            switch Screen.Press(data: data) {
            case .exit(let code):
                guard let destination = Destination(code: code) else { return try again(state, note: nil) }
                return try go(to: destination)
            case .step(let tag, let key): return try hear(.press(tag: tag, key: key), in: state)
            case nil: return try again(state, note: nil)
            }
        case .text(let text):
            guard text.count <= Self.longestText else { return try again(state, note: CustomerDialogsMessages.tooLong) }
            if let destination = spoken(text) { return try go(to: destination) }
            let heard = try hear(.text(text), in: state)
            guard heard.1?.note == CustomerDialogsMessages.notUnderstood, let move = spokenMove(text), let lead = try desk.latestOffer()
            else { return heard }
            return try go(to: .offer(lead, move))
        case .contact(let contact):
            // Whoever shares a contact wants to be found, wherever the talk was.
            if case .link(.isItYou)? = state { return try hear(.contact(contact), in: state) }
            return try hear(.contact(contact), in: .link(.ask))
        case .unreadable: return try again(state, note: CustomerDialogsMessages.notText)
        }
    }

    // MARK: - Arriving

    private func start(_ payload: String?) throws -> (TalkState?, Reply?) {
        let arrival = try desk.arrive(payload)
        guard try desk.hasAgreed() else { return try open(WelcomeDialog.self, at: .hello(arrival)) }
        if let token = arrival.token { return try redeem(token) }
        let (state, reply) = try go(to: .home)
        return (state, arrival.hadBadLink ? reply.map { Reply(screen: $0.screen, note: CustomerDialogsMessages.helloBadLink) } : reply)
    }

    private func redeem(_ token: [UInt8]) throws -> (TalkState?, Reply?) {
        guard case .linked(let result)? = try desk.perform(WelcomeDialog.Request.redeem(token)) else { return try go(to: .link) }
        return try open(LinkDialog.self, at: .result(result))
    }

    /// Before a person has agreed there is only the welcome; after a refusal only its beginning.
    private func answerStranger(_ event: CustomerEvent, in state: TalkState?) throws -> (TalkState?, Reply?) {
        if case .press(let data) = event, Screen.Press(data: data) == .exit(code: Destination.start.code) { return try start(nil) }
        guard let state, case .welcome = state else {
            if try desk.hasRefused() {
                let screen = Screen(
                    paragraphs: [[CustomerDialogsMessages.refusedReminder]],
                    buttons: [[Screen.Button(label: CustomerDialogsMessages.refusedAgain, exit: Destination.start)]])
                return (nil, Reply(screen: screen, note: nil))
            }
            return try start(nil)
        }
        switch event {
        case .press(let data):
            guard case .step(let tag, let key)? = Screen.Press(data: data) else { return try again(state, note: nil) }
            return try hear(.press(tag: tag, key: key), in: state)
        case .text(let text) where text.count <= Self.longestText: return try hear(.text(text), in: state)
        // Who asks to be forgotten or left alone before agreeing has refused.
        case .command(let name) where ["erase", "stop"].contains(name.lowercased()): return try open(WelcomeDialog.self, at: .refused)
        default: return try again(state, note: CustomerDialogsMessages.notUnderstood)
        }
    }

    /// Words that lead somewhere from anywhere.
    private func spoken(_ text: String) -> Destination? {
        let words: [(Message, Destination)] = [
            (CustomerDialogsMessages.wordHome, .home), (CustomerDialogsMessages.wordOffers, .offers),
            (CustomerDialogsMessages.wordPoints, .points),
            (CustomerDialogsMessages.wordSettings, .settings), (CustomerDialogsMessages.wordLink, .link),
            (CustomerDialogsMessages.wordLanguage, .language), (CustomerDialogsMessages.settingsConsents, .consents),
            (CustomerDialogsMessages.settingsMyData, .myData), (CustomerDialogsMessages.settingsErase, .erase),
            (CustomerDialogsMessages.wordOperator, .person), (CustomerDialogsMessages.offerStopAds, .stopAds),
        ]
        return words.first { isWord(text, $0.0) }?.1
    }

    /// An answer to an offer that came by itself, while the person was in another talk.
    private func spokenMove(_ text: String) -> OfferMove? {
        let words: [(Message, OfferMove)] = [
            (CustomerDialogsMessages.offerInterested, .interested), (CustomerDialogsMessages.offerLater, .later),
            (CustomerDialogsMessages.offerDecline, .decline), (CustomerDialogsMessages.offerWhy, .why),
        ]
        return words.first { isWord(text, $0.0) }?.1
    }

    // MARK: - Going

    /// Takes the person to a place, from wherever they are.
    public func go(to destination: Destination) throws -> (TalkState?, Reply?) {
        switch destination {
        case .home: try open(HomeDialog.self)
        case .offers: try open(OffersDialog.self)
        case .offer(let lead, let move): try open(OfferDialog.self, at: .move(lead, move))
        case .points: try open(PointsDialog.self)
        case .settings: try open(SettingsDialog.self)
        case .language: try open(SettingsDialog.self, at: .language)
        case .myData: try open(SettingsDialog.self, at: .myData)
        case .person: try open(SettingsDialog.self, at: .person)
        case .consents: try open(ConsentsDialog.self)
        case .partners: try open(ConsentsDialog.self, at: .partners)
        case .consentTexts: try open(ConsentsDialog.self, at: .texts)
        case .stopAds: try open(ConsentsDialog.self, at: .forbidAds)
        case .erase: try open(ConsentsDialog.self, at: .erase(isWithdrawal: false))
        case .link: try open(LinkDialog.self)
        case .about: try open(AboutDialog.self)
        case .start: try start(nil)
        }
    }

    // MARK: - Plumbing: one line a dialog

    private enum Heard {
        case press(tag: String, key: String)
        case text(String)
        case contact(SharedContact)
    }

    private func hear(_ heard: Heard, in state: TalkState?) throws -> (TalkState?, Reply?) {
        switch state {
        case nil: try go(to: .home)
        case .welcome(let step): try hear(heard, WelcomeDialog.self, step)
        case .home(let step): try hear(heard, HomeDialog.self, step)
        case .link(let step): try hear(heard, LinkDialog.self, step)
        case .about(let step): try hear(heard, AboutDialog.self, step)
        case .offers(let step): try hear(heard, OffersDialog.self, step)
        case .offer(let step): try hear(heard, OfferDialog.self, step)
        case .points(let step): try hear(heard, PointsDialog.self, step)
        case .settings(let step): try hear(heard, SettingsDialog.self, step)
        case .consents(let step): try hear(heard, ConsentsDialog.self, step)
        }
    }

    /// Asks the current question again.
    private func again(_ state: TalkState?, note: Message?) throws -> (TalkState?, Reply?) {
        // A press that belongs to no step of any talk: every talk answers it with its question.
        let (state, reply) = try hear(.press(tag: "", key: ""), in: state)
        return (state, reply.map { Reply(screen: $0.screen, note: note) })
    }

    private func hear<D: CustomerDialog>(_ heard: Heard, _ dialog: D.Type, _ step: D.Step) throws -> (TalkState?, Reply?) {
        var talk = Talk<D>(step: step)
        let perform: Talk<D>.Perform = { try D.perform($0, at: desk) }
        let outcome =
            switch heard {
            case .press(let tag, let key): try talk.hear(.press(tag: tag, key: key), perform: perform)
            case .text(let text): try talk.hear(.text(text) { [isWord] in isWord(text, $0) }, perform: perform)
            case .contact(let contact): try talk.hear(.contact(contact), perform: perform)
            }
        var isText = false
        if case .text = heard { isText = true }
        return try after(outcome, talk, note: isText ? CustomerDialogsMessages.notUnderstood : nil)
    }

    private func open<D: CustomerDialog>(_ dialog: D.Type, at step: D.Step = D.opening) throws -> (TalkState?, Reply?) {
        let (talk, outcome) = try Talk<D>.open(at: step) { try D.perform($0, at: desk) }
        return try after(outcome, talk, note: nil)
    }

    private func after<D: CustomerDialog>(_ outcome: Talk<D>.Outcome, _ talk: Talk<D>, note: Message?) throws -> (TalkState?, Reply?) {
        switch outcome {
        case .says(let screen): (D.state(talk.step), Reply(screen: screen, note: nil))
        case .repeats(let screen): (D.state(talk.step), Reply(screen: screen, note: note))
        case .leaves(let destination): try go(to: destination)
        case .waits: (D.state(talk.step), nil)
        }
    }
}
