import Conversations
import Localization
import Vocabulary

/// The menu of what works.
public enum HomeDialog: Dialog {
    public enum Step: Codable, Hashable, Sendable {
        case look
        case menu(balance: Points, hasCard: Bool)
    }
    public enum Request: Equatable, Sendable { case look }
    public enum Fact: Sendable { case seen(balance: Points, hasCard: Bool) }

    public typealias Exit = Destination
    public static let name = "home"
    public static let opening = Step.look

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .look:
            .asks(.look) { if case .seen(let balance, let hasCard) = $0 { .go(.menu(balance: balance, hasCard: hasCard)) } else { nil } }
        case .menu(let balance, let hasCard):
            Turn(
                says: [
                    [CustomerDialogsMessages.homeTitle, CustomerDialogsMessages.homeBalance(n: balance.count)],
                    [CustomerDialogsMessages.homeHint],
                ],
                hears: [
                    .exit(Label(CustomerDialogsMessages.wordOffers), .offers),
                    .exit(Label(CustomerDialogsMessages.wordPoints, beside: true), .points),
                ] + (hasCard ? [] : [.exit(Label(CustomerDialogsMessages.wordLink), .link)]) + [
                    .exit(Label(CustomerDialogsMessages.wordSettings), .settings),
                    .exit(Label(CustomerDialogsMessages.wordOperator, beside: true), .person),
                ])
        }
    }

    /// Where to go from a place that has no question of its own.
    static var ways: [Hears<WelcomeDialog>] {
        [.exit(Label(CustomerDialogsMessages.wordOffers), .offers), .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home)]
    }
}
