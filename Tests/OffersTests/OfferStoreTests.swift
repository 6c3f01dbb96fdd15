import Clients
import Database
import Offers
import Testing
import Vocabulary

@Suite struct OfferStoreTests {
    let store = OfferStore()
    let now = World.now

    private func made(_ world: World, lead: UInt64 = 1, by start: OfferStart = .pipeline, in transaction: Transaction) throws -> OfferRecord
    {
        let draft = OfferStore.Draft(
            lead: LeadID(high: 8, low: lead), customer: world.customer, client: world.client.id, service: World.room, company: World.hotel,
            startedBy: start, textVersion: 1, termsVersion: 1)
        return try store.create(draft, ids: world.ids, at: now, in: transaction).offer
    }

    @Test func aLeadHasOneOffer() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let first = try made(world, in: transaction)
            #expect(try made(world, by: .manager, in: transaction) == first)
            #expect(try store.offers(of: world.customer, in: transaction) == [first])
            #expect(first.state == .queued && first.startedBy == .pipeline && first.sentAt == nil)
        }
    }

    @Test func theSameAnswerTwiceIsOneEvent() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let offer = try made(world, in: transaction)
            #expect(try store.sent(offer.id, at: now, in: transaction))
            #expect(try !store.sent(offer.id, at: now + .hours(1), in: transaction))
            let answer = try store.answer(.declined(.tooExpensive), to: offer.id, by: world.customer, at: now + .hours(2), in: transaction)
            guard case .accepted(let declined, before: .sent) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(declined.sentAt == now && declined.answeredAt == now + .hours(2) && declined.declineReason == .tooExpensive)
            #expect(
                try store.answer(.declined(.tooExpensive), to: offer.id, by: world.customer, at: now + .days(1), in: transaction)
                    == .repeated(declined))
            // A second reason does not replace the first, nor does another answer.
            #expect(try store.answer(.declined(.other), to: offer.id, by: world.customer, at: now, in: transaction) == .repeated(declined))
            #expect(try store.answer(.interested, to: offer.id, by: world.customer, at: now, in: transaction) == .stands(declined))
            #expect(try !store.sent(offer.id, at: now, in: transaction))
        }
    }

    /// From which states which answers count.
    @Test(arguments: OfferState.allCases) func anAnswerCountsUntilOneStands(_ state: OfferState) async throws {
        let world = try await World()
        try await world.database.write { transaction in
            for answer in [OfferAnswer.interested, .later, .declined(.other)] {
                let offer = try made(
                    world, lead: UInt64(transaction.row("SELECT count(*) AS n FROM offer")?.get("n", as: Int.self) ?? 0), in: transaction)
                try transaction.execute("UPDATE offer SET state = $2 WHERE id = $1", [offer.id, state])
                let said = try store.answer(answer, to: offer.id, by: world.customer, at: now, in: transaction)
                switch said {
                case .accepted(let after, let before):
                    #expect(before == state && after.state == answer.state && after.answeredAt == now && after.sentAt == now)
                    #expect(state.takesAnswer && state != answer.state)
                case .repeated(let after): #expect(after.state == state && state == answer.state)
                case .stands(let after): #expect(after.state == state && [.interested, .declined, .withdrawn].contains(state))
                case .unknown: Issue.record("the offer is known")
                }
            }
        }
    }

    @Test func onlyItsOwnPersonAnswers() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let offer = try made(world, in: transaction)
            #expect(try store.answer(.interested, to: offer.id, by: CustomerID(high: 9, low: 9), at: now, in: transaction) == .unknown)
            #expect(try store.answer(.interested, to: OfferID(high: 9, low: 9), by: world.customer, at: now, in: transaction) == .unknown)
            #expect(try store.offer(offer.id, in: transaction) == offer)
        }
    }

    @Test func anUnansweredOfferFallsSilentAndALateAnswerCounts() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let service = OfferService()
            let offer = try made(world, in: transaction)
            try store.sent(offer.id, at: now, in: transaction)
            _ = try made(world, lead: 2, in: transaction)
            #expect(try service.fallSilent(at: now + .days(14) - .minutes(1), in: transaction).isEmpty)
            #expect(try service.fallSilent(at: now + .days(14), in: transaction).map(\.id) == [offer.id])
            #expect(try service.fallSilent(at: now + .days(15), in: transaction).isEmpty)
            let late = try store.answer(.interested, to: offer.id, by: world.customer, at: now + .days(20), in: transaction)
            guard case .accepted(let after, before: .silent) = late else {
                Issue.record("\(late)")
                return
            }
            #expect(after.state == .interested)
        }
    }

    @Test func pushesCountAgainstTheCap() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            func count(_ days: Int64 = 7) throws -> Int {
                try store.contacts(with: world.customer, since: now - .days(days), except: LeadID(high: 0, low: 0), in: transaction)
            }
            let first = try made(world, in: transaction)
            #expect(try count() == 1)
            #expect(try store.contacts(with: world.customer, since: now - .days(7), except: first.lead, in: transaction) == 0)
            let gone = try made(world, lead: 2, in: transaction)
            #expect(try store.undeliverable(gone.id, in: transaction))
            #expect(try !store.undeliverable(gone.id, in: transaction))
            let pulled = try made(world, lead: 3, by: .customer, in: transaction)
            try store.sent(pulled.id, at: now, in: transaction)
            let old = try made(world, lead: 4, by: .manager, in: transaction)
            try store.sent(old.id, at: now - .days(8), in: transaction)
            #expect(try count() == 1)
            #expect(try count(9) == 2)
        }
    }

    @Test func withdrawalReachesWhatWaits() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let queued = try made(world, in: transaction)
            let answered = try made(world, lead: 2, in: transaction)
            _ = try store.answer(.interested, to: answered.id, by: world.customer, at: now, in: transaction)
            #expect(try store.withdraw(of: world.customer, from: World.bank, in: transaction).isEmpty)
            #expect(try store.withdraw(of: world.customer, from: World.hotel, in: transaction).map(\.id) == [queued.id])
            #expect(try !store.sent(queued.id, at: now, in: transaction))
            #expect(try store.offer(queued.id, in: transaction)?.state == .withdrawn)
            #expect(try store.offer(answered.id, in: transaction)?.state == .interested)
            _ = try made(world, lead: 3, in: transaction)
            #expect(try store.erase(world.customer, in: transaction) == ["offer withdrawn": 1, "complaint": 0])
        }
    }
}
