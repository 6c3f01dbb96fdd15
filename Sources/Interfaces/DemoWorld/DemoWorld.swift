import Catalogue
import Clients
import Database
import Group
import Sealing
import Vocabulary

/// A believable partner group: ten companies with their services, prices and figures, some 400 clients with two years of history and offers,
/// and six people who talk to the bot. The same seed makes the same world; nothing in it is about anybody real, and nothing personal is stored.
public struct DemoWorld: Sendable {
    public let seed: UInt64
    public let companies: [Company]
    /// The people of the demo, in the order in which they are shown.
    public let people: [DemoPerson]

    /// Who did what the demo world did, in the audit log and wherever an account is named.
    public static let actor = "demo"

    let reference: ReferenceData
    let commerce: Commerce
    let market: Market
    let lives: [Life]
    let now: Instant
    /// When the companies agreed and the bot began; only clients' histories reach back further.
    public var beginning: Instant { now - .days(60) }

    /// Thinks the world up. Ids do not depend on the time, so that the same people are found again after a restart.
    /// - Parameter now: when the latest cards came; all of the past lies before it.
    public init(seed: UInt64, now: Instant) throws(DemoWorldError) {
        (self.seed, self.now) = (seed, now)
        let reference = try ReferenceData(now: now - .days(60))
        market = Market(reference)
        let market = market
        commerce = try Commerce(seed: seed, reference: reference, now: now - .days(60))
        let attestations = Dictionary(commerce.attestations.map { ($0.company, $0.id) }, uniquingKeysWith: { first, _ in first })
        let cast = try Cast.all(seed: seed, reference: reference, market: market, attestations: attestations, now: now)
        let population = Population(seed: seed, reference: reference, market: market, attestations: attestations, now: now)
        (self.reference, companies, people) = (reference, reference.companies, cast.map(\.person))
        lives = population.lives() + cast.compactMap(\.life)
    }

    /// The seed of the demo world that lives in this database; nil when none does.
    public static func seed(of transaction: Transaction) throws(DatabaseError) -> UInt64? {
        guard let entry = try AuditStore().first(action: made, in: transaction) else { return nil }
        return UInt64(entry.subject)
    }

    /// Writes the world into a migrated, empty database.
    /// - Parameter keyring: hashes the invented phone numbers.
    public func write(keyring: Keyring, in transaction: Transaction) throws(DemoWorldError) {
        try reference.write(in: transaction)
        try setOperator(in: transaction)
        try CommerceRows(commerce: commerce, now: beginning).write(in: transaction)
        do {
            for attestation in commerce.attestations { try AttestationStore().save(attestation, in: transaction) }
            for life in lives { try write(life, in: transaction) }
            for person in people {
                guard case .sharedPhone(let client, let number) = person.entry else { continue }
                let (keyID, hash) = keyring.phoneHash(number)
                try ClientStore().setPhone(hash, keyID: keyID, of: client, in: transaction)
            }
            try AuditStore().append(
                actor: Self.actor, action: Self.made, subject: String(seed), detail: "\(lives.count) clients", at: beginning,
                in: transaction)
        } catch { throw .database(error) }
    }

    private static let made = "demo.made"

    private func write(_ life: Life, in transaction: Transaction) throws(DatabaseError) {
        _ = try ClientStore().upsert(life.client, in: transaction)
        _ = try CardStore().add(life.card, content: "demo", in: transaction)
        for interaction in life.interactions { try HistoryStore().record(interaction, in: transaction) }
    }

    /// The operator that the consent names. Invented, as the ИНН of a region that does not exist shows.
    private func setOperator(in transaction: Transaction) throws(DemoWorldError) {
        do {
            let settings = SettingStore()
            try settings.set(Settings.operatorName, to: "ООО «Демо Кактус»", by: Self.actor, at: beginning, in: transaction)
            try settings.set(Settings.operatorINN, to: "0077202610", by: Self.actor, at: beginning, in: transaction)
            try settings.set(
                Settings.operatorAddress, to: "000000, г. Примерск, ул. Выдуманная, д. 1", by: Self.actor, at: beginning, in: transaction)
        } catch { throw .setting(error) }
    }
}
