import Clients
import Database
import Group
import Testing
import Vocabulary

@testable import Offers

/// When a silence that only time ends will be over.
@Suite struct ReopeningTests {
    @Test(arguments: zip([0, 9, 10, 23], [10, 1, 24, 11] as [Int64])) func quietHoursEndAtTheirHour(hour: Int64, waits: Int64) {
        // Midnight in Moscow.
        let midnight = Instant(seconds: 1_789_938_000)
        #expect(OfferService.nextMoscowHour(10, after: midnight + .hours(hour)) == midnight + .hours(hour + waits))
    }

    @Test func theCapReopensWhenItsEarliestMessageLeavesTheWindow() async throws {
        let world = try await World()
        let (now, ids) = (World.now, world.ids)
        let request = world.request()
        let answers = try await world.database.write { transaction -> [Instant?] in
            var answers: [Instant?] = []
            for (number, age) in [(1, 5), (2, 3), (3, 1)] as [(UInt64, Int64)] {
                answers.append(try OfferService().reopens(.capReached, for: request, at: now, in: transaction))
                let draft = OfferStore.Draft(
                    lead: LeadID(high: 9, low: number), customer: world.customer, client: world.client.id, service: World.room,
                    company: World.hotel, startedBy: .pipeline, textVersion: 1, termsVersion: 1)
                let made = try OfferStore().create(draft, ids: ids, at: now - .days(age), in: transaction)
                try OfferStore().sent(made.offer.id, at: now - .days(age), in: transaction)
            }
            answers.append(try OfferService().reopens(.capReached, for: request, at: now, in: transaction))
            answers.append(try OfferService().reopens(.noText, for: request, at: now, in: transaction))
            return answers
        }
        // Two in seven days: of three, the one of three days ago has to leave.
        #expect(answers == [nil, nil, now - .days(5) + .days(7), now - .days(3) + .days(7), nil])
    }
}
