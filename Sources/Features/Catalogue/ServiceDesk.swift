import Database
import Group
import Vocabulary

/// A service as a person describes it. Whose it is and for whom does not change later: cards, leads and outcomes hang on it.
public struct ServiceDraft: Hashable, Sendable {
    public var name: String
    public var nameEnglish: String
    /// One or two of the known needs, the stronger first. Only for a new service: later they are changed where they have versions.
    public var needs: [String]
    /// Empty: nobody else of the group sells it.
    public var rivalGroup: String
    public var minimumAge: Int?
    public var isCredit: Bool
    public var isActive: Bool

    public init(
        name: String, nameEnglish: String, needs: [String] = [], rivalGroup: String = "", minimumAge: Int? = nil, isCredit: Bool = false,
        isActive: Bool = true
    ) {
        (self.name, self.nameEnglish, self.needs, self.rivalGroup) = (name, nameEnglish, needs, rivalGroup)
        (self.minimumAge, self.isCredit, self.isActive) = (minimumAge, isCredit, isActive)
    }
}

/// What is wrong with what somebody wrote about a service.
public enum ServiceProblem: Hashable, Sendable, CaseIterable {
    /// 1 to 150 characters, a letter or a digit among them, no control characters.
    case name, nameEnglish
    /// The company has a service of that name for that audience already.
    case nameTaken
    /// One or two different needs that are known.
    case needs
    /// At most 60 characters of one line.
    case rivalGroup
    /// 1 to 120 years.
    case minimumAge
    /// As ``name``; or a name that the service has already, or its only one.
    case alias
    /// As ``name``, in both languages, and no need is called so.
    case newNeed
}

/// Why the catalogue was not changed.
public enum ServiceRefusal: Error, Equatable, Sendable {
    case wrong([ServiceProblem])
    case unknownService(ServiceID)
    case catalogue(CatalogueError)
    case database(DatabaseError)

    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(ServiceRefusal) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}

/// People's changes of the catalogue: checked, and in the audit log within the same transaction.
public struct ServiceDesk: Sendable {
    private let store = CatalogueStore()

    public init() {}

    public func add(
        _ draft: ServiceDraft, of company: CompanyID, for audience: Audience, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) -> Service {
        let (known, needs) = try ServiceRefusal.storing { () throws(DatabaseError) in
            (try store.all(in: transaction), try store.needs(in: transaction))
        }
        var problems = Self.problems(of: draft)
        if !(1...2).contains(draft.needs.count) || Set(draft.needs).count != draft.needs.count
            || !draft.needs.allSatisfy({ needs[$0] != nil })
        {
            problems.append(.needs)
        }
        if Self.isTaken(draft.name, of: company, for: audience, among: known) { problems.append(.nameTaken) }
        guard problems.isEmpty else { throw .wrong(problems) }
        let service = Service(
            id: ServiceID((known.map(\.id.rawValue).max() ?? 0) + 1), company: company, name: draft.name.trimmed,
            nameEnglish: draft.nameEnglish.trimmed, audience: audience, needs: draft.needs, rivalGroup: draft.group,
            minimumAge: draft.minimumAge, isCredit: draft.isCredit, isActive: draft.isActive)
        try save(service, "service.added", by: actor, at: now, in: transaction)
        return service
    }

    /// Changes what is said about the service. The same again changes nothing.
    public func change(
        _ id: ServiceID, to draft: ServiceDraft, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) -> Service {
        let known = try ServiceRefusal.storing { () throws(DatabaseError) in try store.all(in: transaction) }
        guard let old = known.first(where: { $0.id == id }) else { throw .unknownService(id) }
        var problems = Self.problems(of: draft)
        let others = known.filter { $0.id != id }
        if Self.isTaken(draft.name, of: old.company, for: old.audience, among: others) { problems.append(.nameTaken) }
        guard problems.isEmpty else { throw .wrong(problems) }
        let service = Service(
            id: id, company: old.company, name: draft.name.trimmed, nameEnglish: draft.nameEnglish.trimmed, audience: old.audience,
            needs: old.needs, rivalGroup: draft.group, minimumAge: draft.minimumAge, isCredit: draft.isCredit, isActive: draft.isActive)
        if service != old { try save(service, "service.changed", by: actor, at: now, in: transaction) }
        return service
    }

