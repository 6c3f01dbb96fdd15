import Database
import Group
import Vocabulary

/// Departments and units as people of the staff add and rename them, with the audit log in the same transaction.
public struct UnitDesk: Sendable {
    private let units = UnitStore()

    public init() {}

    /// Whether the person may add and rename units of the company.
    public static func mayManage(_ company: CompanyID, _ account: Account) -> Bool {
        Access.allows(.manageUnit, to: account, reach: account.reach(ofCompany: company))
    }

    /// A department, or a unit in a department.
    @discardableResult
    public func add(
        _ name: String, english: String, to company: CompanyID, in department: UnitID?, by account: Account, at now: Instant,
        in transaction: Transaction
    ) throws(AccountsError) -> Unit {
        guard Self.mayManage(company, account) else { throw .notAllowed }
        let (name, english) = try Self.names(name, english)
        let (tree, isKnown) = try AccountsError.storing { () throws(DatabaseError) in
            (try units.tree(in: transaction), try CompanyStore().company(company, in: transaction) != nil)
        }
        guard isKnown else { throw .notAllowed }
        if let department {
            guard let parent = tree[department], parent.isDepartment, parent.company == company else { throw .refused(.place) }
        }
        return try AccountsError.storing { () throws(DatabaseError) in
            let unit = try units.add(to: company, parent: department, name: name, nameEnglish: english, in: transaction)
            try audit("unit.added", unit, name, by: account, at: now, in: transaction)
            return unit
        }
    }

    public func rename(
        _ id: UnitID, to name: String, english: String, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(AccountsError) {
        let tree = try AccountsError.storing { () throws(DatabaseError) in try units.tree(in: transaction) }
        guard let unit = tree[id], Self.mayManage(unit.company, account) else { throw .notAllowed }
        let (name, english) = try Self.names(name, english)
        guard unit.name != name || unit.nameEnglish != english else { return }
        let renamed = Unit(id: id, company: unit.company, parent: unit.parent, name: name, nameEnglish: english)
        try AccountsError.storing { () throws(DatabaseError) in
            try units.save(renamed, in: transaction)
            try audit("unit.renamed", renamed, "\(unit.name) -> \(name)", by: account, at: now, in: transaction)
        }
    }

    /// Without an English name the Russian one stands for both.
    private static func names(_ name: String, _ english: String) throws(AccountsError) -> (String, String) {
        let english = english.isEmpty ? name : english
        for text in [name, english] {
            let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
            guard (1...80).contains(text.count), isPlain, text.contains(where: { !$0.isWhitespace }) else { throw .refused(.name) }
        }
        return (name, english)
    }

    private func audit(
        _ action: String, _ unit: Unit, _ detail: String, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try AuditStore().append(
            actor: account.login, action: action, subject: "unit \(unit.id.rawValue)", detail: detail, at: now, in: transaction)
    }
}
