import Accounts
import Database
import Group
import Hummingbird
import Leads
import Localization
import Vocabulary

/// `/staff`: accounts of one's own part of the tree, invitations, closing.
struct StaffRoutes: Sendable {
    let console: ConsoleSite

    /// Whether somebody at all could be in reach.
    static func mayManage(_ account: Account) -> Bool { Access.allows(.manageAccount, to: account, reach: .part) }

    func add(to router: Router<ConsoleContext>) {
        router.get("staff") { request, _ in
            try await console.page(request) { visit in
                var page = try await page(visit, StaffFilter(request))
                switch DoorRoutes.query(request, "done") {
                case "closed": page.news = ConsoleMessages.staffClosed
                case "changed": page.news = ConsoleMessages.staffChanged
                default: break
                }
                return .page(page.html)
            }
        }
        router.post("staff") { request, context in
            try await console.act(request, context) { visit, fields in try await issue(visit, fields, request) }
        }
        router.post("staff/{login}/invite") { request, context in
            try await console.act(request, context) { visit, _ in
                let (login, service, ids) = (try context.parameters.require("login"), service, console.ids)
                return try await answer(visit) { page in
                    let (token, account) = try await console.database.write { transaction in
                        let token = try service.inviteAgain(login, by: .account(visit.account), at: visit.now, ids: ids, in: transaction)
                        return (token, try AccountStore().account(login: login, in: transaction))
                    }
                    page.invitation = .init(
                        login: login, name: account?.name ?? "", link: console.invitationLink(token, request),
                        isAgain: account?.hasPassword ?? false)
                }
            }
        }
        router.post("staff/{login}/change") { request, context in
            try await console.act(request, context) { visit, fields in
                try await change(try context.parameters.require("login"), visit, fields)
            }
        }
        router.post("staff/{login}/close") { request, context in
            try await console.act(request, context) { visit, _ in
                let (login, service) = (try context.parameters.require("login"), service)
                do {
                    try await console.database.write { transaction in
                        let closed = try service.close(login, by: .account(visit.account), at: visit.now, in: transaction)
                        try LeadDesk().release(closed, in: transaction)
                    }
                } catch AccountsError.lastFounder {
                    return try await answer(visit) { $0.problem = ConsoleMessages.staffLastFounder }
                } catch AccountsError.unknownAccount { throw HTTPError(.notFound) }
                return .redirect(to: "/staff?done=closed", type: .normal)
            }
        }
    }

    /// The section's pages.
    static func tabs(for account: Account) -> [Layout.Tab] {
        (mayManage(account) ? [Layout.Tab(path: "/staff", words: ConsoleMessages.navStaff)] : [])
            + (UnitRoutes.mayManage(account) ? [Layout.Tab(path: "/units", words: ConsoleMessages.unitsTitle)] : [])
    }

    /// Another place, other grants.
    private func change(_ login: String, _ visit: Visit, _ fields: FormFields) async throws -> Response {
        let (service, draft, seen) = (service, StaffDraft(fields), fields["seen"])
        let mayGrant = Access.allows(.giveGrant, to: visit.account, reach: .part)
        let wanted = Set(draft.grants.compactMap(Grant.init))
        var problem: Message?
        do {
            try await console.database.write { transaction in
                guard let account = try AccountStore().account(login: login, in: transaction) else { throw AccountsError.unknownAccount }
                try StaffDraft.basis(account).check(seen)
                let (before, hasMoved) = try service.change(
                    login, place: draft.parsedPlace ?? account.place, grants: mayGrant ? wanted : account.grants,
                    by: .account(visit.account),
                    at: visit.now, in: transaction)
                if hasMoved { try LeadDesk().release(before.id, in: transaction) }
            }
            return .redirect(to: "/staff?done=changed", type: .normal)
        } catch AccountsError.unknownAccount { throw HTTPError(.notFound) } catch AccountsError.refused(let what) {
            problem = what.words
        } catch AccountsError.notAllowed { problem = ConsoleMessages.staffNotYours } catch ConsoleProblem.changedMeanwhile {
            problem = ConsoleMessages.formChangedMeanwhile
        }
        return try await answer(visit) { $0.problem = problem }
    }

    private var service: AccountService { AccountService(keyring: console.keyring) }

