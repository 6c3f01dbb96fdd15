import Accounts
import Clients
import Database
import Group
import Leads
import Recommendations
import Recommender
import Vocabulary

/// Clients and their leads, each led through its life by the services that the console uses: a fifth is still open, young ones mostly; the rest
/// lies up to a year back.
struct BenchmarkLeads: Sendable {
    let group: BenchmarkGroup
    let now: Instant
    let seed: UInt64

    private enum Life: CaseIterable { case free, held, offered, interested, later, declined, silent, won, lost, withdrawn }
    private static let lives: [(life: Life, upTo: Double)] = [
        (.free, 0.04), (.held, 0.09), (.offered, 0.12), (.interested, 0.14), (.later, 0.16), (.declined, 0.30), (.silent, 0.42),
        (.won, 0.62), (.lost, 0.92), (.withdrawn, 1),
    ]

    /// The client of that number, with a lead if it is one of the first `leads`.
    func write(_ number: Int, leads: Int, in transaction: Transaction) throws {
        let random = RandomBits(SeededGenerator(seed: seed &+ UInt64(number) &* 0x9E37_79B9))
        let ids = IDSource { (random.next(), random.next()) }
        let part = random.share() < 0.4 ? group.parts[0] : group.parts[random.below(group.parts.count)]
        let source = random.share() < 0.5 ? part : group.parts[random.below(group.parts.count)]
        let life = random.share()
        let kind = Self.lives.first { life < $0.upTo }?.life ?? .lost
        let isOpen = [.free, .held, .offered, .interested, .later].contains(kind)
        let age = isOpen ? random.share() * random.share() * 20 : 1 + random.share() * 364
        let created = now - .minutes(Int64(age * 1440) + 120)
        var portrait = Portrait()
        portrait.age = 20 + random.below(50)
        let client = ClientRecord(
            id: ids.id(), company: source.company, reference: "K\(source.company.rawValue)-\(1_000_000 + number)", audience: .individual,
            portrait: portrait, createdAt: created)
        _ = try ClientStore().upsert(client, in: transaction)
        // What it took before, some of it one after the other: the matrix's proposals rest on that.
        let first = source.services[random.below(source.services.count)]
        let next = random.share() < 0.3 ? ServiceID(1 + first.rawValue % 100) : part.services[random.below(part.services.count)]
        for (service, days) in [(first, Int64(300)), (next, Int64(100))] {
            let id: CardID = ids.id()
            _ = try HistoryStore().record(
                Interaction(client: client.id, service: service, source: .history, sourceID: id.bytes, value: 1, at: created - .days(days)),
                in: transaction)
        }
        guard number < leads else { return }
        let card = Card(
            id: ids.id(), client: client.id, service: source.services[random.below(source.services.count)], outcome: .unknown,
            attestation: nil, stage: .nothing, receivedAt: created)
        _ = try CardStore().add(card, content: "benchmark", in: transaction)
        let rating = 80 + random.below(20)
        let draft = LeadDraft(
            id: ids.id(), card: card.id, client: client.id, source: source.company, company: part.company,
            service: part.services[random.below(part.services.count)], probability: 0.1 + 0.5 * random.share(), rating: rating,
            propensity: 0.95, isExploration: false, expectedValue: Money(kopecks: Int64(100_000 + random.below(5_000_000))),
            reasons: [.linked(from: card.service), .needs(["Money"])], mayMessage: .noChat, createdAt: created)
        guard let lead = try LeadStore().add(draft, by: "pipeline", in: transaction) else { return }
        // Some work more than others; the one who signs in does most.
        let worker = part.sales[Int(random.share() * random.share() * Double(part.sales.count))]
        try live(kind, lead, worker, from: created, random, ids, in: transaction)
    }

    private func live(
        _ kind: Life, _ lead: LeadRecord, _ worker: Account, from created: Instant, _ random: RandomBits, _ ids: IDSource,
        in transaction: Transaction
    ) throws {
        let (service, desk) = (LeadService(), LeadDesk())
        func at(_ minutes: Int64) -> Instant { created + .minutes(minutes) }
        func view() throws -> LeadDesk.View? { try desk.view(lead.number, for: worker, in: transaction) }
        func take() throws {
            if let view = try view() { _ = try desk.take(view, by: worker, at: at(40), in: transaction) }
            if random.share() < 0.3, let view = try view() {
                try desk.contacted(view, reached: false, by: worker, at: at(60), in: transaction)
            }
            if let view = try view() { try desk.contacted(view, reached: true, by: worker, at: at(90), in: transaction) }
        }
        if [.offered, .interested, .later, .declined, .silent].contains(kind) {
            try service.offered(lead.id, by: "pipeline", at: at(10), in: transaction)
        }
        switch kind {
        case .free, .offered: return
        case .held: try take()
        case .interested:
            try service.answer(.interested, to: lead.id, at: at(30), in: transaction)
            if random.share() < 0.5 { try take() }
        case .later: try service.answer(.later, to: lead.id, at: at(30), in: transaction)
        case .declined: try service.answer(.declined(reason: "tooExpensive"), to: lead.id, at: at(30), in: transaction)
        case .silent: try service.answer(.silent, to: lead.id, at: at(110), in: transaction)
        case .won, .lost, .withdrawn:
            try take()
            guard let view = try view() else { return }
            let (end, amount) = (at(110), Money(kopecks: Int64(50_000 + random.below(90_000_000))))
            if kind == .won { _ = try desk.won(view, amount: amount, by: worker, at: end, ids: ids, in: transaction) }
            if kind == .lost { _ = try desk.lost(view, reason: .notNeeded, by: worker, at: end, in: transaction) }
            if kind == .withdrawn { _ = try desk.giveBack(view, reason: .conditions, by: worker, at: end, in: transaction) }
        }
    }
}
