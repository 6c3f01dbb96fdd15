import Conversations
import Localization
import Vocabulary

/// The first minute: who asks, for what, and three separate questions with nothing ticked beforehand.
public enum WelcomeDialog: Dialog {
    /// How the person came: what their link carried.
    public struct Arrival: Codable, Hashable, Sendable {
        public var company: CompanyID?
        /// The token of a personal link, used once the person has agreed.
        public var token: [UInt8]?
        public var hadBadLink = false

        public init(company: CompanyID? = nil, token: [UInt8]? = nil, hadBadLink: Bool = false) {
            self.company = company
            self.token = token
            self.hadBadLink = hadBadLink
        }
    }

    public struct Partner: Codable, Hashable, Sendable {
        public let id: CompanyID
        public let name: String

        public init(id: CompanyID, name: String) {
            self.id = id
            self.name = name
        }
    }

    public enum Step: Codable, Hashable, Sendable {
        case hello(Arrival)
        case processing(Arrival, Operator, company: String?)
        case inLanguage(Arrival)
        case agreed(Arrival, Operator)
        case partners(Arrival, Operator)
        case transfer(Arrival, Operator, [Partner], chosen: [CompanyID])
        case transferred(Arrival, Operator, [Partner], chosen: [CompanyID])
        case advertising(Arrival, Operator, [Partner])
        case advertised(Arrival, Operator, [Partner], Bool)
        case thanks(Arrival)
        case linked(LinkDialog.Result)
        case closed
        case refused
        case farewell
    }
    public enum Request: Equatable, Sendable {
        /// Who operates the bot, and the name of the company whose code was scanned.
        case readOperator(company: CompanyID?)
        case switchLanguage, readPartners
        case record(ConsentWords, CompanyID?, given: Bool)
        case refuse
        case redeem([UInt8])
    }
    public enum Fact: Sendable { case isOperated(Operator, company: String?), partners([Partner]), linked(LinkDialog.Result), done }

    public typealias Exit = Destination
    public static let name = "welcome"
    public static let opening = Step.hello(Arrival())

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .hello(let arrival):
            // Nobody may ask for a consent without saying who asks.
            .asks(.readOperator(company: arrival.company)) { fact in
                guard case .isOperated(let by, let company) = fact else { return nil }
                return by.isNamed ? .go(.processing(arrival, by, company: company)) : .go(.closed)
            }
        case .closed: Turn(says: CustomerDialogsMessages.helloClosed, hears: [.exit(Label(CustomerDialogsMessages.refusedAgain), .start)])

        case .processing(let arrival, let by, let company):
            Turn(
                says: greeting(arrival, company) + [
                    [CustomerDialogsMessages.consentStep(n: 1)], [ConsentWords.processing(by).message],
                    [CustomerDialogsMessages.consentProcessingQuestion],
                ],
                hears: [
                    .button(Label(CustomerDialogsMessages.consentAgree), .go(.agreed(arrival, by))),
                    .button(Label(CustomerDialogsMessages.consentRefuse, beside: true), .go(.refused)),
                    .button(Label(CustomerDialogsMessages.languageOther), .go(.inLanguage(arrival))),
                    .word(CustomerDialogsMessages.wordYes, .go(.agreed(arrival, by))), .word(CustomerDialogsMessages.wordNo, .go(.refused)),
                ])
        case .inLanguage(let arrival): .asks(.switchLanguage) { _ in .go(.hello(arrival)) }
        case .agreed(let arrival, let by): .asks(.record(.processing(by), nil, given: true)) { _ in .go(.partners(arrival, by)) }

        case .partners(let arrival, let by):
            .asks(.readPartners) { if case .partners(let all) = $0 { .go(.transfer(arrival, by, all, chosen: [])) } else { nil } }
        case .transfer(let arrival, let by, let partners, let chosen):
            Turn(
                says: [
                    [CustomerDialogsMessages.consentStep(n: 2)], [ConsentWords.transfer(by, partners: names(partners)).message],
                    [CustomerDialogsMessages.consentTransferQuestion],
                ],
                hears: partnerButtons(partners, chosen) { .transfer(arrival, by, partners, chosen: $0) } + [
                    .button(doneLabel(chosen), .go(.transferred(arrival, by, partners, chosen: chosen))),
                    .word(CustomerDialogsMessages.wordDone, .go(.transferred(arrival, by, partners, chosen: chosen))),
                ] + partnerWords(partners, chosen) { .transfer(arrival, by, partners, chosen: $0) })
        case .transferred(let arrival, let by, let partners, let chosen):
            Turn(
                does: partners.map { .record(.transfer(by, partners: names(partners)), $0.id, given: chosen.contains($0.id)) } + [
                    .readPartners
                ],
                hears: [.fact { if case .partners(let all) = $0 { .go(.advertising(arrival, by, all)) } else { nil } }])

