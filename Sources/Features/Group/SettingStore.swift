import Database
import Vocabulary

/// Why a setting was not read or changed.
public enum SettingError: Error, Equatable, Sendable {
    case unknown(name: String)
    /// The value is not taken; nothing was changed.
    case refused(name: String, SettingProblem)
    case database(DatabaseError)
}

/// A setting as people see it.
public struct SettingValue: Hashable, Sendable {
    public let name: String
    public let value: String
    public let standard: String
    /// Nil while the default holds.
    public let changedBy: String?
    public let changedAt: Instant?
}

/// Values that people changed; what was never changed has its default. Every change is audited in the same transaction.
public struct SettingStore: Sendable {
    public init() {}

    /// The value in force.
    /// - Throws: ``SettingError/refused(name:_:)`` when the stored text does not fit, which only a hand in the database can cause.
    public func value<Value>(_ setting: Setting<Value>, in transaction: Transaction) throws(SettingError) -> Value {
        guard let text = try stored(setting.name, in: transaction) else { return setting.standard }
        switch setting.parse(text) {
        case .success(let value): return value
        case .failure(let problem): throw .refused(name: setting.name, problem)
        }
    }

    public func set<Value>(
        _ setting: Setting<Value>, to value: Value, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(SettingError) {
        try set(named: setting.name, to: setting.write(value), by: actor, at: now, in: transaction)
    }

    /// Changes the setting that a person named to the text that they gave.
    /// - Throws: ``SettingError/unknown(name:)``, ``SettingError/refused(name:_:)``; nothing is changed then.
    public func set(
        named name: String, to text: String, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(SettingError) {
        guard let setting = Settings.all.first(where: { $0.name == name }) else { throw .unknown(name: name) }
        let value: String
        switch setting.canonical(text) {
        case .success(let canonical): value = canonical
        case .failure(let problem): throw .refused(name: name, problem)
        }
        let before = try stored(name, in: transaction) ?? setting.standard
        do {
            try transaction.execute(
                """
                INSERT INTO setting (name, value, changed_by, changed_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                """, [name, value, actor, now])
            if before != value {
                try AuditStore().append(
                    actor: actor, action: "setting.changed", subject: name, detail: "\(before) -> \(value)", at: now, in: transaction)
            }
        } catch { throw .database(error) }
    }

    /// Every setting with the value in force, in the order of ``Settings/all``.
    public func all(in transaction: Transaction) throws(SettingError) -> [SettingValue] {
        do {
            var changed: [String: (value: String, by: String, at: Instant)] = [:]
            for row in try transaction.rows("SELECT * FROM setting") {
                changed[try row["name"]] = (try row["value"], try row["changed_by"], try row["changed_at"])
            }
            return Settings.all.map { setting in
                let now = changed[setting.name]
                return SettingValue(
                    name: setting.name, value: now?.value ?? setting.standard, standard: setting.standard, changedBy: now?.by,
                    changedAt: now?.at)
            }
        } catch { throw .database(error) }
    }

    private func stored(_ name: String, in transaction: Transaction) throws(SettingError) -> String? {
        do {
            guard let row = try transaction.row("SELECT value FROM setting WHERE name = $1", [name]) else { return nil }
            return try row["value"]
        } catch { throw .database(error) }
    }
}
