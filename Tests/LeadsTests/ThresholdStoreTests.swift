import Catalogue
import Database
import Group
import Leads
import Testing
import Vocabulary

@Suite struct ThresholdStoreTests {
    let store = ThresholdStore()

    @Test func theMostSpecificThresholdWins() {
        let (kasko, loan) = (World.services[1], World.services[0])
        var thresholds = Thresholds(group: 80)
        #expect(thresholds.rating(for: kasko) == 80)
        thresholds = thresholds.with(70, for: .company(World.insurer))
        #expect(thresholds.rating(for: kasko) == 70 && thresholds.rating(for: loan) == 80)
        thresholds = thresholds.with(95, for: .service(World.kasko)).with(60, for: .group)
        #expect(thresholds.rating(for: kasko) == 95 && thresholds.rating(for: loan) == 60)
        #expect(thresholds.rating(in: .service(World.yacht), soldBy: World.insurer) == 70)
        #expect(thresholds.with(nil, for: .service(World.kasko)).rating(for: kasko) == 70)
        #expect(thresholds.with(nil, for: .group).group == 60, "the group follows nobody")
    }

    @Test func theGroupsThresholdIsTheSettingWhoeverChangesIt() async throws {
        let world = try await World(threshold: 80)
        try await world.database.write { transaction throws in
            #expect(try store.history(in: transaction).isEmpty)
            try store.set(.group, to: 78, expecting: 80, by: "anna", why: "spring", at: World.now, in: transaction)
            #expect(try SettingStore().value(Settings.leadThreshold, in: transaction) == 78)
            // Somebody uses `settings`; it is a version too, before and after it is written down.
            try SettingStore().set(Settings.leadThreshold, to: 70, by: "boris", at: World.now + .days(1), in: transaction)
            let told = try store.history(in: transaction)
            #expect(told.map(\.actor) == ["boris", "anna"] && told.first?.from == 78 && told.first?.to == 70)
            #expect(try store.lastLowered(in: transaction) == World.now + .days(1))
            try store.set(.group, to: 90, expecting: 70, by: "anna", at: World.now + .days(2), in: transaction)
            let written = try store.history(in: transaction)
            #expect(written.map(\.seq) == [3, 2, 1] && written[1] == told[0])
            #expect(try store.lastLowered(in: transaction) == World.now + .days(1), "90 is no lowering")
            #expect(try AuditStore().recent(3, in: transaction).map(\.detail) == ["70 -> 90", "78 -> 70", "80 -> 78"])
        }
    }

    @Test func companiesAndServicesHaveTheirOwnAndEveryChangeIsAudited() async throws {
        let world = try await World(threshold: 80)
        try await world.database.write { transaction throws in
            try store.set(.company(World.insurer), to: 60, expecting: nil, by: "anna", at: World.now, in: transaction)
            try store.set(.service(World.kasko), to: 90, expecting: nil, by: "anna", at: World.now, in: transaction)
            #expect(try store.set(.service(World.kasko), to: 90, expecting: 90, by: "anna", at: World.now, in: transaction) == nil)
            let expected = Thresholds(group: 80, companies: [World.insurer: 60], services: [World.kasko: 90])
            #expect(try store.current(in: transaction) == expected)
            let inherited = try store.set(.service(World.kasko), to: nil, expecting: 90, by: "anna", at: World.now, in: transaction)
            #expect(inherited?.isLowered == true, "it follows the company's 60 again")
            #expect(try store.current(in: transaction).services.isEmpty)
            #expect(try store.history(of: .service(World.kasko), in: transaction).map(\.to) == [nil, 90])
            let audit = try AuditStore().recent(3, in: transaction)
            #expect(audit.map(\.action) == Array(repeating: "threshold.changed", count: 3))
            #expect(audit.map(\.detail) == ["90 -> inherited", "inherited -> 90", "inherited -> 60"])
            #expect(audit.map(\.subject) == ["service 2", "service 2", "company 2"])
        }
    }

    @Test func undoGoesBackChangeByChange() async throws {
        let world = try await World(threshold: 80)
        try await world.database.write { transaction throws in
            func undo(_ scope: ThresholdScope? = nil) throws -> ThresholdChange? {
                guard let change = try store.undoable(in: scope, in: transaction) else { return nil }
                return try store.undo(change, by: "boris", at: World.now, in: transaction)
            }
            try store.set(.group, to: 78, expecting: 80, by: "anna", at: World.now, in: transaction)
            try store.set(.company(World.bank), to: 50, expecting: nil, by: "anna", at: World.now, in: transaction)
            try store.set(.group, to: 75, expecting: 78, by: "anna", at: World.now, in: transaction)
            #expect(try undo()?.to == 78)
            #expect(try undo(.group)?.to == 80)
            #expect(try undo(.group) == nil)
            let last = try undo()
            #expect(last?.scope == .company(World.bank) && last?.to == nil && last?.undoes == 2)
            #expect(try store.current(in: transaction) == Thresholds(group: 80))
            #expect(try undo() == nil)
            try SettingStore().set(Settings.leadThreshold, to: 65, by: "settings", at: World.now, in: transaction)
            #expect(try undo()?.to == 80, "a change by the setting can be taken back too")
        }
    }

    @Test func whoDecidedOnAnOldPreviewIsRefused() async throws {
        let world = try await World(threshold: 80)
        try await world.database.write { transaction throws in
            let known = try store.set(.group, to: 78, expecting: 80, by: "anna", at: World.now, in: transaction)
            #expect(throws: LeadsError.threshold(.changedMeanwhile(known))) {
                try store.set(.group, to: 60, expecting: 80, by: "boris", at: World.now, in: transaction)
            }
            #expect(throws: LeadsError.threshold(.outOfRange)) {
                try store.set(.company(World.bank), to: 101, expecting: nil, by: "boris", at: World.now, in: transaction)
            }
            #expect(throws: LeadsError.threshold(.groupFollowsNone)) {
                try store.set(.group, to: nil, expecting: 78, by: "boris", at: World.now, in: transaction)
            }
            #expect(try store.current(in: transaction) == Thresholds(group: 78))
        }
    }
}