    private func page(_ visit: Visit, _ filter: StaffFilter = StaffFilter()) async throws -> StaffPage {
        // As with leads: whoever manages nobody has no such page.
        guard Self.mayManage(visit.account) else { throw HTTPError(.notFound) }
        return try await console.database.read { try StaffPage(visit, filter, in: $0) }
    }

    /// The page after something was done to it, so that an invitation, which is shown once, is not lost in a redirect.
    private func answer(_ visit: Visit, _ change: (inout StaffPage) async throws -> Void) async throws -> Response {
        var page = try await page(visit)
        do { try await change(&page) } catch AccountsError.unknownAccount { throw HTTPError(.notFound) }
        return .page(page.html, status: page.problem == nil && page.slip == nil ? .ok : .unprocessableContent)
    }

    private func issue(_ visit: Visit, _ fields: FormFields, _ request: Request) async throws -> Response {
        guard Self.mayManage(visit.account) else { throw HTTPError(.notFound) }
        let (service, ids) = (service, console.ids)
        let draft = StaffDraft(fields)
        var (problem, slip, made): (Message?, AccountProblem?, (account: Account, token: SecretToken)?)
        do {
            guard let wanted = draft.account else { throw AccountsError.refused(.place) }
            made = try await console.database.write { transaction in
                // A second press: the link of the first one is on no screen any more.
                if let fresh = try service.issueAgain(wanted, by: .account(visit.account), at: visit.now, ids: ids, in: transaction) {
                    return fresh
                }
                let (account, token) = try service.issue(wanted, by: .account(visit.account), at: visit.now, ids: ids, in: transaction)
                return (account: account, token: token)
            }
        } catch AccountsError.refused(let what) { slip = what } catch AccountsError.notAllowed {
            problem = ConsoleMessages.staffNotYours
        }
        let link = made.map { console.invitationLink($0.token, request) }
        return try await answer(visit) { page in
            page.problem = problem
            page.slip = slip.map { ($0.field, $0.words) }
            if problem != nil || slip != nil { page.draft = draft }
            if let made, let link { page.invitation = .init(login: made.account.login, name: made.account.name, link: link) }
        }
    }
}

extension ConsoleSite {
    /// Where an invited person goes: under the public address, else under the one that the head's browser came by.
    func invitationLink(_ token: SecretToken, _ request: Request) -> String {
        let base = configuration.publicAddress ?? request.head.authority.map { "http://\($0)" } ?? ""
        return "\(base)/invitation/\(token.text)"
    }
}

extension AccountProblem {
    /// Where the form of a new account asks for it.
    fileprivate var field: String {
        switch self {
        case .login, .loginTaken: "login"
        case .name: "name"
        case .place: "place"
        }
    }
}

/// The form of a new account, as it was typed.
struct StaffDraft: Sendable {
    var login = ""
    var name = ""
    var level = Level.sales.name
    /// `group`, a company's number, or company and unit: `1-2`.
    var place = ""
    var grants: [String] = []

    init() {}

    init(_ fields: FormFields) {
        login = String(fields["login"].trimmingSpaces.prefix(64))
        name = String(fields["name"].prefix(200))
        (level, place, grants) = (fields["level"], fields["place"], fields.all("grant"))
    }

    /// Nil when level or place is none of ours.
    var account: Account.Draft? {
        guard let level = Level(name: level), let place = parsedPlace else { return nil }
        return Account.Draft(login: login, name: name, level: level, place: place, grants: Set(grants.compactMap(Grant.init)))
    }

    var parsedPlace: Place? {
        if place == "group" { return .group }
        let parts = place.split(separator: "-").compactMap { Int($0) }
        switch (place.first?.isNumber, parts.count) {
        case (true?, 1): return .company(CompanyID(parts[0]))
        case (true?, 2): return .unit(UnitID(parts[1]), of: CompanyID(parts[0]))
        default: return nil
        }
    }

    /// What the form of a change shows.
    static func basis(_ account: Account) -> FormBasis { FormBasis([text(account.place)] + account.grants.sorted().map(\.rawValue)) }

    static func text(_ place: Place) -> String {
        switch place {
        case .group: "group"
        case .company(let company): "\(company.rawValue)"
        case .unit(let unit, let company): "\(company.rawValue)-\(unit.rawValue)"
        }
    }
}
