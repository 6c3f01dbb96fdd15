import Catalogue
import Database
import Group
import Vocabulary

/// A version of a threshold: who changed it, when, from what to what, and why.
public struct ThresholdChange: Hashable, Sendable {
    /// Its place in the history, from 1.
    public let seq: Int
    public let scope: ThresholdScope
    /// Nil: the scope followed the wider one.
    public let from: Int?
    public let to: Int?
    /// Offers may pass that did not before.
    public let isLowered: Bool
    /// The change that this one took back.
    public let undoes: Int?
    public let actor: String
    public let at: Instant
    public let why: String
}

/// Why a threshold was not changed. Nothing was written.
public enum ThresholdRefusal: Error, Hashable, Sendable {
    /// Somebody changed it since the preview was made.
    case changedMeanwhile(ThresholdChange?)
    case nothingToUndo
    /// The group's threshold cannot follow another.
    case groupFollowsNone
    case outOfRange
}

/// Thresholds and their versions. The group's is the setting `lead.threshold`; versions of all scopes are appended, never changed.
///
/// Whoever changes the setting by itself makes a version too: it is told by the setting's value, and written down with the next change here.
public struct ThresholdStore: Sendable {
    private let settings = SettingStore()

    public init() {}

    public func current(in transaction: Transaction) throws(LeadsError) -> Thresholds {
        var thresholds = Thresholds(group: try group(in: transaction))
        for (scope, rating) in try latest(in: transaction) where scope != .group {
            thresholds = thresholds.with(rating, for: scope)
        }
        return thresholds
    }

    /// The latest first.
    public func history(of scope: ThresholdScope? = nil, in transaction: Transaction) throws(LeadsError) -> [ThresholdChange] {
        var changes = try rows("ORDER BY seq DESC", [], in: transaction)
        if let outside = try outside(in: transaction) { changes.insert(outside, at: 0) }
        return changes.filter { scope == nil || $0.scope == scope }
    }

    /// When a threshold last went down: cards that were turned down before are looked at again.
    public func lastLowered(in transaction: Transaction) throws(LeadsError) -> Instant? {
        let written = try LeadsError.storing { () throws(DatabaseError) -> Instant? in
            try transaction.row("SELECT max(at) AS at FROM lead_threshold WHERE is_lowered = 1")?["at"]
        }
        let outside = try outside(in: transaction).flatMap { $0.isLowered ? $0.at : nil }
        return [written, outside].compactMap { $0 }.max()
    }

