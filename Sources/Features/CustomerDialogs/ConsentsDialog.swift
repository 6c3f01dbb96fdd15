import Conversations
import Localization
import Vocabulary

/// What a person agreed to: to read again, to change one by one, or to take back.
public enum ConsentsDialog: Dialog {
    public typealias Partner = WelcomeDialog.Partner

    /// A document as it was shown, and what was said to it.
    public struct Document: Codable, Hashable, Sendable {
        public let heading: Message
        public let text: String

        public init(heading: Message, text: String) {
            self.heading = heading
            self.text = text
        }
    }
    public struct Overview: Codable, Hashable, Sendable {
        public let processingSince: Instant
        public let advertising: Bool
        /// Names of the partners that may receive data, for people.
        public let partners: String

        public init(processingSince: Instant, advertising: Bool, partners: String) {
            self.processingSince = processingSince
            self.advertising = advertising
            self.partners = partners
        }
    }
    public enum Step: Codable, Hashable, Sendable {
        case look, overview(Overview)
        case allowAds, adsQuestion(Operator, [Partner]), adsAllowed(Operator, [Partner])
        case forbidAds, adsStopped
        case partners, partnersQuestion(Operator, [Partner], before: [CompanyID], chosen: [CompanyID])
        case savePartners(Operator, [Partner], before: [CompanyID], chosen: [CompanyID]), saved
        case texts, reading([Document], Int)
        case erase(isWithdrawal: Bool), eraseQuestion(Points, isWithdrawal: Bool), erasing(isWithdrawal: Bool), erased(isWithdrawal: Bool)
    }
    public enum Request: Equatable, Sendable {
        case look, readPartners, readTexts, readBalance, forbidAds, erase
        case record(ConsentWords, CompanyID?, given: Bool)
    }
    public enum Fact: Sendable {
        case overview(Overview)
        case partners(Operator, [Partner], chosen: [CompanyID])
        case texts([Document])
        case balance(Points)
        case done
    }

    public typealias Exit = Destination
    public static let name = "consents"
    public static let opening = Step.look

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .look: .asks(.look) { if case .overview(let overview) = $0 { .go(.overview(overview)) } else { nil } }
        case .overview(let now):
            Turn(
                says: [
                    [CustomerDialogsMessages.consentsTitle],
                    [
                        CustomerDialogsMessages.consentsProcessing(day: now.processingSince),
                        now.partners.isEmpty
                            ? CustomerDialogsMessages.consentsPartnersNone
                            : CustomerDialogsMessages.consentsPartners(partners: now.partners),
                        now.advertising ? CustomerDialogsMessages.consentsAdsOn : CustomerDialogsMessages.consentsAdsOff,
                    ],
                ],
                hears: [
                    now.advertising
                        ? .button(Label(CustomerDialogsMessages.consentsForbidAds), .go(.forbidAds))
                        : .button(Label(CustomerDialogsMessages.consentsAllowAds), .go(.allowAds)),
                    .exit(Label(CustomerDialogsMessages.consentsEditPartners), .partners),
                    .exit(Label(CustomerDialogsMessages.consentsRead), .consentTexts),
                    .button(Label(CustomerDialogsMessages.consentsWithdraw), .go(.erase(isWithdrawal: true))),
                    .exit(Label(CustomerDialogsMessages.wordBack), .settings),
                ])

        case .allowAds: .asks(.readPartners) { if case .partners(let by, let all, _) = $0 { .go(.adsQuestion(by, all)) } else { nil } }
        case .adsQuestion(let by, let all):
            Turn(
                says: [
                    [ConsentWords.advertising(by, partners: WelcomeDialog.names(all)).message],
                    [CustomerDialogsMessages.consentAdvertisingQuestion],
                ],
                hears: [
                    .button(Label(CustomerDialogsMessages.consentAdvertisingYes), .go(.adsAllowed(by, all))),
                    .exit(Label(CustomerDialogsMessages.consentAdvertisingNo, beside: true), .consents),
                    .word(CustomerDialogsMessages.wordYes, .go(.adsAllowed(by, all))),
                    .word(CustomerDialogsMessages.wordNo, .leave(.consents)),
                ])
        case .adsAllowed(let by, let all):
            .asks(.record(.advertising(by, partners: WelcomeDialog.names(all)), nil, given: true)) { _ in .go(.saved) }
        case .forbidAds: .asks(.forbidAds) { _ in .go(.adsStopped) }
        case .adsStopped: Turn(says: CustomerDialogsMessages.adsStopped, hears: ways)

