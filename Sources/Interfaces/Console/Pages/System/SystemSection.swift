import Accounts
import Hummingbird
import Localization
import Vocabulary

/// What the pages of the system have in common: who comes in.
enum SystemSection {
    static func mayWatch(_ account: Account) -> Bool { Access.allows(.watchSystem, to: account) }
    /// What belongs to the whole group; a company: how that one is served.
    static func mayAdminister(_ account: Account, _ company: CompanyID? = nil) -> Bool {
        Access.allows(.administer, to: account, reach: account.reach(ofCompany: company))
    }

    static func requireWatch(_ visit: Visit) throws { guard mayWatch(visit.account) else { throw HTTPError(.notFound) } }
    static func requireAdministering(_ visit: Visit) throws { guard mayAdminister(visit.account) else { throw HTTPError(.notFound) } }

    static func tabs(for account: Account) -> [Layout.Tab] {
        let all = [Layout.Tab(path: "/system", words: ConsoleMessages.navSystem)]
        // A steward's own settings are the rules of matrix and needs.
        let settings = Layout.Tab(path: "/system/settings", words: ConsoleMessages.systemSettings)
        let companies = Layout.Tab(path: "/system/companies", words: ConsoleMessages.systemCompanies)
        guard mayAdminister(account) else {
            return all + (ModelSection.maySteer(account) ? [settings] : [])
                + (mayAdminister(account, account.place.company) ? [companies] : [])
        }
        return all + [
            settings, companies,
            Layout.Tab(path: "/system/audit", words: ConsoleMessages.systemAudit),
            Layout.Tab(path: "/system/ledger", words: ConsoleMessages.systemLedger),
        ]
    }
}
