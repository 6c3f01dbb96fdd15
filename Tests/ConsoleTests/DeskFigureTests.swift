import Accounts
import Database
import Group
import Testing
import Vocabulary

@testable import Leads

/// The figures of home and list, against leads that are counted one by one.
@Suite struct DeskFigureTests {
    private static let due = Span.hours(24)

    @Test func everyFigureIsWhatCountingOneByOneGives() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("desk figures: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let world = try await World()
        let people = try await [
            world.person("founder", .founder, at: .group), world.person("partner", .partner, at: .company(World.bank)),
            world.person("head", .department, at: .unit(World.retail, of: World.bank)),
            world.person("unit", .unit, at: .unit(World.north, of: World.bank)), world.sales("first"),
            world.sales("second", at: World.south),
        ]
        let stages = LeadStage.allCases
        var leads: [LeadRecord] = []
        for number in 0..<150 {
            let lead = try await world.lead(
                "c\(number)", from: World.hotel, to: Int.random(in: 0..<4, using: &random) == 0 ? World.hotel : World.bank,
                stage: stages.randomElement(using: &random) ?? .waiting, age: .minutes(.random(in: 0..<(16 * 24 * 60), using: &random)))
            leads.append(lead)
            let holder = lead.company == World.bank ? [people[4], people[5], nil].randomElement(using: &random) ?? nil : nil
            let changed = Instant(milliseconds: .random(in: lead.createdAt.milliseconds...world.clock.now.milliseconds, using: &random))
            let touched = holder == nil ? nil : changed
            let amount: Money? = lead.stage == .won ? Money(kopecks: .random(in: 1...100_000, using: &random)) : nil
            try await world.database.write { transaction in
                try transaction.execute(
                    "UPDATE lead SET stage_at = $2, touched_at = $3, holder = $4, holder_unit = $5 WHERE id = $1",
                    [lead.id, changed, touched, holder?.id, holder?.place.unit])
                guard let amount else { return }
                try transaction.execute(
                    "INSERT INTO lead_event (lead_id, seq, at, kind, actor, detail, amount) VALUES ($1, 9, $2, 'won', 'test', '', $3)",
                    [lead.id, changed, amount])
            }
        }
        let now = world.clock.now
        for person in people {
            try await world.database.read { transaction in
                let tree = try UnitStore().tree(in: transaction)
                let seen = try transaction.rows("SELECT * FROM lead").map { try Seen($0) }.filter { row in
                    Access.allows(
                        .seeLead, to: person, reach: person.reach(ofLeadAt: row.company, holder: row.holder, unit: row.unit, in: tree))
                }
                let open = seen.filter(\.stage.isOpen)
                let desk = try DeskFigures(for: person, due: Self.due, now: now, in: transaction)
                #expect(desk.stages == Dictionary(grouping: open, by: \.stage).mapValues(\.count), "\(person.login)")
                #expect(desk.open == open.count && desk.mine == open.count { $0.holder == person.id }, "\(person.login)")
                #expect(desk.free == open.count { $0.holder == nil }, "\(person.login)")
                let waiting: [LeadStage] = [.waiting, .askConsent, .interested]
                #expect(
                    desk.late == open.count { waiting.contains($0.stage) && max($0.changed, $0.touched ?? $0.changed) < now - Self.due })
                #expect(
                    Set(try HolderLoad.all(for: person, in: transaction))
                        == Set(
                            Dictionary(grouping: open.filter { $0.holder != nil }, by: \.holder).compactMap { holder, leads in
                                holder.map { HolderLoad(account: $0, open: leads.count) }
                            }))
                let flow = try LeadFlow(for: person, now: now, in: transaction)
                let today = LeadFlow.dayStart(of: now)
                for (day, figures) in flow.days.enumerated() {
                    let start = today - .days(13) + .days(Int64(day))
                    let isOfDay = { (at: Instant) in at >= start && at < start + .days(1) }
                    #expect(figures.start == start && figures.came == seen.count { isOfDay($0.created) }, "\(person.login), day \(day)")
                    #expect(figures.won == seen.count { $0.stage == .won && isOfDay($0.changed) }, "\(person.login), day \(day)")
                }
                #expect(flow.days.count == 14 && flow.gone == seen.count { [.lost, .withdrawn].contains($0.stage) && $0.changed >= today })
                let won = Set(seen.filter { $0.stage == .won && $0.changed >= today }.map(\.id))
                let amounts = try transaction.rows("SELECT lead_id, amount FROM lead_event WHERE kind = 'won'").filter {
                    won.contains(try $0.get("lead_id", as: LeadID.self))
                }
                #expect(flow.revenue.kopecks == (try amounts.reduce(0) { $0 + (try $1.get("amount", as: Int64.self)) }), "\(person.login)")
            }
        }
    }

    private struct Seen {
        let id: LeadID
        let company: CompanyID
        let stage: LeadStage
        let holder: AccountID?
        let unit: UnitID?
        let created: Instant
        let changed: Instant
        let touched: Instant?

        init(_ row: Row) throws {
            (id, company, stage) = (try row["id"], try row["company_id"], try row["stage"])
            (holder, unit) = (try row["holder"], try row["holder_unit"])
            (created, changed, touched) = (try row["created_at"], try row["stage_at"], try row["touched_at"])
        }
    }
}
