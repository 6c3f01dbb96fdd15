import Catalogue
import Group
import Localization
import Vocabulary

/// What an ad lacks of what the law demands.
public enum MarkingGap: String, Sendable, CaseIterable {
    case legalName
    case inn
    /// The setting `erid.required` asks for a token.
    case erid
    case ageMark
    /// A credit whose ad names a price must name the full cost as well (38-FZ art. 28).
    case fullCost

    /// For staff.
    public var words: Message {
        switch self {
        case .legalName: OffersMessages.gapLegalName
        case .inn: OffersMessages.gapInn
        case .erid: OffersMessages.gapErid
        case .ageMark: OffersMessages.gapAgeMark
        case .fullCost: OffersMessages.gapFullCost
        }
    }
}

/// The lines that make an ad lawful (38-FZ art. 18.1 and 28, 436-FZ). It cannot be built with one of them missing, so no ad goes out unmarked.
public struct Marking: Hashable, Sendable {
    public let legalName: String
    public let inn: String
    public let erid: String?
    public let ageMark: AgeMark
    public let isCredit: Bool
    public let fullCost: ClosedRange<Int>?

    /// - Throws: ``OfferError/marking(_:)`` with everything that is missing.
    public init(company: Company, service: Service, terms: OfferTerms, eridRequired: Bool) throws(OfferError) {
        let gaps = Self.gaps(company: company, service: service, terms: terms, eridRequired: eridRequired)
        guard gaps.isEmpty, let ageMark = terms.ageMark else { throw .marking(gaps) }
        legalName = company.legalName
        inn = company.inn
        erid = terms.erid
        self.ageMark = ageMark
        isCredit = service.isCredit
        fullCost = service.isCredit ? terms.fullCost : nil
    }

    /// Everything that is missing.
    public static func gaps(company: Company, service: Service, terms: OfferTerms, eridRequired: Bool) -> [MarkingGap] {
        var gaps: [MarkingGap] = []
        if company.legalName.allSatisfy(\.isWhitespace) { gaps.append(.legalName) }
        if !isINN(company.inn) { gaps.append(.inn) }
        if eridRequired, terms.erid == nil { gaps.append(.erid) }
        if terms.ageMark == nil { gaps.append(.ageMark) }
        if service.isCredit, terms.price != nil, terms.fullCost == nil { gaps.append(.fullCost) }
        return gaps
    }

    /// The lines under the offer, the advertiser's first.
    public var lines: [Message] {
        var lines = [
            erid.map { OffersMessages.markingTokened(company: legalName, inn: inn, erid: $0, age: ageMark.rawValue) }
                ?? OffersMessages.markingPlain(company: legalName, inn: inn, age: ageMark.rawValue)
        ]
        if isCredit { lines.append(OffersMessages.markingRisk) }
        if let fullCost {
            let (from, to) = (Self.percent(fullCost.lowerBound), Self.percent(fullCost.upperBound))
            lines.append(
                from == to ? OffersMessages.markingFullCostOne(cost: from) : OffersMessages.markingFullCostRange(from: from, to: to))
        } else if isCredit {
            lines.append(OffersMessages.markingFullCostLater)
        }
        return lines
    }

    /// 10 digits of an organisation, 12 of an entrepreneur.
    private static func isINN(_ text: String) -> Bool {
        [10, 12].contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// The full cost of a credit is written with three decimals (353-FZ art. 6).
    private static func percent(_ thousandths: Int) -> Message {
        let rest = String(thousandths % 1000)
        return OffersMessages.percent(
            whole: Int64(thousandths / 1000), fraction: String(repeating: "0", count: 3 - rest.count) + rest)
    }
}
