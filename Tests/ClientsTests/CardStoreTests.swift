import Clients
import Database
import Testing
import Vocabulary

@Suite struct CardStoreTests {
    let cards = CardStore()

    @Test func theSameDealIsOneCardAndCardsMoveOnInOrder() async throws {
        let world = try await World()
        let client = try await world.client("a")
        @Sendable func card(after seconds: Int64) -> Card {
            Card(
                id: world.ids.id(), client: client, service: World.newCar, outcome: .unknown, attestation: nil,
                receivedAt: World.now + .seconds(seconds))
        }
        let (late, early) = (card(after: 60), card(after: 0))
        try await world.database.write { transaction throws in
            #expect(try cards.add(late, content: "6;2500", in: transaction))
            #expect(try cards.add(early, content: "6;1800", in: transaction))
            #expect(try cards.add(card(after: 90), content: "6;2500", in: transaction) == false)
            #expect(try cards.pending(10, in: transaction) == [early, late])
            #expect(try cards.pending(1, in: transaction) == [early])
            #expect(try cards.move(early.id, to: .processed, at: World.now, in: transaction))
            #expect(try cards.move(early.id, to: .processed, at: World.now, in: transaction) == false)
            #expect(try cards.pending(10, in: transaction) == [late])
            #expect(try cards.cards(at: .processed, 10, in: transaction).map(\.id) == [early.id])
            #expect(try cards.count(at: .pending, in: transaction) == 1)
            try cards.setOutcome(.success, of: late.id, in: transaction)
            #expect(try cards.card(late.id, in: transaction)?.outcome == .success)
            #expect(try cards.card(of: client, content: "6;2500", in: transaction)?.id == late.id)
            #expect(try cards.cards(of: client, in: transaction).map(\.id) == [early.id, late.id])
        }
    }

    @Test func anAttestationNamesItsRecipients() async throws {
        let world = try await World()
        @Sendable func attestation(_ recipients: Attestation.Recipients) -> Attestation {
            Attestation(
                id: world.ids.id(), company: World.dealer, document: "Согласие, форма 7", date: "2026-03-01", recipients: recipients,
                mayMessage: true, actor: "admin", at: World.now)
        }
        let (all, some) = (attestation(.all), attestation(.only([World.leasing, World.bank])))
        try await world.database.write { transaction throws in
            for one in [all, some] {
                try AttestationStore().save(one, in: transaction)
                #expect(try AttestationStore().attestation(one.id, in: transaction) == one)
            }
            #expect(try AttestationStore().attest(attestation(.only([World.bank, World.leasing])), in: transaction) == some.id)
            let other = attestation(.only([World.bank]))
            #expect(try AttestationStore().attest(other, in: transaction) == other.id)
        }
        #expect(all.recipients.includes(World.bank))
        #expect(some.recipients.includes(World.leasing) && !some.recipients.includes(World.dealer))
        #expect(Attestation.Recipients(stored: .text("1,x")) == nil)
    }
}
