import Accounts
import Database
import Group
import Leads
import Vocabulary

/// What the staff did in these weeks, each act by somebody who may do it.
struct PastDesk {
    let staff: [Account]
    let codes: [CompanyID: String]

    func perform(_ act: PastLead.Act, on lead: PastLead, at moment: Instant, _ ids: IDSource, in transaction: Transaction) throws {
        guard let record = try LeadStore().lead(lead.draft.id, in: transaction) else { return }
        let people = staff.filter { $0.level == .sales && $0.place.company == record.company }
        guard let first = people.isEmpty ? nil : people[Int(lead.worker * Double(people.count))] else {
            return try report(act, record, at: moment, ids, in: transaction)
        }
        let desk = LeadDesk()
        // Whoever has it by now; the first one while nobody has.
        let seen = try ([first] + people).lazy.compactMap { person in
            try desk.view(record.number, for: person, in: transaction).map { (person: person, view: $0) }
        }.first { $0.view.holder == nil || $0.view.holder?.account == $0.person.id }
        guard let (person, view) = seen else { return }
        switch act {
        case .take: _ = try desk.take(view, by: person, at: moment, in: transaction)
        case .contacted: try desk.contacted(view, reached: true, by: person, at: moment, in: transaction)
        case .notReached: try desk.contacted(view, reached: false, by: person, at: moment, in: transaction)
        case .passOn: try passOn(record, at: moment, in: transaction)
        case .won(let amount): _ = try desk.won(view, amount: amount, by: person, at: moment, ids: ids, in: transaction)
        case .lost(let reason): _ = try desk.lost(view, reason: reason, by: person, at: moment, in: transaction)
        case .giveBack(let reason): _ = try desk.giveBack(view, reason: reason, by: person, at: moment, in: transaction)
        case .offer, .answer, .fallSilent: return
        }
    }

    /// The lowest head under whom there is a colleague.
    private func passOn(_ record: LeadRecord, at moment: Instant, in transaction: Transaction) throws {
        for head in staff.filter({ [.department, .unit].contains($0.level) }).sorted(by: { ($1.level, $0.login) < ($0.level, $1.login) }) {
            guard let view = try LeadDesk().view(record.number, for: head, in: transaction),
                let colleague = try LeadDesk().colleagues(for: view, of: head, in: transaction).first
            else { continue }
            return try LeadDesk().reassign(view, to: colleague.login, by: head, at: moment, in: transaction)
        }
    }

    /// A company without a desk says by its own system what came of it.
    private func report(_ act: PastLead.Act, _ record: LeadRecord, at moment: Instant, _ ids: IDSource, in transaction: Transaction) throws
    {
        let actor = codes[record.company] ?? DemoWorld.actor
        switch act {
        case .won(let amount): _ = try LeadOutcomes().won(record, amount: amount, by: actor, at: moment, ids: ids, in: transaction)
        case .lost(let reason): _ = try LeadOutcomes().lost(record, reason: reason, by: actor, at: moment, in: transaction)
        default: return
        }
    }
}
