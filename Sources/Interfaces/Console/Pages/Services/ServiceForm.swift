import Catalogue
import Localization
import Vocabulary

/// What somebody wrote about a service, as it was typed.
struct ServiceForm: Sendable {
    var company = ""
    var audience = Audience.individual.rawValue
    var name = ""
    var nameEnglish = ""
    var need1 = ""
    var need2 = ""
    var rivalGroup = ""
    var minimumAge = ""
    var isCredit = false
    var isActive = true

    init() {}

    init(_ service: Service) {
        (company, audience) = (String(service.company.rawValue), service.audience.rawValue)
        (name, nameEnglish) = (service.name, service.nameEnglish)
        need1 = service.needs.first ?? ""
        need2 = service.needs.count > 1 ? service.needs[1] : ""
        rivalGroup = service.rivalGroup ?? ""
        minimumAge = service.minimumAge.map(String.init) ?? ""
        (isCredit, isActive) = (service.isCredit, service.isActive)
    }

    init(_ fields: FormFields) {
        (company, audience) = (fields["company"], fields["audience"])
        (name, nameEnglish) = (String(fields["name"].prefix(300)), String(fields["name_en"].prefix(300)))
        (need1, need2) = (fields["need1"], fields["need2"])
        (rivalGroup, minimumAge) = (String(fields["rivals"].prefix(200)), String(fields["age"].trimmingSpaces.prefix(20)))
        (isCredit, isActive) = (fields["credit"] == "1", fields["active"] == "1")
    }

    /// What the form of a change shows.
    var basis: FormBasis {
        FormBasis([name, nameEnglish, need1, need2, rivalGroup, minimumAge, isCredit ? "1" : "", isActive ? "1" : ""])
    }

    var draft: ServiceDraft {
        ServiceDraft(
            name: name, nameEnglish: nameEnglish, needs: [need1, need2].filter { !$0.isEmpty }, rivalGroup: rivalGroup,
            // What is no number is out of range, so that it is refused with the same words.
            minimumAge: minimumAge.isEmpty ? nil : Int(minimumAge) ?? 0, isCredit: isCredit, isActive: isActive)
    }
}

extension ServiceProblem {
    var words: Message {
        switch self {
        case .name, .nameEnglish: ConsoleMessages.serviceBadName
        case .nameTaken: ConsoleMessages.serviceNameTaken
        case .needs: ConsoleMessages.serviceBadNeeds
        case .rivalGroup: ConsoleMessages.serviceBadRivals
        case .minimumAge: ConsoleMessages.serviceBadAge
        case .alias: ConsoleMessages.serviceBadAlias
        case .newNeed: ConsoleMessages.needBad
        }
    }
}
