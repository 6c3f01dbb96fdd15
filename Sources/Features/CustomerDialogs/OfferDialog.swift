import Conversations
import Localization
import Vocabulary

/// One offer: the card with its marking, the answer, and why this person sees it. Its buttons carry the offer, so they work in any old message.
public enum OfferDialog: Dialog {
    /// What a person sees of an offer. Holds no fact about the person.
    public struct Card: Codable, Hashable, Sendable {
        public let lead: LeadID
        public let title: String
        public let body: String
        public let price: Money?
        public let earns: Points?
        public let validUntil: Instant?
        /// «Реклама. …», the age mark, the wording of credit: each a line.
        public let marking: [Message]

        public init(lead: LeadID, title: String, body: String, price: Money?, earns: Points?, validUntil: Instant?, marking: [Message]) {
            self.lead = lead
            self.title = title
            self.body = body
            self.price = price
            self.earns = earns
            self.validUntil = validUntil
            self.marking = marking
        }
    }
    /// How an answer stands.
    public enum Standing: String, Codable, Hashable, Sendable { case interested, later, declined, silent, withdrawn }
    /// A reason of the list; its words come from the room that keeps the list.
    public struct Reason: Codable, Hashable, Sendable {
        public let code: String
        public let words: Message

        public init(code: String, words: Message) {
            self.code = code
            self.words = words
        }
    }

    public enum Step: Codable, Hashable, Sendable {
        case move(LeadID, OfferMove)
        case card(Card)
        case declineReason(LeadID, [Reason])
        case decline(LeadID, String)
        case thanks(LeadID, Standing, service: String, company: String)
        case already(LeadID, Standing)
        case why(LeadID, [Message])
        case gone
        case blocked
    }
    public enum Request: Equatable, Sendable {
        case show(LeadID), interested(LeadID), later(LeadID), startDeclining(LeadID), decline(LeadID, reason: String), why(LeadID)
    }
    public enum Fact: Sendable {
        case card(Card)
        case answered(LeadID, Standing, service: String, company: String)
        /// Answered before, in another way: the first answer stands.
        case already(LeadID, Standing)
        case reasonsToDecline(LeadID, [Reason])
        case why(LeadID, [Message])
        case gone
        case blocked
    }

    public typealias Exit = Destination
    public static let name = "offer"
    public static let opening = Step.gone

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .move(let lead, let move): .asks(request(lead, move), heard)

        case .card(let card): Turn(says: paragraphs(card), hears: buttons(card.lead))

        case .declineReason(let lead, let reasons):
            Turn(
                says: CustomerDialogsMessages.offerDeclineAsk,
                hears: reasons.map { .button(Label($0.words), .go(.decline(lead, $0.code))) } + [
                    .exit(Label(CustomerDialogsMessages.offerWhyBack), .offer(lead, .show))
                ])
        case .decline(let lead, let reason): .asks(.decline(lead, reason: reason), heard)

        case .thanks(_, let standing, let service, let company): Turn(says: thanks(standing, service, company), hears: ways)
        case .already(_, let standing): Turn(says: CustomerDialogsMessages.offerAlreadyAnswered(answer: words(of: standing)), hears: ways)

        case .why(let lead, let reasons):
            Turn(
                says: [
                    [CustomerDialogsMessages.offerWhyTitle] + reasons.map { CustomerDialogsMessages.offerWhyLine(reason: $0) },
                    [CustomerDialogsMessages.offerWhyHonest],
                ],
                hears: [
                    .exit(Label(CustomerDialogsMessages.offerWhyBack), .offer(lead, .show)),
                    .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
                ])
        case .gone: Turn(says: CustomerDialogsMessages.offerGone, hears: ways)
        case .blocked:
            Turn(
                says: CustomerDialogsMessages.offerBlocked,
                hears: [
                    .exit(Label(CustomerDialogsMessages.offersOpenConsents), .consents),
                    .exit(Label(CustomerDialogsMessages.wordHome), .home),
                ])
        }
    }

    /// The card as a message of its own: what the pipeline sends.
    public static func screen(of card: Card) -> Screen {
        Screen(Turn<Self>(says: paragraphs(card), hears: buttons(card.lead)), at: .card(card))
    }

    private static func request(_ lead: LeadID, _ move: OfferMove) -> Request {
        switch move {
        case .show: .show(lead)
        case .interested: .interested(lead)
        case .later: .later(lead)
        case .decline: .startDeclining(lead)
        case .why: .why(lead)
        }
    }

    @Sendable private static func heard(_ fact: Fact) -> Next<Self>? {
        switch fact {
        case .card(let card): .go(.card(card))
        case .answered(let lead, let standing, let service, let company): .go(.thanks(lead, standing, service: service, company: company))
        case .already(let lead, let standing): .go(.already(lead, standing))
        case .reasonsToDecline(let lead, let reasons): .go(.declineReason(lead, reasons))
        case .why(let lead, let reasons): .go(.why(lead, reasons))
        case .gone: .go(.gone)
        case .blocked: .go(.blocked)
        }
    }

    private static func paragraphs(_ card: Card) -> [[Message]] {
        var terms: [Message] = []
        if let price = card.price {
            terms.append(price > .zero ? CustomerDialogsMessages.offerPrice(price: price) : CustomerDialogsMessages.offerFree)
        }
        if let points = card.earns { terms.append(CustomerDialogsMessages.offerEarn(n: points.count)) }
        if let until = card.validUntil { terms.append(CustomerDialogsMessages.offerUntil(day: until)) }
        return [
            [CustomerDialogsMessages.offerTitle(title: card.title)], [CustomerDialogsMessages.offerBody(text: card.body)], terms,
            card.marking,
        ]
        .filter { !$0.isEmpty }
    }

    private static func buttons(_ lead: LeadID) -> [Hears<Self>] {
        [
            .exit(Label(CustomerDialogsMessages.offerInterested), .offer(lead, .interested)),
            .exit(Label(CustomerDialogsMessages.offerLater), .offer(lead, .later)),
            .exit(Label(CustomerDialogsMessages.offerDecline, beside: true), .offer(lead, .decline)),
            .exit(Label(CustomerDialogsMessages.offerWhy), .offer(lead, .why)),
            .exit(Label(CustomerDialogsMessages.offerStopAds, beside: true), .stopAds),
        ]
    }

    private static var ways: [Hears<Self>] {
        [.exit(Label(CustomerDialogsMessages.wordOffers), .offers), .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home)]
    }

    private static func thanks(_ standing: Standing, _ service: String, _ company: String) -> Message {
        switch standing {
        case .interested: CustomerDialogsMessages.offerInterestedThanks(service: service, company: company)
        case .later: CustomerDialogsMessages.offerLaterThanks
        case .declined: CustomerDialogsMessages.offerDeclinedThanks
        case .silent, .withdrawn: CustomerDialogsMessages.offerGone
        }
    }

    private static func words(of standing: Standing) -> Message {
        switch standing {
        case .interested: CustomerDialogsMessages.offerAnswerInterested
        case .later: CustomerDialogsMessages.offerAnswerLater
        case .declined: CustomerDialogsMessages.offerAnswerDeclined
        case .silent: CustomerDialogsMessages.offerAnswerSilent
        case .withdrawn: CustomerDialogsMessages.offerAnswerWithdrawn
        }
    }
}
