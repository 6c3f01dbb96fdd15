import Database
import Vocabulary

/// A part of a company: a department, or a unit in one.
public struct Unit: Hashable, Sendable {
    public let id: UnitID
    public let company: CompanyID
    /// The department that a unit is in; nil for departments.
    public let parent: UnitID?
    public let name: String
    public let nameEnglish: String

    public init(id: UnitID, company: CompanyID, parent: UnitID?, name: String, nameEnglish: String) {
        (self.id, self.company, self.parent, self.name, self.nameEnglish) = (id, company, parent, name, nameEnglish)
    }

    public var isDepartment: Bool { parent == nil }

    public func name(in language: Language) -> String {
        switch language {
        case .russian: name
        case .english: nameEnglish
        }
    }
}

/// The departments and units of all companies: some dozens, read whole.
public struct UnitTree: Hashable, Sendable {
    public let units: [UnitID: Unit]

    public init(_ units: [Unit]) { self.units = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }

    /// The unit and what is in it, by id.
    public func part(under root: UnitID) -> [UnitID] {
        units.values.filter { $0.id == root || $0.parent == root }.map(\.id).sorted()
    }

    /// Of one company, departments before what is in them.
    public func units(of company: CompanyID) -> [Unit] {
        let own = units.values.filter { $0.company == company }.sorted { $0.id < $1.id }
        return own.filter(\.isDepartment).flatMap { department in [department] + own.filter { $0.parent == department.id } }
    }

    public subscript(_ id: UnitID) -> Unit? { units[id] }
}

/// Departments and units.
public struct UnitStore: Sendable {
    public init() {}

    public func tree(in transaction: Transaction) throws(DatabaseError) -> UnitTree {
        UnitTree(
            try transaction.rows("SELECT * FROM staff_unit ORDER BY id").map { row throws(DatabaseError) in
                Unit(
                    id: try row["id"], company: try row["company_id"], parent: try row["parent_id"], name: try row["name"],
                    nameEnglish: try row["name_en"])
            })
    }

    /// Adds the unit or renames it. A repeat changes nothing.
    public func save(_ unit: Unit, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO staff_unit (id, company_id, parent_id, name, name_en) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en
            """, [unit.id, unit.company, unit.parent, unit.name, unit.nameEnglish])
    }

    /// Adds a department, or a unit of one, under the next free number.
    public func add(
        to company: CompanyID, parent: UnitID?, name: String, nameEnglish: String, in transaction: Transaction
    ) throws(DatabaseError) -> Unit {
        let last: Int = try transaction.row("SELECT coalesce(max(id), 0) AS id FROM staff_unit")?["id"] ?? 0
        let unit = Unit(id: UnitID(last + 1), company: company, parent: parent, name: name, nameEnglish: nameEnglish)
        try save(unit, in: transaction)
        return unit
    }
}

extension Account {
    /// The leads that the person may see, by the units as they are now.
    public func sightOfLeads(in transaction: Transaction) throws(DatabaseError) -> Sight {
        // Only heads of parts see by units.
        sightOfLeads(in: level == .department || level == .unit ? try UnitStore().tree(in: transaction) : UnitTree([]))
    }
}
