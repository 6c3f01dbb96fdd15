import Conversations
import Localization
import Vocabulary

/// Language, what is stored, and the way to a person.
public enum SettingsDialog: Dialog {
    /// What is stored about a person, in numbers.
    public struct Holdings: Codable, Hashable, Sendable {
        public let consents: Int, cards: Int, offers: Int
        /// They answered the two questions.
        public let hasAnswers: Bool
        public let points: Points

        public init(consents: Int, hasAnswers: Bool, cards: Int, offers: Int, points: Points) {
            self.consents = consents
            self.hasAnswers = hasAnswers
            self.cards = cards
            self.offers = offers
            self.points = points
        }
    }
    public enum Step: Codable, Hashable, Sendable {
        case menu
        case language, choose(Language), changed
        case myData, holdings(Holdings)
        case person, contact(Operator)
    }
    public enum Request: Equatable, Sendable { case choose(Language), readHoldings, readOperator }
    public enum Fact: Sendable { case chosen, holdings(Holdings), isOperated(Operator) }

    public typealias Exit = Destination
    public static let name = "settings"
    public static let opening = Step.menu

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .menu:
            Turn(
                says: CustomerDialogsMessages.settingsTitle,
                hears: [
                    .exit(Label(CustomerDialogsMessages.settingsLanguage), .language),
                    .exit(Label(CustomerDialogsMessages.settingsConsents), .consents),
                    .exit(Label(CustomerDialogsMessages.settingsMyData), .myData),
                    .exit(Label(CustomerDialogsMessages.settingsErase, beside: true), .erase),
                    .exit(Label(CustomerDialogsMessages.wordHome), .home),
                ])

        case .language:
            Turn(
                says: CustomerDialogsMessages.languageAsk,
                hears: [
                    .button(Label(CustomerDialogsMessages.languageRussian), .go(.choose(.russian))),
                    .button(Label(CustomerDialogsMessages.languageEnglish, beside: true), .go(.choose(.english))),
                    .exit(Label(CustomerDialogsMessages.wordBack), .settings),
                ])
        case .choose(let language): .asks(.choose(language)) { _ in .go(.changed) }
        case .changed: Turn(says: CustomerDialogsMessages.languageChanged, hears: back)

        case .myData: .asks(.readHoldings) { if case .holdings(let held) = $0 { .go(.holdings(held)) } else { nil } }
        case .holdings(let held):
            Turn(
                says: [
                    [CustomerDialogsMessages.myDataTitle],
                    [CustomerDialogsMessages.myDataChat, CustomerDialogsMessages.myDataConsents(n: Int64(held.consents))]
                        + (held.hasAnswers ? [CustomerDialogsMessages.myDataAnswers] : []) + [
                            CustomerDialogsMessages.myDataCards(n: Int64(held.cards)),
                            CustomerDialogsMessages.myDataOffers(n: Int64(held.offers)),
                            CustomerDialogsMessages.myDataPoints(n: held.points.count),
                        ],
                ],
                hears: [
                    .exit(Label(CustomerDialogsMessages.consentsRead), .consentTexts),
                    .exit(Label(CustomerDialogsMessages.settingsErase), .erase),
                ] + back)

        case .person: .asks(.readOperator) { if case .isOperated(let by) = $0 { .go(.contact(by)) } else { nil } }
        case .contact(let by):
            Turn(
                says: CustomerDialogsMessages.operatorContact(owner: by.name, address: by.address),
                hears: [.exit(Label(CustomerDialogsMessages.wordHome), .home)])
        }
    }

    private static var back: [Hears<Self>] {
        [
            .exit(Label(CustomerDialogsMessages.wordSettings), .settings),
            .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
        ]
    }
}
