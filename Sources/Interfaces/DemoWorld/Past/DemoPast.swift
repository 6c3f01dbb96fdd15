import Accounts
import Clients
import Consents
import Database
import Group
import Sealing
import Synchronization
import Vocabulary

extension DemoWorld {
    /// Writes the leads of the last five weeks: made, offered, answered, worked on by this staff, won, lost and returned. Call it once, after
    /// ``write(keyring:in:)``.
    /// - Parameter consents: the words that customers of these weeks agreed to.
    public func writePast(staff: [Account], consents: [ConsentText], keyring: Keyring, in transaction: Transaction) throws {
        let attestations = Dictionary(commerce.attestations.map { ($0.company, $0) }, uniquingKeysWith: { first, _ in first })
        let plan = PastPlan(
            seed: seed, reference: reference, market: market, lives: lives, attestations: attestations,
            staffed: Set(staff.filter { $0.level == .sales }.compactMap(\.place.company)), now: now)
        let codes = Dictionary(companies.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
        let rows = PastRows(leads: plan.leads(), staff: staff, codes: codes, consents: consents, keyring: keyring, now: now)
        let dice = Mutex(SeededGenerator(seed: seed ^ 0x7061_7374))
        try rows.write(ids: IDSource { dice.withLock { ($0.next(), $0.next()) } }, in: transaction)
    }
}
