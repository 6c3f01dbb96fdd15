import Conversations
import Localization
import Vocabulary

/// The customer opens "offers": what is open for them now, or an honest word why there is nothing.
public enum OffersDialog: Dialog {
    public struct Entry: Codable, Hashable, Sendable {
        public let lead: LeadID
        public let title: String
        /// A title is advertising already, so it never stands without its marking.
        public let marking: [Message]

        public init(lead: LeadID, title: String, marking: [Message]) {
            self.lead = lead
            self.title = title
            self.marking = marking
        }
    }
    public enum Nothing: String, Codable, Hashable, Sendable { case noConsent, noCard, nothingFits }
    public enum Step: Codable, Hashable, Sendable {
        case look
        case list([Entry])
        case nothing(Nothing)
    }
    public enum Request: Equatable, Sendable { case look }
    public enum Fact: Sendable { case open([Entry]), nothing(Nothing) }

    public typealias Exit = Destination
    public static let name = "offers"
    public static let opening = Step.look

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .look:
            .asks(.look) { fact in
                switch fact {
                case .open(let entries): entries.count == 1 ? .leave(.offer(entries[0].lead, .show)) : .go(.list(entries))
                case .nothing(let why): .go(.nothing(why))
                }
            }
        case .list(let entries):
            Turn(
                says: [[CustomerDialogsMessages.offersTitle]]
                    + entries.map { [CustomerDialogsMessages.offerTitle(title: $0.title)] + $0.marking },
                hears: entries.map { .exit(Label(CustomerDialogsMessages.offersEntry(title: $0.title)), .offer($0.lead, .show)) } + [
                    .exit(Label(CustomerDialogsMessages.wordHome), .home)
                ])
        case .nothing(.noConsent):
            Turn(
                says: CustomerDialogsMessages.offersNoneNoConsent,
                hears: [
                    .exit(Label(CustomerDialogsMessages.offersOpenConsents), .consents),
                    .exit(Label(CustomerDialogsMessages.wordHome), .home),
                ])
        case .nothing(.noCard):
            Turn(
                says: CustomerDialogsMessages.offersNoneNoCard,
                hears: [
                    .exit(Label(CustomerDialogsMessages.offersAnswerQuestions), .about),
                    .exit(Label(CustomerDialogsMessages.wordLink), .link),
                    .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
                ])
        case .nothing(.nothingFits):
            Turn(says: CustomerDialogsMessages.offersNone, hears: [.exit(Label(CustomerDialogsMessages.wordHome), .home)])
        }
    }
}