    /// Changes the scope's own threshold; the same again changes nothing.
    /// - Parameters:
    ///   - rating: nil: the scope follows the wider one again.
    ///   - before: the scope's own threshold when the person decided.
    /// - Returns: nil when it was so before.
    @discardableResult
    public func set(
        _ scope: ThresholdScope, to rating: Int?, expecting before: Int?, by actor: String, why: String = "", undoes: Int? = nil,
        at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> ThresholdChange? {
        guard rating.map({ (0...100).contains($0) }) ?? true else { throw .threshold(.outOfRange) }
        guard rating != nil || scope != .group else { throw .threshold(.groupFollowsNone) }
        let thresholds = try current(in: transaction)
        let own = thresholds.own(scope)
        guard own == before else { throw .threshold(.changedMeanwhile(try history(of: scope, in: transaction).first)) }
        guard own != rating else { return nil }
        if let outside = try outside(in: transaction) { try append(outside, in: transaction) }
        let seller = try seller(of: scope, in: transaction)
        let change = ThresholdChange(
            seq: try lastSeq(in: transaction) + 1, scope: scope, from: own, to: rating,
            isLowered: thresholds.with(rating, for: scope).rating(in: scope, soldBy: seller)
                < thresholds.rating(in: scope, soldBy: seller),
            undoes: undoes, actor: actor, at: now, why: why)
        try append(change, in: transaction)
        if case .group = scope, let rating {
            do throws(SettingError) {
                try settings.set(Settings.leadThreshold, to: rating, by: actor, at: now, in: transaction)
            } catch { throw .setting(error) }
        } else {
            try LeadsError.storing { () throws(DatabaseError) in
                try AuditStore().append(
                    actor: actor, action: "threshold.changed", subject: scope.name,
                    detail: "\(own.map(String.init) ?? "inherited") -> \(rating.map(String.init) ?? "inherited")", at: now, in: transaction)
            }
        }
        return change
    }

    /// The change that ``undo(_:by:why:at:in:)`` would take back: the latest that is no undo and was not taken back.
    public func undoable(in scope: ThresholdScope?, in transaction: Transaction) throws(LeadsError) -> ThresholdChange? {
        let changes = try history(of: scope, in: transaction)
        let undone = Set(changes.compactMap(\.undoes))
        return changes.first { $0.undoes == nil && !undone.contains($0.seq) }
    }

    /// Takes the change back. The undo is a version too.
    @discardableResult
    public func undo(
        _ change: ThresholdChange, by actor: String, why: String = "", at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> ThresholdChange? {
        guard try undoable(in: change.scope, in: transaction) == change else { throw .threshold(.nothingToUndo) }
        return try set(
            change.scope, to: change.from, expecting: change.to, by: actor, why: why, undoes: change.seq, at: now, in: transaction)
    }

    // MARK: Rows

    private func group(in transaction: Transaction) throws(LeadsError) -> Int {
        do throws(SettingError) { return try settings.value(Settings.leadThreshold, in: transaction) } catch { throw .setting(error) }
    }

    /// The version that somebody made by changing the setting.
    private func outside(in transaction: Transaction) throws(LeadsError) -> ThresholdChange? {
        let known = try rows("WHERE scope = 'group' ORDER BY seq DESC LIMIT 1", [], in: transaction).first?.to
        let (before, now) = (known ?? Settings.leadThreshold.standard, try group(in: transaction))
        guard before != now else { return nil }
        let all: [SettingValue]
        do throws(SettingError) { all = try settings.all(in: transaction) } catch { throw .setting(error) }
        guard let setting = all.first(where: { $0.name == Settings.leadThreshold.name }), let at = setting.changedAt else { return nil }
        return ThresholdChange(
            seq: try lastSeq(in: transaction) + 1, scope: .group, from: before, to: now, isLowered: now < before, undoes: nil,
            actor: setting.changedBy ?? "", at: at, why: "")
    }

    private func latest(in transaction: Transaction) throws(LeadsError) -> [(scope: ThresholdScope, rating: Int?)] {
        try rows(
            "WHERE seq IN (SELECT max(seq) FROM lead_threshold GROUP BY scope, company_id, service_id) ORDER BY seq", [], in: transaction
        ).map { ($0.scope, $0.to) }
    }

    private func lastSeq(in transaction: Transaction) throws(LeadsError) -> Int {
        try LeadsError.storing { () throws(DatabaseError) -> Int in
            try transaction.row("SELECT coalesce(max(seq), 0) AS seq FROM lead_threshold")?["seq"] ?? 0
        }
    }

    private func seller(of scope: ThresholdScope, in transaction: Transaction) throws(LeadsError) -> CompanyID? {
        guard case .service(let service) = scope else { return nil }
        return try LeadsError.storing { () throws(DatabaseError) in try CatalogueStore().service(service, in: transaction)?.company }
    }

    private func append(_ change: ThresholdChange, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute(
                """
                INSERT INTO lead_threshold (seq, scope, company_id, service_id, rating_from, rating_to, is_lowered, undoes, actor, at, why)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                [
                    change.seq, change.scope.kind, change.scope.company, change.scope.service, change.from, change.to, change.isLowered,
                    change.undoes, change.actor, change.at, change.why,
                ])
        }
    }

    private func rows(_ rest: String, _ arguments: [any Storable], in transaction: Transaction) throws(LeadsError) -> [ThresholdChange] {
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.rows("SELECT * FROM lead_threshold \(rest)", arguments).map { row throws(DatabaseError) in
                ThresholdChange(
                    seq: try row["seq"], scope: try ThresholdScope(row), from: try row["rating_from"], to: try row["rating_to"],
                    isLowered: try row["is_lowered"], undoes: try row["undoes"], actor: try row["actor"], at: try row["at"],
                    why: try row["why"])
            }
        }
    }
}

extension ThresholdScope {
    /// As the audit log names it.
    public var name: String {
        switch self {
        case .group: "group"
        case .company(let id): "company \(id.rawValue)"
        case .service(let id): "service \(id.rawValue)"
        }
    }

    var kind: String {
        switch self {
        case .group: "group"
        case .company: "company"
        case .service: "service"
        }
    }

    var company: CompanyID? { if case .company(let id) = self { id } else { nil } }
    var service: ServiceID? { if case .service(let id) = self { id } else { nil } }

    fileprivate init(_ row: Row) throws(DatabaseError) {
        let kind: String = try row["scope"]
        let (company, service): (CompanyID?, ServiceID?) = (try row["company_id"], try row["service_id"])
        switch (kind, company, service) {
        case ("group", _, _): self = .group
        case ("company", let company?, _): self = .company(company)
        case ("service", _, let service?): self = .service(service)
        default: throw .unexpected(column: "lead_threshold.scope")
        }
    }
}

extension LeadsSchema {
    public static let thresholds = [
        Migration(
            "2 lead thresholds",
            [
                """
                CREATE TABLE lead_threshold (
                    seq INTEGER PRIMARY KEY,
                    scope TEXT NOT NULL,                    -- group (its value is the setting lead.threshold), company, service
                    company_id INTEGER REFERENCES company (id),
                    service_id INTEGER REFERENCES service (id),
                    rating_from INTEGER, rating_to INTEGER, -- NULL: follows the wider scope
                    is_lowered INTEGER NOT NULL,            -- 1: offers may pass that did not before
                    undoes INTEGER REFERENCES lead_threshold (seq),
                    actor TEXT NOT NULL, at INTEGER NOT NULL,
                    why TEXT NOT NULL                       -- of staff, about the threshold; never about a client
                ) STRICT
                """,
                "CREATE INDEX selection_by_result ON selection (result, at)",
            ])
    ]
}