        case .advertising(let arrival, let by, let partners):
            Turn(
                says: [
                    [CustomerDialogsMessages.consentStep(n: 3)], [ConsentWords.advertising(by, partners: names(partners)).message],
                    [CustomerDialogsMessages.consentAdvertisingQuestion],
                ],
                hears: [
                    .button(Label(CustomerDialogsMessages.consentAdvertisingYes), .go(.advertised(arrival, by, partners, true))),
                    .button(
                        Label(CustomerDialogsMessages.consentAdvertisingNo, beside: true), .go(.advertised(arrival, by, partners, false))),
                    .word(CustomerDialogsMessages.wordYes, .go(.advertised(arrival, by, partners, true))),
                    .word(CustomerDialogsMessages.wordNo, .go(.advertised(arrival, by, partners, false))),
                ])
        case .advertised(let arrival, let by, let partners, let given):
            .asks(.record(.advertising(by, partners: names(partners)), nil, given: given)) { _ in .go(.thanks(arrival)) }

        case .thanks(let arrival):
            if let token = arrival.token {
                .asks(.redeem(token)) { if case .linked(let result) = $0 { .go(.linked(result)) } else { nil } }
            } else {
                Turn(says: CustomerDialogsMessages.consentThanks, hears: HomeDialog.ways)
            }

        case .linked(let result):
            Turn(says: [[CustomerDialogsMessages.consentThanks], [LinkDialog.words(of: result)]], hears: HomeDialog.ways)

        case .refused: .asks(.refuse) { _ in .go(.farewell) }
        case .farewell: Turn(says: CustomerDialogsMessages.refusedText, hears: [.exit(Label(CustomerDialogsMessages.refusedAgain), .start)])
        }
    }

    private static func greeting(_ arrival: Arrival, _ company: String?) -> [[Message]] {
        let hello = company.map { CustomerDialogsMessages.helloCompany(company: $0) } ?? CustomerDialogsMessages.helloPlain
        return (arrival.hadBadLink ? [[CustomerDialogsMessages.helloBadLink]] : []) + [[hello, CustomerDialogsMessages.helloPurpose]]
    }

    static func names(_ partners: [Partner]) -> String { partners.map(\.name).joined(separator: ", ") }

    /// One button a partner, which turns its own mark on and off.
    static func partnerButtons<D: Dialog>(_ partners: [Partner], _ chosen: [CompanyID], _ step: ([CompanyID]) -> D.Step) -> [Hears<D>] {
        partners.map { partner in
            let isOn = chosen.contains(partner.id)
            let word =
                isOn
                ? CustomerDialogsMessages.consentPartnerOn(name: partner.name)
                : CustomerDialogsMessages.consentPartnerOff(name: partner.name)
            return .button(Label(word), .go(step(toggled(partner, in: chosen))))
        }
    }

    /// A partner's typed name does what its button does, marked or not.
    static func partnerWords<D: Dialog>(_ partners: [Partner], _ chosen: [CompanyID], _ step: ([CompanyID]) -> D.Step) -> [Hears<D>] {
        partners.map { .word(CustomerDialogsMessages.consentPartnerOff(name: $0.name), .go(step(toggled($0, in: chosen)))) }
    }

    private static func toggled(_ partner: Partner, in chosen: [CompanyID]) -> [CompanyID] {
        chosen.contains(partner.id) ? chosen.filter { $0 != partner.id } : chosen + [partner.id]
    }

    static func doneLabel(_ chosen: [CompanyID]) -> Label {
        Label(
            chosen.isEmpty
                ? CustomerDialogsMessages.consentTransferNone : CustomerDialogsMessages.consentTransferDone(n: Int64(chosen.count)))
    }
}
