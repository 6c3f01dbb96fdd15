import Catalogue
import Database
import Group
import Vocabulary

/// What became of the needs of one service or client in a version.
public enum NeedChange: Hashable, Sendable {
    case service(ServiceID, before: [String], after: [String])
    case client(ClientID, need: String, before: NeedMark?, after: NeedMark?)

    var reversed: NeedChange {
        switch self {
        case .service(let service, let before, let after): .service(service, before: after, after: before)
        case .client(let client, let need, let before, let after): .client(client, need: need, before: after, after: before)
        }
    }
}

/// Why the needs were not changed. Nothing is changed then.
public enum NeedError: Error, Equatable, Sendable {
    /// A service serves two needs at most; these are its own.
    case isFull(ServiceID, needs: [String])
    /// A service serves one need at least.
    case isLast(ServiceID)
    case isNotServed(ServiceID)
    /// The client has no such need, neither by its services nor by what somebody said.
    case isNotHeld
    case version(VersionError)
    case database(DatabaseError)
}

/// Needs of services and clients as people change them: every act is one version, audited, and can be taken back.
public struct NeedBook: Sendable {
    private let log = VersionLog(of: .needs)
    private let clients = ClientNeedStore()

    public init() {}

    /// Lets the service serve the need, as the stronger of the two if so wanted. Nil: it did before.
    public func add(
        _ need: String, to service: Service, first: Bool = false, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion? {
        let others = service.needs.filter { $0 != need }
        guard others.count < 2 else { throw .isFull(service.id, needs: service.needs) }
        let isKnown = service.needs.contains(need)
        let after = first ? [need] + others : isKnown ? service.needs : others + [need]
        guard after != service.needs else { return nil }
        return try write(.add, [.service(service.id, before: service.needs, after: after)], note, in: transaction)
    }

    public func remove(
        _ need: String, from service: Service, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion {
        guard service.needs.contains(need) else { throw .isNotServed(service.id) }
        let after = service.needs.filter { $0 != need }
        guard !after.isEmpty else { throw .isLast(service.id) }
        return try write(.remove, [.service(service.id, before: service.needs, after: after)], note, in: transaction)
    }

    /// Lets the service serve exactly these needs, the stronger first, as one version. Nil: it did before.
    public func set(
        _ needs: [String], of service: Service, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion? {
        guard !needs.isEmpty else { throw .isLast(service.id) }
        guard needs.count <= 2 else { throw .isFull(service.id, needs: service.needs) }
        guard needs != service.needs else { return nil }
        let act: VersionAct = Set(needs).isSubset(of: service.needs) && needs.count < service.needs.count ? .remove : .add
        return try write(act, [.service(service.id, before: service.needs, after: needs)], note, in: transaction)
    }

    /// Says that the client has the need. Nil: it is held already.
    public func add(
        _ need: String, to client: ClientID, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion? {
        let held = try self.held(need, by: client, in: transaction)
        guard held?.isHeld != true else { return nil }
        // What was taken away and follows from the services simply counts again.
        let after: NeedMark? = held.map { $0.services.isEmpty } ?? true ? .added : nil
        return try write(.add, [.client(client, need: need, before: held?.mark, after: after)], note, in: transaction)
    }

    /// Says that the client has no such need, whatever it took. Nil: that was said before.
    public func remove(
        _ need: String, from client: ClientID, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion? {
        guard let held = try held(need, by: client, in: transaction) else { throw .isNotHeld }
        guard held.isHeld else { return nil }
        let after: NeedMark? = held.services.isEmpty ? nil : .removed
        return try write(.remove, [.client(client, need: need, before: held.mark, after: after)], note, in: transaction)
    }

    /// Takes a version back by a new one, the latest that stands unless another is named. Taking back what took something back restores it.
    public func undo(
        version number: Int? = nil, _ note: VersionNote, in transaction: Transaction
    ) throws(NeedError) -> (undone: CatalogueVersion, version: CatalogueVersion) {
        let undone: CatalogueVersion
        do throws(VersionError) { undone = try log.undoable(number, in: transaction) } catch { throw .version(error) }
        let changes = try Self.storing { () throws(DatabaseError) in
            try self.changes(of: undone.number, in: transaction).map(\.reversed)
        }
        for change in changes where try !isPresent(change, in: transaction) { throw .version(.changedSince(undone.number)) }
        let version = try write(.undo, changes, note, undoes: undone, in: transaction)
        return (undone, version)
    }

    /// The latest versions with what they changed, latest first.
    public func history(
        _ limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [(version: CatalogueVersion, changes: [NeedChange])] {
        var history: [(version: CatalogueVersion, changes: [NeedChange])] = []
        for version in try log.latest(limit, in: transaction) {
            history.append((version, try changes(of: version.number, in: transaction)))
        }
        return history
    }

    private func held(_ need: String, by client: ClientID, in transaction: Transaction) throws(NeedError) -> ClientNeed? {
        try Self.storing { () throws(DatabaseError) in try clients.needs(of: client, in: transaction) }.first { $0.need == need }
    }

    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(NeedError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}

// MARK: - Rows

extension NeedBook {
    public func changes(of version: Int, in transaction: Transaction) throws(DatabaseError) -> [NeedChange] {
        var changes: [NeedChange] = []
        for row in try transaction.rows("SELECT * FROM service_need_change WHERE version = $1 ORDER BY service_id", [version]) {
            let (before, after): ([String], [String]) = (
                [try row["before1"], try row["before2"]], [try row["after1"], try row["after2"]]
            )
            changes.append(.service(try row["service_id"], before: before.filter { !$0.isEmpty }, after: after.filter { !$0.isEmpty }))
        }
        for row in try transaction.rows("SELECT * FROM client_need_change WHERE version = $1 ORDER BY client_id, need", [version]) {
            changes.append(
                .client(try row["client_id"], need: try row["need"], before: try row["mark_before"], after: try row["mark_after"]))
        }
        return changes
    }

    /// Whether what the change starts from is what holds now.
    private func isPresent(_ change: NeedChange, in transaction: Transaction) throws(NeedError) -> Bool {
        try Self.storing { () throws(DatabaseError) in
            switch change {
            case .service(let service, let before, _): try CatalogueStore().service(service, in: transaction)?.needs == before
            case .client(let client, let need, let before, _): try clients.mark(of: need, client: client, in: transaction) == before
            }
        }
    }

    private func write(
        _ act: VersionAct, _ changes: [NeedChange], _ note: VersionNote, undoes: CatalogueVersion? = nil, in transaction: Transaction
    ) throws(NeedError) -> CatalogueVersion {
        let version = try Self.storing { () throws(DatabaseError) in
            let version = try log.append(act, note, undoes: undoes?.number, in: transaction)
            if let undoes { try log.markUndone(undoes, by: version.number, in: transaction) }
            return version
        }
        for change in changes { try write(change, version.number, in: transaction) }
        try Self.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: note.actor, action: "needs.\(act.rawValue)", subject: "needs version \(version.number)",
                detail: Self.words(changes, undoes: undoes?.number), at: note.at, in: transaction)
        }
        return version
    }

    private func write(_ change: NeedChange, _ version: Int, in transaction: Transaction) throws(NeedError) {
        switch change {
        case .service(let id, let before, let after):
            let service = try Self.storing { () throws(DatabaseError) in
                func second(_ needs: [String]) -> String { needs.count > 1 ? needs[1] : "" }
                try transaction.execute(
                    """
                    INSERT INTO service_need_change (version, service_id, before1, before2, after1, after2) VALUES ($1, $2, $3, $4, $5, $6)
                    """, [version, id, before.first ?? "", second(before), after.first ?? "", second(after)])
                return try CatalogueStore().service(id, in: transaction)
            }
            guard var service else { return }
            service.needs = after
            do throws(VersionError) {
                try VersionError.changing { () throws(CatalogueError) in try CatalogueStore().save(service, in: transaction) }
            } catch { throw .version(error) }
        case .client(let client, let need, let before, let after):
            try Self.storing { () throws(DatabaseError) in
                try transaction.execute(
                    """
                    INSERT INTO client_need_change (version, client_id, need, mark_before, mark_after) VALUES ($1, $2, $3, $4, $5)
                    """, [version, client, need, before, after])
                try clients.set(after, of: need, client: client, version: version, in: transaction)
            }
        }
    }

    /// For the audit log, which is never changed: it names no client.
    private static func words(_ changes: [NeedChange], undoes: Int?) -> String {
        let words = changes.map { change in
            switch change {
            case .service(let service, _, let after): "service \(service.rawValue): \(after.joined(separator: ", "))"
            case .client: "a client"
            }
        }
        return ((undoes.map { ["takes back version \($0)"] } ?? []) + words).joined(separator: "; ")
    }
}
