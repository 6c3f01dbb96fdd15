import Clients
import Database
import Group
import Vocabulary

extension OfferService {
    /// When a passing reason will have passed; nil: it is none, or nobody can say yet. Another reason may stand by then.
    public func reopens(
        _ silence: Silence, for request: OfferRequest, at now: Instant, in transaction: Transaction
    ) throws(OfferError) -> Instant? {
        switch silence {
        case .quietHours:
            return Self.nextMoscowHour(try setting(Settings.quietUntil, in: transaction), after: now)
        case .capReached:
            let (cap, days) = (try setting(Settings.contactCap, in: transaction), try setting(Settings.contactCapDays, in: transaction))
            guard cap > 0, let holder = try holder(of: request, in: transaction) else { return nil }
            // Once the earliest of the last `cap` messages has left the window there is room for one.
            let sent = try OfferError.storing { () throws(DatabaseError) in
                try OfferStore().latestContacts(cap, with: holder, except: request.lead, in: transaction)
            }
            return sent.count == cap ? sent.last.map { $0 + .days(Int64(days)) } : nil
        case .recentComplaint:
            guard let holder = try holder(of: request, in: transaction) else { return nil }
            let last = try OfferError.storing { () throws(DatabaseError) in
                try ComplaintStore().standing(of: holder, in: transaction).last
            }
            let hours = try setting(Settings.cooloffHours, in: transaction)
            return last.map { $0 + .hours(Int64(hours)) }
        default: return nil
        }
    }

    private func holder(of request: OfferRequest, in transaction: Transaction) throws(OfferError) -> CustomerID? {
        try OfferError.storing { () throws(DatabaseError) in try ClientStore().customer(of: request.client.id, in: transaction) }
    }

    static func nextMoscowHour(_ hour: Int, after now: Instant) -> Instant {
        let (shift, day) = (Span.hours(3).milliseconds, Span.days(1).milliseconds)
        let midnight = (now.milliseconds + shift) / day * day - shift
        let today = Instant(milliseconds: midnight) + .hours(Int64(hour))
        return today > now ? today : today + .days(1)
    }
}
