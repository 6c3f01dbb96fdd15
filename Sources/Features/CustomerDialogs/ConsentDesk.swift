import Clients
import Consents
import Group
import Leads
import Localization
import Offers
import Vocabulary

/// Consents at the desk: what is asked, kept word for word, read again and taken back.
extension LiveDesk {
    public func perform(_ request: WelcomeDialog.Request) throws -> WelcomeDialog.Fact? {
        switch request {
        case .readOperator(let company):
            let name = try company.flatMap { try CompanyStore().company($0, in: transaction) }?.name(in: language)
            return .isOperated(try operatorOfTheBot(), company: name)
        case .switchLanguage:
            try choose(language == .russian ? .english : .russian)
            return .done
        case .readPartners: return .partners(try partners())
        case .record(let words, let company, let given):
            try record(words, company, given: given)
            return .done
        case .refuse:
            try services.erasure.forgetRefuser(known(), keyring: services.keyring, at: services.now, in: transaction)
            customer = nil
            return .done
        case .redeem(let token): return .linked(try redeem(token))
        }
    }

    public func perform(_ request: ConsentsDialog.Request) throws -> ConsentsDialog.Fact? {
        let consents = ConsentStore()
        let customer = try known()
        switch request {
        case .look:
            let standing = try consents.standing(of: customer.id, in: transaction)
            let since = try consents.receipts(of: customer.id, in: transaction).last {
                $0.kind == .processing && $0.isGiven && $0.withdrawnAt == nil
            }?.at
            let names = WelcomeDialog.names(try partners().filter { standing.transfers.contains($0.id) })
            return .overview(.init(processingSince: since ?? customer.createdAt, advertising: standing.advertising, partners: names))
        case .readPartners:
            let all = try partners()
            let standing = try consents.standing(of: customer.id, in: transaction)
            return .partners(try operatorOfTheBot(), all, chosen: all.map(\.id).filter(standing.transfers.contains))
        case .readTexts: return .texts(try documents(of: customer.id))
        case .readBalance: return .balance(try balance(of: customer.id))
        case .forbidAds:
            try consents.withdraw(.advertising, by: customer.id, at: services.now, in: transaction)
            try withdrawQueuedOffers(of: customer.id)
            try reviewLeads()
            return .done
        case .erase:
            try withdrawQueuedOffers(of: customer.id)
            let clients = try ClientStore().clients(of: customer.id, in: transaction).map(\.id)
            try services.erasure.erase(customer, at: services.now, in: transaction)
            self.customer = nil
            // Their cards live on with the companies, but nothing that rested on this person's consents does.
            try reviewLeads(of: clients)
            return .done
        case .record(let words, let company, let given):
            try record(words, company, given: given)
            return .done
        }
    }

    public func perform(_ request: SettingsDialog.Request) throws -> SettingsDialog.Fact? {
        switch request {
        case .choose(let language):
            try choose(language)
            return .chosen
        case .readHoldings: return .holdings(try holdings())
        case .readOperator: return .isOperated(try operatorOfTheBot())
        }
    }

    // MARK: -

    private func operatorOfTheBot() throws -> Operator {
        let settings = SettingStore()
        return Operator(
            name: try settings.value(Settings.operatorName, in: transaction),
            inn: try settings.value(Settings.operatorINN, in: transaction),
            address: try settings.value(Settings.operatorAddress, in: transaction),
            mostAds: try settings.value(Settings.contactCap, in: transaction),
            days: try settings.value(Settings.contactCapDays, in: transaction))
    }

    private func partners() throws -> [WelcomeDialog.Partner] {
        try CompanyStore().all(in: transaction).map { WelcomeDialog.Partner(id: $0.id, name: $0.name(in: language)) }
    }

    private func record(_ words: ConsentWords, _ company: CompanyID?, given: Bool) throws {
        let text = ConsentText(kind: words.kind, language: language, text: services.plain(words.message, language))
        try ConsentStore().record(
            words.kind, company: company, given: given, by: known().id, text: text, message: pressedMessage, at: services.now,
            ids: services.ids,
            in: transaction)
        try reviewLeads()
    }

    /// What has not gone out yet never will.
    private func withdrawQueuedOffers(of customer: CustomerID) throws {
        for offer in try OfferStore().withdraw(of: customer, in: transaction) {
            try LeadService().withdraw(offer.lead, rule: "consent", by: "customer", at: services.now, in: transaction)
        }
    }

    private func choose(_ language: Language) throws {
        let id = try known().id
        try CustomerStore().choose(language, for: id, in: transaction)
        customer = try CustomerStore().customer(id, in: transaction)
    }

    /// Each document once, with the latest word on it; partners' answers to the same text are one document.
    private func documents(of customer: CustomerID) throws -> [ConsentsDialog.Document] {
        var latest: [ConsentReceipt] = []
        for receipt in try ConsentStore().receipts(of: customer, in: transaction) {
            latest.removeAll { $0.text == receipt.text && (receipt.kind != .transfer || !$0.isGiven || $0.withdrawnAt != nil) }
            if !latest.contains(where: { $0.text == receipt.text }) { latest.append(receipt) }
        }
        let allowed = try ConsentStore().standing(of: customer, in: transaction).transfers
        let names = WelcomeDialog.names(try partners().filter { allowed.contains($0.id) })
        return latest.map { receipt in
            let heading =
                if receipt.kind == .transfer, receipt.isGiven, receipt.withdrawnAt == nil, !names.isEmpty {
                    CustomerDialogsMessages.consentsTextGivenTo(day: receipt.at, partners: names)
                } else if let at = receipt.withdrawnAt {
                    CustomerDialogsMessages.consentsTextWithdrawn(day: at)
                } else if receipt.isGiven {
                    CustomerDialogsMessages.consentsTextGiven(day: receipt.at)
                } else {
                    CustomerDialogsMessages.consentsTextRefused(day: receipt.at)
                }
            return ConsentsDialog.Document(heading: heading, text: receipt.text.text)
        }
    }

    private func holdings() throws -> SettingsDialog.Holdings {
        let id = try known().id
        let clients = try ClientStore().clients(of: id, in: transaction)
        return SettingsDialog.Holdings(
            consents: try ConsentStore().receipts(of: id, in: transaction).count,
            hasAnswers: clients.contains(where: \.isOwnAnswer), cards: clients.count { !$0.isOwnAnswer },
            offers: try offersMade(to: id), points: try balance(of: id))
    }
}
