import Vocabulary

/// Something that a person of the staff may or may not do.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    case seeLead = "see_lead"
    case takeLead = "take_lead"
    /// Say that the client was reached or not, and what came of the lead.
    case workLead = "work_lead"
    /// Send the client the offer through the bot.
    case messageClient = "message_client"
    case reassignLead = "reassign_lead"
    case addLead = "add_lead"
    /// A partner asks one's company for contacts of a client.
    case seeContactRequest = "see_contact_request"
    case answerContactRequest = "answer_contact_request"
    /// A client's card, by the company's own id, and reports of files that were sent.
    case seeClient = "see_client"
    /// Hand a personal link to the client, say what it needs.
    case workClient = "work_client"
    /// Take back what oneself sent, or somebody of one's part or company.
    case takeBackClients = "take_back_clients"
    /// Issue invitations and close accounts.
    case manageAccount = "manage_account"
    case giveGrant = "give_grant"
    /// Add departments and units, and rename them.
    case manageUnit = "manage_unit"
    /// Look at the threshold and the versions of the model.
    case viewModel = "view_model"
    /// Training, threshold, matrix and needs.
    case steerModel = "steer_model"
    /// QR codes and posters of a company.
    case printPoster = "print_poster"
    /// What a company sells, and how it is offered.
    case seeCatalogue = "see_catalogue"
    /// Texts and terms of offers; bundles, discounts, surveys.
    case editMarketing = "edit_marketing"
    /// Services, their names and limits.
    case editCatalogue = "edit_catalogue"
    /// Queues, timers and health; runs that are due, started by hand.
    case watchSystem = "watch_system"
    /// Settings, companies, the ledger and the audit log.
    case administer
}

/// How far from a person's own part of the group something lies.
public enum Reach: Hashable, Sendable, CaseIterable {
    /// One's own: the lead that one works on.
    case own
    /// Nobody's yet, in one's company.
    case free
    /// Somebody else's, in the part of the tree that one answers for.
    case part
    /// In another part of the tree, or another company.
    case elsewhere
}

/// The one place that decides who may do what: level, grants and how far it lies.
public enum Access {
    public static func allows(_ permission: Permission, level: Level, grants: Set<Grant>, reach: Reach) -> Bool {
        switch permission {
        case .seeLead: reach == .own || (reach == .free) || (reach == .part && level < .sales)
        // Founders and partners look on; heads pass leads on; sales work on them.
        case .takeLead: level == .sales && reach == .free
        case .workLead: level == .sales && reach == .own
        // A head may, while whoever works on the lead is away.
        case .messageClient: (level == .sales && reach == .own) || ([.department, .unit].contains(level) && reach == .part)
        case .reassignLead: [.department, .unit].contains(level) && reach != .elsewhere
        case .addLead: [.unit, .sales].contains(level) && reach != .elsewhere
        case .seeContactRequest: reach != .elsewhere
        // As with leads: founders and partners look on.
        case .answerContactRequest: level > .partner && reach != .elsewhere
        // Whose clients they are: people of the company, and founders, who look on.
        case .seeClient: reach != .elsewhere
        case .workClient: [.department, .unit, .sales].contains(level) && reach != .elsewhere
        // Whoever sent a wrong file or a false attestation stops it; a colleague's are the heads' to stop.
        case .takeBackClients: reach == .own || (reach == .part && level < .sales)
        case .manageAccount: reach == .part && (level < .sales || grants.contains(.administrator))
        case .giveGrant: reach == .part && (level == .founder || grants.contains(.administrator))
        case .manageUnit: (reach == .part && level <= .partner) || (reach != .elsewhere && grants.contains(.administrator))
        // There is one model for the whole group: whoever steers it sees all of it.
        case .viewModel: grants.contains(.steward) || (level <= .partner && reach == .part)
        case .steerModel: grants.contains(.steward)
        case .printPoster: reach != .elsewhere && (level < .sales || grants.contains(.marketer))
        case .seeCatalogue: reach != .elsewhere
        case .editMarketing: grants.contains(.marketer) && reach != .elsewhere
        case .editCatalogue: grants.contains(.administrator) && reach != .elsewhere
        case .watchSystem: level == .founder || !grants.isDisjoint(with: [.steward, .administrator])
        // Settings, the ledger and the log are the group's: an administrator of one company has that company alone.
        case .administer: grants.contains(.administrator) && reach != .elsewhere
        }
    }

    public static func allows(_ permission: Permission, to account: Account, reach: Reach = .own) -> Bool {
        account.isOpen && allows(permission, level: account.level, grants: account.grants, reach: reach)
    }
}

/// Which rows of a list lie within reach: what queries take for a condition, so that nothing beyond it is read.
public enum Sight: Hashable, Sendable {
    case everything
    case company(CompanyID)
    /// What people of these units hold, and what nobody of the company holds yet.
    case units([UnitID], of: CompanyID)
    /// What this person holds, and what nobody of the company holds yet.
    case person(AccountID, of: CompanyID)
    case nothing
}

extension Account {
    /// The leads that the person may see: ``Permission/seeLead`` as a condition.
    public func sightOfLeads(in tree: UnitTree) -> Sight {
        guard isOpen else { return .nothing }
        return switch (level, place) {
        case (.founder, .group): .everything
        case (.partner, .company(let company)): .company(company)
        case (.department, .unit(let unit, let company)), (.unit, .unit(let unit, let company)):
            .units(tree.part(under: unit), of: company)
        case (.sales, .unit(_, let company)): .person(id, of: company)
        default: .nothing
        }
    }

    /// How far a lead lies that this company has and that this person, of this unit, works on.
    public func reach(ofLeadAt company: CompanyID, holder: AccountID?, unit: UnitID?, in tree: UnitTree) -> Reach {
        if let holder, holder == id { return .own }
        guard answers(for: .company(company), in: tree) || place.company == company else { return .elsewhere }
        guard holder != nil else { return .free }
        return answers(for: unit.map { .unit($0, of: company) } ?? .company(company), in: tree) ? .part : .elsewhere
    }

    /// How far somebody of that level at that place lies: within one's part are only those below oneself, for administrators all of their place.
    public func reach(of level: Level, at place: Place, in tree: UnitTree) -> Reach {
        guard answers(for: place, in: tree) else { return .elsewhere }
        return level > self.level || grants.contains(.administrator) || self.level == .founder ? .part : .elsewhere
    }

    /// How far a company lies: `part` for whoever answers for all of it, `own` for who works in it. Nil: the group.
    public func reach(ofCompany company: CompanyID?) -> Reach {
        guard let company else { return place == .group ? .part : .elsewhere }
        switch place {
        case .group: return .part
        case .company(let own): return own == company ? .part : .elsewhere
        case .unit(_, let own): return own == company ? .own : .elsewhere
        }
    }

    /// Whether the place lies in the part of the tree that the person answers for.
    func answers(for other: Place, in tree: UnitTree) -> Bool {
        switch (place, other) {
        case (.group, _): true
        case (.company(let own), .company(let company)), (.company(let own), .unit(_, let company)): own == company
        case (.unit(let own, _), .unit(let unit, _)): tree.part(under: own).contains(unit)
        case (.company, .group), (.unit, .group), (.unit, .company): false
        }
    }
}
