import Catalogue
import Clients
import Consents
import Database
import Group
import Loyalty
import Offers
import Testing
import Vocabulary

@Suite struct OfferServiceTests {
    let service = OfferService()
    let store = OfferStore()
    let now = World.now

    private func start(_ world: World, _ request: OfferRequest, at moment: Instant? = nil, in transaction: Transaction) throws -> Silence? {
        switch try service.start(request, ids: world.ids, at: moment ?? now, in: transaction) {
        case .made: nil
        case .closed(let silence): silence
        }
    }

    @Test func anOfferIsMadeOnceAndShownInBothLanguages() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let rule = EarningRule(
                id: 1, company: World.hotel, basisPoints: 100, cap: Points(50), validFrom: now - .days(1), changedBy: "test")
            try EarningStore().save(rule, in: transaction)
            let terms = try World.terms(price: Money(kopecks: 371_250), validUntil: now + .days(3))
            try OfferTermsStore().save(terms, for: World.room, by: "test", at: now, in: transaction)
            guard case .made(let offer, isNew: true) = try service.start(world.request(), ids: world.ids, at: now, in: transaction),
                case .made(let again, isNew: false) = try service.start(world.request(), ids: world.ids, at: now, in: transaction)
            else {
                Issue.record("no offer was made")
                return
            }
            #expect(again == offer && offer.termsVersion == 2 && offer.customer == world.customer)
            // The offer keeps its versions when texts and terms change.
            try OfferTextStore().save(
                [.russian: try OfferText(title: "Другое", body: "Другое")], for: World.room, by: "test", at: now, in: transaction)
            let card = try service.card(offer.id, in: .english, at: now, transaction: transaction)
            #expect(card.title == "A suite" && card.price == Money(kopecks: 371_250) && card.earns == Points(37))
            #expect(card.validUntil == now + .days(3) && card.marking.count == 1 && card.lead == offer.lead)
            #expect(try service.card(offer.id, in: .russian, at: now, transaction: transaction).title == "Люкс")
        }
    }

    /// Whatever the gate said when the offer was made.
    @Test(
        arguments: [
            (.marking([.inn]), "UPDATE company SET inn = ''"),
            (.closed(.noAdvertisingConsent), "UPDATE consent_receipt SET withdrawn_at = 1 WHERE kind = 'advertising'"),
            (.closed(.noProcessingConsent), "UPDATE consent_receipt SET withdrawn_at = 1 WHERE kind = 'processing'"),
            (.closed(.termsOver), "UPDATE offer_terms SET valid_until = 1"), (.noText(World.room), "DELETE FROM offer_text"),
            (.noTerms(World.room), "DELETE FROM offer_terms"), (.withdrawn(offer), "UPDATE offer SET state = 'withdrawn'"),
            (.unknownOffer(offer), "DELETE FROM offer"),
        ] as [(OfferError, String)])
    func nothingIsShownThatMayNotBeShownNow(problem: OfferError, damage: String) async throws {
        let world = try await World()
        try await world.database.write { transaction in
            _ = try service.start(world.request(), ids: world.ids, at: now, in: transaction)
            try transaction.execute("UPDATE offer SET id = $1", [Self.offer])
            #expect(try service.card(Self.offer, in: .russian, at: now, transaction: transaction).marking.count == 1)
            try transaction.execute(damage)
            #expect(throws: problem) { try service.card(Self.offer, in: .russian, at: now, transaction: transaction) }
        }
    }
    static let offer = OfferID(high: 6, low: 6)

    typealias Break = @Sendable (World, Transaction) throws -> Void
    static let now = World.now

    /// Each fact, broken in the database alone.
    static let broken: [(silence: Silence, break: Break)] = [
        (.notLinked, { try ClientStore().unlink(customer: $0.customer, client: $0.client.id, in: $1) }),
        (.botBlocked, { try CustomerStore().setBlocked(now, for: $0.customer, in: $1) }),
        (.noProcessingConsent, { try ConsentStore().withdraw(.processing, by: $0.customer, at: now, in: $1) }),
        (.noAdvertisingConsent, { try ConsentStore().withdraw(.advertising, by: $0.customer, at: now, in: $1) }),
        (
            .alreadyOwned,
            { world, transaction in
                let taken = Interaction(
                    client: world.client.id, service: World.room, source: .history, sourceID: world.ids.bytes(16), value: 1, at: now)
                try HistoryStore().record(taken, in: transaction)
            }
        ),
        (
            .declinedRecently,
            { world, transaction in
                let draft = OfferStore.Draft(
                    lead: LeadID(high: 1, low: 1), customer: world.customer, client: world.client.id, service: World.room,
                    company: World.hotel,
                    startedBy: .customer, textVersion: 1, termsVersion: 1)
                let offer = try OfferStore().create(draft, ids: world.ids, at: now - .days(89), in: transaction).offer
                _ = try OfferStore().answer(.declined(.other), to: offer.id, by: world.customer, at: now - .days(89), in: transaction)
            }
        ),
        (.noText, { _, transaction in try transaction.execute("DELETE FROM offer_text WHERE service_id = $1", [World.room]) }),
        (
            .markingIncomplete,
            { _, transaction in
                try OfferTermsStore().save(World.terms(erid: nil), for: World.room, by: "test", at: now, in: transaction)
            }
        ),
        (
            .termsOver,
            { _, transaction in
                try OfferTermsStore().save(World.terms(validUntil: now), for: World.room, by: "test", at: now, in: transaction)
            }
        ),
        (.openComplaint, { try ComplaintStore().open($0.customer, ids: $0.ids, at: now - .days(3), in: $1) }),
        (
            .recentComplaint,
            { world, transaction in
                try ComplaintStore().open(world.customer, ids: world.ids, at: now - .hours(47), in: transaction)
                try ComplaintStore().close(of: world.customer, at: now, in: transaction)
            }
        ),
        (.capReached, { _, transaction in try SettingStore().set(Settings.contactCap, to: 0, by: "test", at: now, in: transaction) }),
        (.quietHours, { _, transaction in try SettingStore().set(Settings.quietFrom, to: 11, by: "test", at: now, in: transaction) }),
    ]

    @Test(arguments: broken.indices) func theGateHearsOfEveryFact(_ index: Int) async throws {
        let (silence, spoil) = Self.broken[index]
        let world = try await World()
        try await world.database.write { transaction in
            #expect(try service.decide(world.request(), at: now, in: transaction) == .open)
            try spoil(world, transaction)
            let closed = try start(world, world.request(), in: transaction)
            #expect(closed == silence)
            _ = try start(world, world.request(), at: now + .minutes(1), in: transaction)
            let kept = try SilenceStore().silences(about: world.request().lead, in: transaction)
            // Kept once; the time is the last one, so that the sender knows when to look again.
            #expect(kept.map(\.silence) == [silence] && kept.map(\.at) == [now + .minutes(1)])
            #expect(try store.offer(of: world.request().lead, in: transaction) == nil)
            // Opened by the person: only the clock and the cap give way.
            #expect(try start(world, world.request(.room, .customer), in: transaction) == (silence.isTiming ? nil : silence))
        }
    }

    /// What came of an earlier lead, sold by whomever, rests the service for 90 days; what came of this one decides nothing.
    @Test(arguments: [(1, Silence.alreadyOwned), (-1, .declinedRecently)])
    func anEarlierAnswerClosesForItsDaysAlone(_ value: Int, _ silence: Silence) async throws {
        let world = try await World()
        try await world.database.write { transaction in
            func answer(of lead: [UInt8], days: Int64) throws {
                try HistoryStore().record(
                    Interaction(
                        client: world.client.id, service: World.room, source: .offer, sourceID: lead, value: value, at: now - .days(days)),
                    in: transaction)
            }
            try answer(of: world.request().lead.bytes, days: 1)
            try answer(of: world.ids.bytes(16), days: 90)
            #expect(try service.decide(world.request(), at: now, in: transaction) == .open)
            try answer(of: world.ids.bytes(16), days: 89)
            #expect(try service.decide(world.request(), at: now, in: transaction) == .closed(silence))
        }
    }

    @Test func anotherCompanyNeedsItsConsentAndABankItsConfirmation() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let loan = world.request(World.loan)
            #expect(try service.decide(loan, at: now, in: transaction) == .closed(.channelNotConfirmed))
            var bank = World.company(World.bank, .bank)
            bank.channelConfirmation = Company.ChannelConfirmation(by: "lawyer", at: now)
            try CompanyStore().save(bank, in: transaction)
            #expect(try service.decide(loan, at: now, in: transaction) == .open)
            try ConsentStore().withdraw(.transfer, company: World.bank, by: world.customer, at: now, in: transaction)
            #expect(try service.decide(loan, at: now, in: transaction) == .closed(.noTransferConsent))
            let others = world.attestation(.only([World.hotel]))
            #expect(
                try service.decide(world.request(World.loan, attestation: others), at: now, in: transaction) == .closed(.noTransferConsent))
            #expect(try service.decide(world.request(World.loan, attestation: world.attestation()), at: now, in: transaction) == .open)
            #expect(
                try service.decide(world.request(attestation: world.attestation(mayMessage: false)), at: now, in: transaction)
                    == .closed(.senderForbids))
        }
    }

    @Test func theCapHoldsBackTheThirdPush() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            func request(_ lead: UInt64, _ start: OfferStart = .pipeline) -> OfferRequest {
                world.request(World.room, lead: LeadID(high: 8, low: lead), start)
            }
            #expect(try start(world, request(1), in: transaction) == nil)
            #expect(try start(world, request(2, .manager), in: transaction) == nil)
            #expect(try start(world, request(3), in: transaction) == .capReached)
            // A queued offer is not held back by itself.
            #expect(try start(world, request(2), in: transaction) == nil)
            #expect(try start(world, request(3, .customer), in: transaction) == nil)
            for lead in [1, 2] as [UInt64] {
                let offer = try store.offer(of: LeadID(high: 8, low: lead), in: transaction)
                if let offer { try store.sent(offer.id, at: now, in: transaction) }
            }
            #expect(try start(world, request(4), at: now + .days(6), in: transaction) == .capReached)
            #expect(try start(world, request(4), at: now + .days(7), in: transaction) == nil)
        }
    }
}

extension Silence {
    fileprivate var isTiming: Bool { self == .quietHours || self == .capReached }
}

extension ServiceID {
    fileprivate static let room = World.room
}
