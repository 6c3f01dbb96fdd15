import Conversations
import Localization
import Vocabulary

/// Joins the chat to a client card: by a company's personal link, or by the phone that the person shares.
public enum LinkDialog: Dialog {
    public enum Step: Codable, Hashable, Sendable {
        case ask
        /// Somebody else's contact came: only one's own counts.
        case foreign
        case search(SharedContact)
        /// A phone matched: no company is named, numbers change hands.
        case isItYou([ClientID])
        case connect([ClientID])
        /// What became of a personal link or of the search.
        case result(Result)
    }
    public enum Result: String, Codable, Hashable, Sendable { case done, already, notFound, expired, used, unknown, notYours }
    public enum Request: Equatable, Sendable { case find(SharedContact), connect([ClientID]) }
    public enum Fact: Sendable { case found([ClientID]), result(Result) }

    public typealias Exit = Destination
    public static let name = "link"
    public static let opening = Step.ask

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .ask: Turn(says: CustomerDialogsMessages.linkAsk, hears: sharing)
        case .foreign: Turn(says: CustomerDialogsMessages.linkForeign, hears: sharing)
        case .search(let contact):
            .asks(.find(contact)) { fact in
                switch fact {
                case .found(let clients): clients.isEmpty ? .go(.result(.notFound)) : .go(.isItYou(clients))
                case .result(let result): .go(.result(result))
                }
            }
        case .isItYou(let clients):
            Turn(
                says: CustomerDialogsMessages.linkIsItYou,
                hears: [
                    .button(Label(CustomerDialogsMessages.linkItIsMe), .go(.connect(clients))),
                    .button(Label(CustomerDialogsMessages.linkNotMe, beside: true), .go(.result(.notYours))),
                    .word(CustomerDialogsMessages.wordYes, .go(.connect(clients))),
                    .word(CustomerDialogsMessages.wordNo, .go(.result(.notYours))),
                ])
        case .connect(let clients): .asks(.connect(clients)) { if case .result(let result) = $0 { .go(.result(result)) } else { nil } }
        case .result(let result):
            Turn(
                says: words(of: result),
                hears: (result == .done || result == .already
                    ? [.exit(Label(CustomerDialogsMessages.wordOffers), .offers)] : [.exit(Label(CustomerDialogsMessages.wordLink), .link)])
                    + [.exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home)])
        }
    }

    private static var sharing: [Hears<Self>] {
        [
            .contact(CustomerDialogsMessages.linkShare) { $0.isOwn ? .go(.search($0)) : .go(.foreign) },
            .exit(Label(CustomerDialogsMessages.wordHome), .home),
        ]
    }

    static func words(of result: Result) -> Message {
        switch result {
        case .done: CustomerDialogsMessages.linkDone
        case .already: CustomerDialogsMessages.linkAlready
        case .notFound: CustomerDialogsMessages.linkNotFound
        case .expired: CustomerDialogsMessages.linkExpired
        case .used: CustomerDialogsMessages.linkUsed
        case .unknown: CustomerDialogsMessages.linkUnknown
        case .notYours: CustomerDialogsMessages.linkNotYours
        }
    }
}