    /// Lets a product's name in files mean the service.
    public func addAlias(
        _ alias: String, for service: Service, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) {
        guard Self.isName(alias) else { throw .wrong([.alias]) }
        let names = try ServiceRefusal.storing { () throws(DatabaseError) in try store.aliases(of: service.id, in: transaction) }
        guard !names.contains(Folded(alias).text) else { throw .wrong([.alias]) }
        do throws(CatalogueError) { try store.addAlias(alias, for: service.id, in: transaction) } catch { throw .catalogue(error) }
        try audit("service.alias_added", service.id, Folded(alias).text, by: actor, at: now, in: transaction)
    }

    /// The name means the service no more. Its two names of today stay.
    public func removeAlias(
        _ folded: String, of service: Service, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) {
        guard ![service.name, service.nameEnglish].contains(where: { Folded($0).text == folded }) else { throw .wrong([.alias]) }
        let isGone = try ServiceRefusal.storing { () throws(DatabaseError) in
            try store.removeAlias(folded, of: service.id, in: transaction)
        }
        if isGone { try audit("service.alias_removed", service.id, folded, by: actor, at: now, in: transaction) }
    }

    /// Makes a need that services can serve.
    public func addNeed(_ need: Need, by actor: String, at now: Instant, in transaction: Transaction) throws(ServiceRefusal) {
        let known = try ServiceRefusal.storing { () throws(DatabaseError) in try store.needs(in: transaction) }
        let made = Need(name: need.name.trimmed, nameEnglish: need.nameEnglish.trimmed)
        let isTaken = known.values.contains { Folded($0.name) == Folded(made.name) || Folded($0.nameEnglish) == Folded(made.nameEnglish) }
        guard [made.name, made.nameEnglish].allSatisfy({ Self.isName($0) && $0.count <= 80 }), !isTaken else { throw .wrong([.newNeed]) }
        try ServiceRefusal.storing { () throws(DatabaseError) in
            try store.save(made, in: transaction)
            try AuditStore().append(
                actor: actor, action: "need.added", subject: "need \(made.name)", detail: "", at: now, in: transaction)
        }
    }

    private func save(
        _ service: Service, _ action: String, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) {
        do throws(CatalogueError) { try store.save(service, in: transaction) } catch { throw .catalogue(error) }
        let detail =
            "\(service.isActive ? "active" : "not active")\(service.minimumAge.map { ", from \($0)" } ?? "")\(service.isCredit ? ", credit" : "")"
        try audit(action, service.id, detail, by: actor, at: now, in: transaction)
    }

    private func audit(
        _ action: String, _ service: ServiceID, _ detail: String, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(ServiceRefusal) {
        try ServiceRefusal.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: actor, action: action, subject: "service \(service.rawValue)", detail: detail, at: now, in: transaction)
        }
    }

    // MARK: Rules

    static func problems(of draft: ServiceDraft) -> [ServiceProblem] {
        var problems: [ServiceProblem] = []
        if !isName(draft.name) { problems.append(.name) }
        if !isName(draft.nameEnglish) { problems.append(.nameEnglish) }
        if draft.rivalGroup.count > 60 || hasControl(draft.rivalGroup) { problems.append(.rivalGroup) }
        if let age = draft.minimumAge, !(1...120).contains(age) { problems.append(.minimumAge) }
        return problems
    }

    private static func isName(_ text: String) -> Bool { text.count <= 150 && !Folded(text).isEmpty && !hasControl(text) }

    private static func hasControl(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    private static func isTaken(_ name: String, of company: CompanyID, for audience: Audience, among services: [Service]) -> Bool {
        services.contains { $0.company == company && $0.audience == audience && Folded($0.name) == Folded(name) }
    }
}

extension ServiceDraft {
    fileprivate var group: String? { rivalGroup.trimmed.isEmpty ? nil : rivalGroup.trimmed }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
