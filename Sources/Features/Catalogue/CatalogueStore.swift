import Database
import Group
import Vocabulary

/// What went wrong in the catalogue.
public enum CatalogueError: Error, Equatable, Sendable {
    /// A service serves one or two needs.
    case needs(ServiceID, count: Int)
    /// A link from a service to itself says nothing: what somebody has is never proposed to them anyway.
    case linkToItself(ServiceID)
    /// An alias has to have a letter or a digit.
    case emptyAlias
    case database(DatabaseError)
}

/// The services, the names people call them by, and the links between them. Small enough to be read whole.
public struct CatalogueStore: Sendable {
    public init() {}

    /// Every service, by id.
    public func all(in transaction: Transaction) throws(DatabaseError) -> [Service] {
        try services("SELECT * FROM service ORDER BY id", [], in: transaction)
    }

    public func service(_ id: ServiceID, in transaction: Transaction) throws(DatabaseError) -> Service? {
        try services("SELECT * FROM service WHERE id = $1", [id], in: transaction).first
    }

    /// The services that a company sells, by id.
    public func services(of company: CompanyID, in transaction: Transaction) throws(DatabaseError) -> [Service] {
        try services("SELECT * FROM service WHERE company_id = $1 ORDER BY id", [company], in: transaction)
    }

    /// Adds the service or replaces what was known about it. Its two names become aliases; a former name stays one, since old files still say it.
    public func save(_ service: Service, in transaction: Transaction) throws(CatalogueError) {
        guard (1...2).contains(service.needs.count) else { throw .needs(service.id, count: service.needs.count) }
        do {
            try transaction.execute(
                """
                INSERT INTO service (id, company_id, name, name_en, audience, need1, need2, rival_group, minimum_age, is_credit, is_active)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (id) DO UPDATE SET company_id = excluded.company_id, name = excluded.name, name_en = excluded.name_en,
                    audience = excluded.audience, need1 = excluded.need1, need2 = excluded.need2, rival_group = excluded.rival_group,
                    minimum_age = excluded.minimum_age, is_credit = excluded.is_credit, is_active = excluded.is_active
                """,
                [
                    service.id, service.company, service.name, service.nameEnglish, service.audience, service.needs[0],
                    service.needs.count > 1 ? service.needs[1] : "", service.rivalGroup, service.minimumAge, service.isCredit,
                    service.isActive,
                ])
        } catch { throw .database(error) }
        try addAlias(service.name, for: service.id, in: transaction)
        try addAlias(service.nameEnglish, for: service.id, in: transaction)
    }

    private func services(_ sql: String, _ arguments: [any Storable], in transaction: Transaction) throws(DatabaseError) -> [Service] {
        var services: [Service] = []
        for row in try transaction.rows(sql, arguments) { services.append(try Service(row)) }
        return services
    }
}

// MARK: - Names

extension CatalogueStore {
    /// Lets a product's name on a card mean this service. A repeat changes nothing; the same alias may belong to services of several companies.
    public func addAlias(_ alias: String, for service: ServiceID, in transaction: Transaction) throws(CatalogueError) {
        let folded = Folded(alias)
        guard !folded.isEmpty else { throw .emptyAlias }
        do {
            try transaction.execute(
                "INSERT INTO service_alias (folded, service_id) VALUES ($1, $2) ON CONFLICT (folded, service_id) DO NOTHING",
                [folded.text, service])
        } catch { throw .database(error) }
    }

    /// The services that each folded name may mean, in order of id.
    public func aliases(in transaction: Transaction) throws(DatabaseError) -> [String: [ServiceID]] {
        var aliases: [String: [ServiceID]] = [:]
        for row in try transaction.rows("SELECT folded, service_id FROM service_alias ORDER BY folded, service_id") {
            aliases[try row["folded"], default: []].append(try row["service_id"])
        }
        return aliases
    }

    /// The folded names of one service, in order.
    public func aliases(of service: ServiceID, in transaction: Transaction) throws(DatabaseError) -> [String] {
        var aliases: [String] = []
        for row in try transaction.rows("SELECT folded FROM service_alias WHERE service_id = $1 ORDER BY folded", [service]) {
            aliases.append(try row["folded"])
        }
        return aliases
    }

    /// - Returns: false when it was no name of that service.
    func removeAlias(_ folded: String, of service: ServiceID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute("DELETE FROM service_alias WHERE folded = $1 AND service_id = $2", [folded, service]) > 0
    }

    /// The service that a product's name means on a card of `company` about a client of `audience`.
    ///
    /// A service of the sending company wins, since that is what the client came for; a name that means several of its services, or services of
    /// several other companies, is left to a person. Services that are no longer sold match too: the card tells of the past.
    public func match(
        product: String, audience: Audience, company: CompanyID, in transaction: Transaction
    ) throws(DatabaseError) -> ProductMatch {
        let named = try services(
            """
            SELECT service.* FROM service_alias JOIN service ON service.id = service_alias.service_id
            WHERE service_alias.folded = $1 AND service.audience = $2 ORDER BY service.id
            """, [Folded(product).text, audience], in: transaction)
        let own = named.filter { $0.company == company }
        let meant = own.isEmpty ? named : own
        switch meant.count {
        case 0: return .none
        case 1: return .one(meant[0].id)
        default: return .several(meant.map(\.id))
        }
    }
}

// MARK: - Needs

extension CatalogueStore {
    /// Every need that has an English name, by its name.
    public func needs(in transaction: Transaction) throws(DatabaseError) -> [String: Need] {
        var needs: [String: Need] = [:]
        for row in try transaction.rows("SELECT * FROM need") {
            let need = Need(name: try row["name"], nameEnglish: try row["name_en"])
            needs[need.name] = need
        }
        return needs
    }

    /// Adds the need or changes its English name.
    public func save(_ need: Need, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO need (name, name_en) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name_en = excluded.name_en",
            [need.name, need.nameEnglish])
    }
}

// MARK: - Links

extension CatalogueStore {
    /// Every link of the matrix, by its two services.
    public func links(in transaction: Transaction) throws(DatabaseError) -> [ServiceLink] {
        var links: [ServiceLink] = []
        for row in try transaction.rows("SELECT * FROM service_link ORDER BY from_service, to_service") {
            links.append(ServiceLink(from: try row["from_service"], to: try row["to_service"], kind: try row["kind"]))
        }
        return links
    }

    /// Draws the link, or changes its kind.
    public func setLink(_ link: ServiceLink, in transaction: Transaction) throws(CatalogueError) {
        guard link.from != link.to else { throw .linkToItself(link.from) }
        do {
            try transaction.execute(
                """
                INSERT INTO service_link (from_service, to_service, kind) VALUES ($1, $2, $3)
                ON CONFLICT (from_service, to_service) DO UPDATE SET kind = excluded.kind
                """, [link.from, link.to, link.kind])
        } catch { throw .database(error) }
    }

    /// Takes the link out. Nothing happens when there is none.
    public func removeLink(from: ServiceID, to: ServiceID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM service_link WHERE from_service = $1 AND to_service = $2", [from, to])
    }
}

extension Service {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        let needs: [String] = [try row["need1"], try row["need2"]]
        self.init(
            id: try row["id"], company: try row["company_id"], name: try row["name"], nameEnglish: try row["name_en"],
            audience: try row["audience"], needs: needs.filter { !$0.isEmpty }, rivalGroup: try row["rival_group"],
            minimumAge: try row["minimum_age"], isCredit: try row["is_credit"], isActive: try row["is_active"])
    }
}
