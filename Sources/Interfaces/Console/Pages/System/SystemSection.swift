import Accounts
import Hummingbird
import Localization

/// What the pages of the system have in common: who comes in.
enum SystemSection {
    static func mayWatch(_ account: Account) -> Bool { Access.allows(.watchSystem, to: account) }
    static func mayAdminister(_ account: Account) -> Bool { Access.allows(.administer, to: account) }

    static func requireWatch(_ visit: Visit) throws { guard mayWatch(visit.account) else { throw HTTPError(.notFound) } }
    static func requireAdministering(_ visit: Visit) throws { guard mayAdminister(visit.account) else { throw HTTPError(.notFound) } }

    static func tabs(for account: Account) -> [Layout.Tab] {
        let all = [Layout.Tab(path: "/system", words: ConsoleMessages.navSystem)]
        // A steward's own settings are the rules of matrix and needs.
        let settings = Layout.Tab(path: "/system/settings", words: ConsoleMessages.systemSettings)
        guard mayAdminister(account) else { return ModelSection.maySteer(account) ? all + [settings] : all }
        return all + [
            settings,
            Layout.Tab(path: "/system/companies", words: ConsoleMessages.systemCompanies),
            Layout.Tab(path: "/system/audit", words: ConsoleMessages.systemAudit),
            Layout.Tab(path: "/system/ledger", words: ConsoleMessages.systemLedger),
        ]
    }
}
