import Catalogue
import Foundation
import Localization
import Recommender
import Vocabulary

/// What the words of reasons need beside the reasons: names in the reader's language.
public struct ReasonNames: Sendable {
    private let services: [ServiceID: String]
    private let needs: [String: String]
    private let needsOfServices: [ServiceID: [String]]
    private let language: Language

    /// - Parameter needs: as ``CatalogueStore/needs(in:)`` gives them; a need without a translation keeps its own name.
    public init(services: [Service], needs: [String: Need], language: Language) {
        self.services = Dictionary(services.map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        self.needs = needs.mapValues { $0.name(in: language) }
        needsOfServices = Dictionary(services.map { ($0.id, $0.needs) }, uniquingKeysWith: { first, _ in first })
        self.language = language
    }

    public func service(_ id: ServiceID) -> String { services[id] ?? "№ \(id.rawValue)" }

    /// To stand within the language's quotation marks: marks of its own become the inner ones.
    func quotable(_ id: ServiceID) -> String {
        switch language {
        case .russian: service(id).replacing("«", with: "„").replacing("»", with: "“")
        case .english: service(id).replacing("“", with: "‘").replacing("”", with: "’")
        }
    }

    /// Each within quotation marks.
    func quoted(_ ids: [ServiceID]) -> String {
        ids.map { language == .russian ? "«\(quotable($0))»" : "“\(quotable($0))”" }.joined(separator: ", ")
    }

    /// In the middle of a sentence: names of needs begin with a capital only where they stand alone.
    func list(_ needs: [String]) -> String {
        needs.map { self.needs[$0] ?? $0 }.map { $0.prefix(1).lowercased() + $0.dropFirst() }.joined(separator: ", ")
    }
    func needs(of service: ServiceID) -> [String] { needsOfServices[service] ?? [] }

    /// One decimal, with the language's decimal sign.
    func decimal(_ number: Double) -> String {
        let text = String(format: "%.1f", number)
        return language == .russian ? text.replacing(".", with: ",") : text
    }
}

extension Recommendation {
    /// "Why me?" answered to the customer: at most two sentences that hold for anybody. They name no service that the person has, no
    /// company that knows them and no number (bank secrecy; personal data): only what the proposed service itself is.
    public func wordsForCustomer(_ names: ReasonNames) -> [Message] { reasons.wordsForCustomer(about: service, names) }

    /// Why, for staff: every kept reason with its numbers, the strongest first, what is linked by hand in one; never empty.
    public func wordsForStaff(_ names: ReasonNames) -> [Message] { reasons.wordsForStaff(names) }
}

extension [Reason] {
    public func wordsForCustomer(about service: ServiceID, _ names: ReasonNames) -> [Message] {
        var words: [Message] = []
        for reason in self {
            let sentence: Message? =
                switch reason {
                case .linked, .together: RecommendationsMessages.customerTogether
                // The service's own needs, all of them: which ones the client shares is the client's affair.
                case .needs, .needsAdded: RecommendationsMessages.customerNeeds(needs: names.list(names.needs(of: service)))
                case .acceptance: RecommendationsMessages.customerAcceptance
                case .popular: RecommendationsMessages.customerPopular
                // What the portrait or a like client says is the person's own affair.
                case .accepts, .portrait, .neighbours, .needsRemoved: nil
                }
            if let sentence, !words.contains(sentence) { words.append(sentence) }
        }
        return words.isEmpty ? [RecommendationsMessages.customerGeneral] : [Message](words.prefix(2))
    }

    public func wordsForStaff(_ names: ReasonNames) -> [Message] {
        let linked = compactMap { reason -> ServiceID? in if case .linked(let from) = reason { from } else { nil } }
        let words = compactMap { reason -> Message? in
            switch reason {
            // Said once, where the strongest stands.
            case .linked(let from): from == linked.first ? RecommendationsMessages.staffLinked(services: names.quoted(linked)) : nil
            case .together(let from, let lift):
                RecommendationsMessages.staffTogether(service: names.quotable(from), lift: names.decimal(lift))
            case .needs(let needs): RecommendationsMessages.staffNeeds(needs: names.list(needs))
            case .acceptance(let rate, let offers):
                RecommendationsMessages.staffAcceptance(percent: names.decimal(rate * 100), offers: Int64(offers))
            case .popular(let share, let clients):
                RecommendationsMessages.staffPopular(percent: names.decimal(share * 100), clients: Int64(clients))
            case .accepts(let count): RecommendationsMessages.staffAccepts(count: Int64(count))
            case .portrait: RecommendationsMessages.staffPortrait
            case .neighbours(let share): RecommendationsMessages.staffNeighbours(percent: names.decimal(share * 100))
            case .needsAdded(let needs, let by):
                RecommendationsMessages.staffNeedsAdded(by: by.joined(separator: ", "), needs: names.list(needs))
            case .needsRemoved(let needs, let by):
                RecommendationsMessages.staffNeedsRemoved(by: by.joined(separator: ", "), needs: names.list(needs))
            }
        }
        return words.isEmpty ? [RecommendationsMessages.staffNone] : words
    }
}

extension Exclusion {
    /// Why it is not proposed, for staff.
    public func words(_ names: ReasonNames) -> Message {
        switch self {
        case .wrongAudience: RecommendationsMessages.excludedWrongAudience
        case .inactive: RecommendationsMessages.excludedInactive
        case .owned: RecommendationsMessages.excludedOwned
        case .declinedLately(let until): RecommendationsMessages.excludedDeclinedLately(until: until)
        case .interestedLately(let until): RecommendationsMessages.excludedInterestedLately(until: until)
        case .tooYoung(let minimum): RecommendationsMessages.excludedTooYoung(age: Int64(minimum))
        case .ageUnknown(let minimum): RecommendationsMessages.excludedAgeUnknown(age: Int64(minimum))
        case .neverAfter(let service): RecommendationsMessages.excludedNeverAfter(service: names.quotable(service))
        case .notLinked: RecommendationsMessages.excludedNotLinked
        case .noSharedNeed: RecommendationsMessages.excludedNoSharedNeed
        case .needsRemoved(let needs, let by):
            RecommendationsMessages.excludedNeedsRemoved(needs: names.list(needs), by: by.joined(separator: ", "))
        case .unknownToModel: RecommendationsMessages.excludedUnknownToModel
        }
    }
}
