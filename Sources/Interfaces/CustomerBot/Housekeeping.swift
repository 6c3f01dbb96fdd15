import Consents
import CustomerDialogs
import Database
import Jobs
import Leads
import Offers
import Vocabulary

/// What time does to data: the undecided are forgotten, unanswered offers fall silent, finished work is wiped.
public struct Housekeeping: Sendable {
    private let database: Database
    private let front: FrontDesk
    private static let portion = 100

    public init(database: Database, front: FrontDesk) {
        self.database = database
        self.front = front
    }

    /// One portion of everything.
    /// - Returns: whether more waits.
    public func tidy() async throws -> Bool {
        let now = front.clock.now
        let more = try await database.write { [front] transaction in
            let undecided = try CustomerStore().undecided(cameBefore: now - .hours(24), limit: Self.portion, in: transaction)
            for customer in undecided { try front.erasure.forgetRefuser(customer, keyring: front.keyring, at: now, in: transaction) }
            let silent = try OfferService().fallSilent(limit: Self.portion, at: now, in: transaction)
            for offer in silent {
                guard let lead = try LeadStore().lead(offer.lead, in: transaction), lead.stage == .offered else { continue }
                try LeadService().answer(.silent, to: offer.lead, at: now, in: transaction)
            }
            // Telegram repeats updates for about a day; three are on the safe side.
            try Inbox().forget(finishedBefore: now - .days(3), in: transaction)
            try Outbox().forget(finishedBefore: now - .days(7), in: transaction)
            return undecided.count == Self.portion || silent.count == Self.portion
        }
        if !more { try await database.truncateLog() }
        return more
    }
}
