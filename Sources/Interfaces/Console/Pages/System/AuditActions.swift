import Localization

extension AuditWords {
    func action(_ action: String) -> String {
        let message: Message? =
            switch action {
            case "account.issued": ConsoleMessages.auditAccountIssued
            case "account.invited": ConsoleMessages.auditAccountInvited
            case "account.closed": ConsoleMessages.auditAccountClosed
            case "account.password_changed": ConsoleMessages.auditAccountPasswordChanged
            case "account.password_chosen": ConsoleMessages.auditAccountPassword
            case "account.changed": ConsoleMessages.auditAccountChanged
            case "lead.won": ConsoleMessages.auditLeadWon
            case "lead.lost": ConsoleMessages.auditLeadLost
            case "lead.given_back": ConsoleMessages.auditLeadReturned
            case "lead.taken": ConsoleMessages.auditLeadTaken
            case "lead.contacted": ConsoleMessages.auditLeadContacted
            case "lead.not_reached": ConsoleMessages.auditLeadNotReached
            case "lead.messaged": ConsoleMessages.auditLeadMessaged
            case "lead.reassigned": ConsoleMessages.auditLeadReassigned
            case "lead.released": ConsoleMessages.auditLeadReleased
            case "leads.exported": ConsoleMessages.auditLeadsExported
            case "contacts.asked": ConsoleMessages.auditContactsAsked
            case "contacts.answered": ConsoleMessages.auditContactsAnswered
            case "clients.sent": ConsoleMessages.auditClientsSent
            case "clients.taken_back": ConsoleMessages.auditClientsTakenBack
            case "clients.taken_back_done": ConsoleMessages.auditClientsTakenBackDone
            case "client.added": ConsoleMessages.auditClientAdded
            case "product.named": ConsoleMessages.auditProductNamed
            case "link.issued": ConsoleMessages.auditLinkIssued
            case "link.revoked": ConsoleMessages.auditLinkRevoked
            case "offer_text.changed": ConsoleMessages.auditTextChanged
            case "offer_text.restored": ConsoleMessages.auditTextRestored
            case "offer_terms.changed": ConsoleMessages.auditTermsChanged
            case "offer_terms.restored": ConsoleMessages.auditTermsRestored
            case "service.added": ConsoleMessages.auditServiceAdded
            case "service.changed": ConsoleMessages.auditServiceChanged
            case "service.alias_added": ConsoleMessages.auditAliasAdded
            case "service.alias_removed": ConsoleMessages.auditAliasRemoved
            case "filter.saved", "filter.renamed", "filter.deleted": ConsoleMessages.auditFilterChanged
            case "company.added": ConsoleMessages.auditCompanyAdded
            case "setting.changed": ConsoleMessages.auditSettingChanged
            case "threshold.changed": ConsoleMessages.auditThresholdChanged
            case "links.add", "links.accept", "links.remove", "links.decline", "links.import", "links.undo":
                ConsoleMessages.auditLinksChanged
            case "needs.add", "needs.remove", "needs.undo": ConsoleMessages.auditNeedsChanged
            case "model.chosen": ConsoleMessages.auditModelChosen
            case "training.requested": ConsoleMessages.auditTrainingRequested
            case "pipeline.requested": ConsoleMessages.auditPipelineRequested
            case "need.added": ConsoleMessages.auditNeedAdded
            case "company.changed": ConsoleMessages.auditCompanyChanged
            case "campaign.added", "campaign.renamed": ConsoleMessages.auditCampaignChanged
            case "unit.added", "unit.renamed": ConsoleMessages.auditUnitChanged
            case "attestation.saved": ConsoleMessages.auditAttestation
            case "demo.made": ConsoleMessages.auditDemo
            default: nil
            }
        return message.map { say($0) } ?? action
    }

    func family(_ family: String) -> String {
        let message: Message? =
            switch family {
            case "account": ConsoleMessages.auditAccounts
            case "lead", "leads": ConsoleMessages.navLeads
            case "setting": ConsoleMessages.systemSettings
            case "threshold": ConsoleMessages.modelThreshold
            case "links": ConsoleMessages.modelLinks
            case "need", "needs": ConsoleMessages.modelNeeds
            case "model": ConsoleMessages.modelVersions
            case "training": ConsoleMessages.versionsTraining
            case "company": ConsoleMessages.systemCompanies
            case "campaign": ConsoleMessages.postersCampaigns
            case "unit": ConsoleMessages.auditUnits
            case "pipeline": ConsoleMessages.auditPipeline
            case "attestation": ConsoleMessages.auditAttestations
            case "contacts": ConsoleMessages.navRequests
            case "clients": ConsoleMessages.auditClientsSent
            case "link": ConsoleMessages.auditLinks
            case "service": ConsoleMessages.navCatalogue
            case "offer_text": ConsoleMessages.auditTexts
            case "offer_terms": ConsoleMessages.auditTerms
            default: nil
            }
        return message.map { say($0) } ?? family
    }
}
