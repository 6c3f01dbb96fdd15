import Accounts
import CustomerBot
import Database
import Hummingbird
import Leads
import Localization
import Offers
import Vocabulary

/// The list of leads, one lead, and what people do about it. Every query asks ``Access`` through ``LeadDesk`` and ``LeadList``.
struct LeadRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("leads") { request, _ in
            try await console.page(request) { visit in
                let filter = LeadFilter(request)
                var page = try await console.database.read { try LeadListPage(visit, filter, in: $0) }
                page.news = Self.filterNews[DoorRoutes.query(request, "done")]
                return .page(page.html)
            }
        }
        router.get("leads/{number}") { request, context in
            try await console.page(request) { visit in
                let number = try Self.number(context)
                var page = try await show(number, visit, list: LeadFilter(query: DoorRoutes.query(request, "list")))
                page.news = Self.news(DoorRoutes.query(request, "done"), page.view.lead)
                return .page(page.html)
            }
        }
        for act in Act.allCases {
            router.post("leads/{number}/\(act.rawValue)") { request, context in
                try await console.act(request, context) { visit, fields in
                    try await perform(act, on: try Self.number(context), visit, fields)
                }
            }
        }
    }

    private static let filterNews = [
        "saved": ConsoleMessages.filterSaved, "renamed": ConsoleMessages.filterRenamed, "deleted": ConsoleMessages.filterDeleted,
    ]

    enum Act: String, CaseIterable {
        case take, release, contacted, won, lost, reassign, send, ask
        case notReached = "not-reached"
        case giveBack = "return"

        /// What the person reads afterwards.
        var done: Message {
            switch self {
            case .take: ConsoleMessages.doneTaken
            case .release: ConsoleMessages.doneReleased
            case .contacted: ConsoleMessages.doneContacted
            case .notReached: ConsoleMessages.doneNotReached
            case .won: ConsoleMessages.doneWon
            case .lost: ConsoleMessages.doneLost
            case .giveBack: ConsoleMessages.doneReturned
            case .reassign: ConsoleMessages.doneReassigned
            case .send: ConsoleMessages.doneSent
            case .ask: ConsoleMessages.doneAsked
            }
        }
    }

    /// What the person just did, where that still holds.
    private static func news(_ done: String, _ lead: LeadRecord) -> Message? {
        if done == sentBefore { return ConsoleMessages.doneSentBefore }
        guard let act = Act(rawValue: done), act != .take || lead.stage.isOpen else { return nil }
        return act.done
    }

    /// A second press of "send".
    private static let sentBefore = "sent-before"

    private static func number(_ context: ConsoleContext) throws -> LeadNumber {
        guard let number = LeadNumber(try context.parameters.require("number")) else { throw HTTPError(.notFound) }
        return number
    }

    private func show(_ number: LeadNumber, _ visit: Visit, list: LeadFilter) async throws -> LeadPage {
        let offers = console.offers
        return try await console.database.read { try LeadPage(visit, Self.view(number, visit, in: $0), offers, list: list, in: $0) }
    }

    /// What this person may not see is not there.
    private static func view(_ number: LeadNumber, _ visit: Visit, in transaction: Transaction) throws -> LeadDesk.View {
        guard let view = try LeadDesk().view(number, for: visit.account, in: transaction) else { throw HTTPError(.notFound) }
        return view
    }

    private func perform(_ act: Act, on number: LeadNumber, _ visit: Visit, _ fields: FormFields) async throws -> Response {
        let (now, ids, offers) = (visit.now, console.ids, console.offers)
        let typed = (amount: fields["amount"], reason: fields["reason"], colleague: fields["colleague"], isSure: fields["sure"] == "yes")
        let list = LeadFilter(query: fields["list"])
        let isRepeatedSend: Bool
        do {
            isRepeatedSend = try await console.database.write { transaction in
                let view = try Self.view(number, visit, in: transaction)
                let (desk, account) = (LeadDesk(), visit.account)
                switch act {
                case .take: _ = try desk.take(view, by: account, at: now, in: transaction)
                case .release: try desk.putBack(view, by: account, at: now, in: transaction)
                case .contacted: try desk.contacted(view, reached: true, by: account, at: now, in: transaction)
                case .notReached: try desk.contacted(view, reached: false, by: account, at: now, in: transaction)
                case .reassign: try desk.reassign(view, to: typed.colleague, by: account, at: now, in: transaction)
                case .send:
                    let happened = try desk.message(view, by: account, at: now, in: transaction) { lead in
                        switch try offers.send(lead, by: account.login, in: transaction) {
                        case .queued: .now
                        case .already: .already
                        case .closed(let silence): throw Slip.silence(silence)
                        }
                    }
                    return happened == .already
                case .ask:
                    guard Access.allows(.workLead, to: account, reach: view.reach) else { throw LeadsError.notAllowed }
                    guard let reason = ContactReason(rawValue: typed.reason) else { throw Slip.reason }
                    try ContactDesk().ask(view, because: reason, by: account, at: now, ids: ids, in: transaction)
                case .won:
                    guard let amount = Money(typed: typed.amount, hasCommaGroups: true) else {
                        throw Money.isBeyondMost(typed: typed.amount) ? Slip.amountTooGreat : Slip.amount
                    }
                    // Money that is written down stays: a person who mistyped it should see it once more, as money is written.
                    guard Access.allows(.workLead, to: account, reach: view.reach) else { throw LeadsError.notAllowed }
                    guard typed.isSure || view.lead.stage.isOver else { throw Slip.unsure(amount) }
                    _ = try desk.won(view, amount: amount, by: account, at: now, ids: ids, in: transaction)
                case .lost:
                    guard let reason = LostReason(rawValue: typed.reason) else { throw Slip.reason }
                    _ = try desk.lost(view, reason: reason, by: account, at: now, in: transaction)
                case .giveBack:
                    guard let reason = ReturnReason(rawValue: typed.reason) else { throw Slip.reason }
                    _ = try desk.giveBack(view, reason: reason, by: account, at: now, in: transaction)
                }
                return false
            }
        } catch {
            if case Slip.unsure(let amount) = error {
                var page = try await show(number, visit, list: list)
                page.unsure = amount
                return .page(page.html)
            }
            guard let problem = Self.problem(error) else { throw error }
            var page: LeadPage
            do { page = try await show(number, visit, list: list) } catch let error as HTTPError where error.status == .notFound {
                // Somebody was quicker, and it is out of sight now.
                return .page(ErrorPage(status: .conflict, message: problem, say: visit.say).html, status: .conflict)
            }
            page.slip = .init(amount: String(typed.amount.prefix(20)), problem: problem)
            return .page(page.html, status: (error as? Slip)?.isTyping == true ? .unprocessableContent : .conflict)
        }
        // From home one goes on at home.
        let place = fields["back"] == "home" ? "/" : "/leads/\(number.text)"
        return .redirect(to: "\(place)?done=\(isRepeatedSend ? Self.sentBefore : act.rawValue)\(list.reminder("&"))", type: .normal)
    }

    private enum Slip: Error {
        case amount, amountTooGreat, reason
        case silence(Silence)
        /// Has to be asked once more.
        case unsure(Money)

        /// What the person typed or chose was wrong.
        var isTyping: Bool { if case .silence = self { false } else { true } }
    }

    /// What to tell the person; nil: it is nothing that they could mend.
    static func problem(_ error: any Error) -> Message? {
        switch error {
        case Slip.amount: ConsoleMessages.slipAmount
        case Slip.amountTooGreat: ConsoleMessages.slipAmountTooGreat(most: .most)
        case Slip.reason: ConsoleMessages.slipReason
        case Slip.silence(let silence): ConsoleMessages.botClosed(reason: silence.words)
        case LeadsError.taken: ConsoleMessages.slipTaken
        case LeadsError.invalid(_, let stage):
            stage.isOver ? ConsoleMessages.slipOver(stage: stage.words) : ConsoleMessages.slipStage(stage: stage.words)
        case LeadsError.otherAmount(let amount): ConsoleMessages.slipOtherAmount(amount: amount)
        case LeadsError.otherReason(let reason): ConsoleMessages.slipOtherReason(reason: reason.words)
        case LeadsError.notAllowed: ConsoleMessages.slipNotAllowed
        default: nil
        }
    }
}
