import Database
import Vocabulary

/// What the journal says, gathered in one pass, then compared with the tables of running sums. Its checks throw the first ``LedgerFault``.
struct Audit {
    private(set) var sequence: Int64 = 0
    private(set) var sums: [AccountID: Sum] = [:]
    private var hash = Digest.origin
    private var placed: [EntryID: Placed] = [:]
    private var reversed: [EntryID: Int64] = [:]
    private var cited: Set<Cited> = []

    struct Sum: Hashable {
        var posted: Int64 = 0
        var held: Int64 = 0
    }

    private struct Placed: Hashable {
        let account: AccountID
        let amount: Int64
        let expiresAt: Instant
        var remaining: Int64
    }

    private struct Cited: Hashable {
        let rule: Int
        let version: Int
        let company: CompanyID
        let service: ServiceID
        let basisPoints: Int64
        let cap: Points
    }

    // MARK: - The journal

    mutating func readJournal(in transaction: Transaction) throws {
        try JournalRow.each(in: transaction) { try read($0, $1) }
    }

    private mutating func read(_ entry: JournalRow, _ lines: [JournalLine]) throws {
        guard entry.sequence == sequence + 1 else { throw LedgerFault.gap(before: entry.sequence) }
        guard entry.hash(after: hash, lines: lines) == entry.hash else { throw LedgerFault.changed(sequence: entry.sequence) }
        guard lines.reduce(0, { $0 + $1.amount }) == 0 else { throw LedgerFault.unbalanced(sequence: entry.sequence) }
        sequence = entry.sequence
        hash = entry.hash
        for line in lines {
            sums[line.account, default: Sum()].posted += line.amount
            sums[line.account, default: Sum()].held += line.held
        }
        let reason = try EntryReason(json: entry.reason)
        let held = lines.reduce(0) { $0 + $1.held }
        switch reason {
        case .held(_, _, let until):
            guard let account = lines.first?.account else { throw LedgerFault.hold(entry.id) }
            placed[entry.id] = Placed(account: account, amount: held, expiresAt: until, remaining: held)
        case .captured, .released, .expired:
            guard let hold = entry.hold, placed[hold] != nil else { throw LedgerFault.hold(entry.id) }
            placed[hold]?.remaining += held
        case .reversed(let original):
            reversed[original, default: 0] += lines.reduce(0) { $0 + max($1.amount, 0) }
        case .earned(let earning):
            cited.insert(
                Cited(
                    rule: earning.rule, version: earning.version, company: earning.company, service: earning.service,
                    basisPoints: earning.basisPoints, cap: earning.cap))
        case .spent: break
        }
    }

    // MARK: - Running sums

    func checkHead(in transaction: Transaction) throws {
        let heads = try transaction.rows("SELECT id, seq, hash FROM ledger_head")
        guard heads.count <= 1 else { throw LedgerFault.head }
        guard let head = heads.first else {
            guard sequence == 0 else { throw LedgerFault.head }
            return
        }
        let (last, link): (Int64?, [UInt8]?) = (try? head["seq"], try? head["hash"])
        guard try head["id"] == 1, last == sequence, link == hash else { throw LedgerFault.head }
    }

    func checkAccounts(in transaction: Transaction) throws {
        var unseen = Set(sums.keys)
        let sql = "SELECT id, kind, owner, posted, held, may_be_negative FROM account ORDER BY id"
        try transaction.scan(sql, unreadable: { _ in .unreadableTable("account") }) { row in
            let id: AccountID = try row["id"]
            guard let owner = LedgerAccount(kind: try row["kind"], owner: try row["owner"]), owner.id == id,
                try row["may_be_negative"] == owner.mayBeNegative
            else { throw LedgerFault.account(id) }
            let sum = Sum(posted: try row["posted"], held: try row["held"])
            guard sum == sums[id] ?? Sum(), owner.mayBeNegative || sum.posted >= sum.held, sum.held >= 0 else {
                throw LedgerFault.balance(id)
            }
            unseen.remove(id)
        }
        if let missing = unseen.min() { throw LedgerFault.account(missing) }
    }

    func checkHolds(in transaction: Transaction) throws {
        var unseen = Set(placed.keys)
        let sql = "SELECT id, account_id, amount, remaining, expires_at FROM points_hold ORDER BY id"
        try transaction.scan(sql, unreadable: { _ in .unreadableTable("points_hold") }) { row in
            let id: EntryID = try row["id"]
            let stored = Placed(
                account: try row["account_id"], amount: try row["amount"], expiresAt: try row["expires_at"], remaining: try row["remaining"]
            )
            guard stored == placed[id], stored.remaining >= 0 else { throw LedgerFault.hold(id) }
            unseen.remove(id)
        }
        if let missing = unseen.min() { throw LedgerFault.hold(missing) }
    }

    func checkReversals(in transaction: Transaction) throws {
        var unseen = Set(reversed.keys)
        let sql = """
            SELECT entry_id, original, reversed,
                (SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM posting
                 WHERE posting.entry_id = reversal_total.entry_id AND amount > 0) AS moved
            FROM reversal_total ORDER BY entry_id
            """
        try transaction.scan(sql, unreadable: { _ in .unreadableTable("reversal_total") }) { row in
            let id: EntryID = try row["entry_id"]
            let (original, total, moved): (Int64, Int64, Int64) = (try row["original"], try row["reversed"], try row["moved"])
            guard original == moved, total == reversed[id], total <= original else { throw LedgerFault.reversal(id) }
            unseen.remove(id)
        }
        if let missing = unseen.min() { throw LedgerFault.reversal(missing) }
    }

    func checkRules(in transaction: Transaction) throws {
        var unseen = cited
        let sql = "SELECT id, version, company_id, service_id, basis_points, cap FROM earning_rule ORDER BY id, version"
        try transaction.scan(sql, unreadable: { _ in .unreadableTable("earning_rule") }) { row in
            let (id, version): (Int, Int) = (try row["id"], try row["version"])
            let (company, service): (CompanyID, ServiceID?) = (try row["company_id"], try row["service_id"])
            let (basisPoints, cap): (Int64, Points) = (try row["basis_points"], try row["cap"])
            for use in unseen where use.rule == id && use.version == version {
                guard use.company == company, service == nil || service == use.service, use.basisPoints == basisPoints, use.cap == cap
                else {
                    throw LedgerFault.rule(id: id, version: version)
                }
                unseen.remove(use)
            }
        }
        if let use = unseen.min(by: { ($0.rule, $0.version) < ($1.rule, $1.version) }) {
            throw LedgerFault.rule(id: use.rule, version: use.version)
        }
    }
}
