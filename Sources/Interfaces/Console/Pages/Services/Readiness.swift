import Catalogue
import Database
import Group
import Localization
import Offers
import Vocabulary

/// What keeps a service from being offered to anybody at all, whoever the client is.
struct Readiness: Sendable {
    let gaps: [Message]

    init(_ service: Service, _ company: Company?, hasText: Bool, terms: OfferTerms?, eridRequired: Bool, now: Instant) {
        var gaps: [Message] = []
        if !service.isActive { gaps.append(ConsoleMessages.readyInactive) }
        if !hasText || terms == nil { gaps.append(ConsoleMessages.readyNoText) }
        if let company, let terms {
            gaps += Marking.gaps(company: company, service: service, terms: terms, eridRequired: eridRequired).map(\.words)
        }
        if let end = terms?.validUntil, end <= now { gaps.append(ConsoleMessages.readyOver) }
        if company?.mayUseTelegram == false { gaps.append(ConsoleMessages.readyChannel) }
        self.gaps = gaps
    }

    func html(_ say: Speaker) -> HTML {
        guard !gaps.isEmpty else { return "<span class=\"stage won\">\(say(ConsoleMessages.readyYes))</span>" }
        let items: [HTML] = gaps.map { "<li>\(say($0))</li>" }
        return "<span class=\"stage waiting\">\(say(ConsoleMessages.readyNo))</span><ul class=\"gaps\">\(items)</ul>"
    }
}

extension OfferTerms {
    var priceWords: Message {
        guard let price else { return ConsoleMessages.priceOnRequest }
        return price == .zero ? ConsoleMessages.priceFree : ConsoleMessages.priceFrom(amount: price)
    }
}