        case .partners:
            .asks(.readPartners) { fact in
                if case .partners(let by, let all, let chosen) = fact {
                    .go(.partnersQuestion(by, all, before: chosen, chosen: chosen))
                } else {
                    nil
                }
            }
        case .partnersQuestion(let by, let all, let before, let chosen):
            Turn(
                says: [
                    [ConsentWords.transfer(by, partners: WelcomeDialog.names(all)).message],
                    [CustomerDialogsMessages.consentTransferQuestion],
                ],
                hears: WelcomeDialog.partnerButtons(all, chosen) { .partnersQuestion(by, all, before: before, chosen: $0) } + [
                    .button(WelcomeDialog.doneLabel(chosen), .go(.savePartners(by, all, before: before, chosen: chosen))),
                    .exit(Label(CustomerDialogsMessages.wordBack), .consents),
                    .word(CustomerDialogsMessages.wordDone, .go(.savePartners(by, all, before: before, chosen: chosen))),
                ] + WelcomeDialog.partnerWords(all, chosen) { .partnersQuestion(by, all, before: before, chosen: $0) })
        case .savePartners(let by, let all, let before, let chosen):
            Turn(
                does: all.filter { before.contains($0.id) != chosen.contains($0.id) }.map {
                    .record(.transfer(by, partners: WelcomeDialog.names(all)), $0.id, given: chosen.contains($0.id))
                } + [.readPartners],
                hears: [.fact { if case .partners = $0 { .go(.saved) } else { nil } }])
        case .saved: Turn(says: CustomerDialogsMessages.consentsSaved, hears: ways)

        case .texts: .asks(.readTexts) { if case .texts(let texts) = $0 { .go(.reading(texts, 0)) } else { nil } }
        case .reading(let texts, let page):
            Turn(
                says: texts.indices.contains(page)
                    ? [[texts[page].heading], [CustomerDialogsMessages.consentsText(text: texts[page].text)]]
                    : [[CustomerDialogsMessages.consentsTitle]],
                hears: (page + 1 < texts.count ? [.button(Label(CustomerDialogsMessages.wordNext), .go(.reading(texts, page + 1)))] : [])
                    + [.exit(Label(CustomerDialogsMessages.wordBack), .consents)])

        case .erase(let isWithdrawal):
            .asks(.readBalance) {
                if case .balance(let points) = $0 { .go(.eraseQuestion(points, isWithdrawal: isWithdrawal)) } else { nil }
            }
        case .eraseQuestion(let points, let isWithdrawal):
            Turn(
                says: [[CustomerDialogsMessages.eraseAsk]]
                    + (points > .zero ? [[CustomerDialogsMessages.erasePoints(n: points.count)]] : []),
                hears: [
                    .button(Label(CustomerDialogsMessages.eraseYes), .go(.erasing(isWithdrawal: isWithdrawal))),
                    .exit(Label(CustomerDialogsMessages.eraseNo, beside: true), .settings),
                ])
        case .erasing(let isWithdrawal): .asks(.erase) { _ in .go(.erased(isWithdrawal: isWithdrawal)) }
        case .erased(let isWithdrawal):
            Turn(
                says: isWithdrawal ? CustomerDialogsMessages.eraseWithdrawn : CustomerDialogsMessages.eraseDone,
                hears: [.exit(Label(CustomerDialogsMessages.refusedAgain), .start)])
        }
    }

    private static var ways: [Hears<Self>] {
        [
            .exit(Label(CustomerDialogsMessages.settingsConsents), .consents),
            .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
        ]
    }
}
