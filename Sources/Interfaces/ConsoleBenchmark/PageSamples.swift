import Accounts
import Clients
import Database
import Leads
import Synchronization
import Vocabulary

/// What stands for the `{…}` of the table's rows.
final class PageSamples: Sendable {
    private let seen: [Level: [String]]
    private let own: [String]
    private let clients: [String]
    private let cards: [String]
    private let sends: [String]
    private let export: String?
    private let services: Int
    private let leads: Int
    private let free: Mutex<[String]>
    private let random: RandomBits

    /// - Parameters:
    ///   - leads: how many there are, for any page of all.
    ///   - export: the address of a long file that a founder asked for.
    init(leads: Int, seed: UInt64, export: String? = nil, in transaction: Transaction) throws {
        var (seen, own, free): ([Level: [String]], [String], [String]) = ([:], [], [])
        for (level, login) in BenchmarkGroup.logins {
            guard let account = try AccountStore().account(login: login, in: transaction) else { continue }
            func numbers(pages: Int, _ change: (inout LeadQuery) -> Void) throws -> [LeadRecord] {
                try (1...pages).flatMap { page in
                    var query = LeadQuery()
                    change(&query)
                    query.page = page
                    let list = try LeadList(query, for: account, in: transaction)
                    return list.page == page ? list.lines.map(\.lead) : []
                }
            }
            seen[level] = try numbers(pages: 8) { $0.status = .all }.map(\.number.text)
            guard level == .sales else { continue }
            own = try numbers(pages: 8) { $0.holder = .mine }.map(\.number.text)
            let untaken = try numbers(pages: 400) { $0.holder = .nobody }.map(\.number.text)
            // Not all of them are taken: the newest ones are for the events that open pages hear of.
            free = Array(untaken.dropFirst(min(100, untaken.count / 8)))
        }
        var (clients, cards): ([String], [String]) = ([], [])
        for row in try transaction.rows("SELECT id, reference FROM client WHERE company_id = 1 ORDER BY reference LIMIT 500") {
            let id: ClientID = try row["id"]
            clients.append(try row["reference"])
            cards.append(id.hex)
        }
        (self.cards, self.export) = (cards, export)
        sends = try ClientSendStore().latest(10, of: CompanyID(1), in: transaction).filter { $0.state == .done }.map(\.id.hex)
        (self.seen, self.own, self.clients, self.leads) = (seen, own, clients, leads)
        services = 10
        self.free = Mutex(free)
        random = RandomBits(SeededGenerator(seed: seed))
    }

    /// Nil when there is nothing left to fill in.
    func filled(_ path: String, for level: Level) -> String? {
        guard let opening = path.firstIndex(of: "{"), let closing = path.firstIndex(of: "}") else { return path }
        let value: String? =
            switch path[path.index(after: opening)..<closing] {
            case "lead", "number": any(seen[level] ?? [])
            case "own": any(own)
            case "free": free.withLock { $0.popLast() }
            case "client": any(clients)
            case "card": any(cards)
            case "send": any(sends)
            case "export": export
            case "company": String(1 + random.below(10))
            case "rating": String(50 + random.below(51))
            case "service": String(1 + random.below(services))
            case "page": String(1 + random.below(max(1, leads / LeadQuery.size)))
            default: nil
            }
        return value.flatMap { filled(path[..<opening] + $0 + path[path.index(after: closing)...], for: level) }
    }

    private func any(_ values: [String]) -> String? { values.isEmpty ? nil : values[random.below(values.count)] }
}
