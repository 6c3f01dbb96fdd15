import Accounts
import Catalogue
import Database
import HTTPTypes
import Hummingbird
import Leads
import Localization
import Vocabulary

/// `/model/threshold`: what a threshold means before it applies; changing it and taking a change back.
struct ThresholdRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("model/threshold") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireView(visit)
                return try await show(request, visit)
            }
        }
        router.post("model/threshold") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                return try await apply(visit, fields)
            }
        }
        router.post("model/threshold/undo") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                return try await undo(visit, fields)
            }
        }
    }

    // MARK: Looking

    private func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let standard: ThresholdScope =
            visit.account.place.company.map { ModelSection.maySteer(visit.account) ? .group : .company($0) } ?? .group
        var slip: Message?
        let question: ThresholdQuestion
        do { question = try ThresholdQuestion(request, standard: standard) } catch let error as ThresholdQuestion.Slip {
            slip = error == .rating ? ConsoleMessages.thresholdSlipRating : ConsoleMessages.thresholdSlipProbability
            question = ThresholdQuestion(try ThresholdQuestion.scope(of: request, standard: standard), .current)
        }
        let frame = try await console.database.read { try ThresholdFrame(visit, question.scope, in: $0) }
        guard visit.account.seesThreshold(of: question.scope, services: frame.services) else { throw HTTPError(.notFound) }
        let study = try await console.counting.study(question, anew: DoorRoutes.query(request, "anew") == "1")
        guard let study else {
            var response = Response.page(CountingPage(visit: visit).html)
            // The browser asks again by itself, of what is counted now.
            response.headers[.refresh] = "1; url=\(request.uri.description.replacing("anew=1", with: ""))"
            return response
        }
        var page = ThresholdPage(visit: visit, frame: frame, study: study, question: question)
        page.typed = (DoorRoutes.query(request, "by"), String(DoorRoutes.query(request, "value").prefix(12)))
        page.why = String(DoorRoutes.query(request, "why").prefix(400))
        page.undo = Int(DoorRoutes.query(request, "undo"))
        page.problem = slip ?? Outcome(rawValue: DoorRoutes.query(request, "problem"))?.words
        page.news = Outcome(rawValue: DoorRoutes.query(request, "done"))?.words
        return .page(page.html, status: slip == nil ? .ok : .unprocessableContent)
    }

    private enum Outcome: String {
        case applied, undone, same, changed, why

        var words: Message {
            switch self {
            case .applied: ConsoleMessages.thresholdApplied
            case .undone: ConsoleMessages.thresholdUndone
            case .same: ConsoleMessages.thresholdSame
            case .changed: ConsoleMessages.thresholdChanged
            case .why: ConsoleMessages.thresholdWhyNeeded
            }
        }
    }

    // MARK: Changing

    private func apply(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        guard let scope = ThresholdQuestion.scope(fields["scope"]), let to = Self.own(fields["to"]),
            let before = Self.own(fields["before"]),
            to != nil || scope != .group
        else { throw HTTPError(.badRequest) }
        try await requireKnown(scope)
        let value = "&value=\(to.map(String.init) ?? "inherit")"
        guard let why = Reason.read(fields["why"]), !why.isEmpty else { return back(scope, "\(value)&problem=why", fields["why"]) }
        let (actor, now) = (visit.account.login, visit.now)
        do {
            let change = try await console.database.write { transaction in
                try ThresholdStore().set(scope, to: to, expecting: before, by: actor, why: why, at: now, in: transaction)
            }
            return back(scope, change == nil ? "&done=same" : "&done=applied")
        } catch LeadsError.threshold(.changedMeanwhile) { return back(scope, "\(value)&problem=changed", why) } catch LeadsError.threshold(
            .outOfRange)
        { throw HTTPError(.badRequest) }
    }

    private func undo(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        guard let scope = ThresholdQuestion.scope(fields["scope"]), let seq = Int(fields["seq"]) else { throw HTTPError(.badRequest) }
        try await requireKnown(scope)
        guard let why = Reason.read(fields["why"]) else { return back(scope, "&problem=why", fields["why"]) }
        let (actor, now) = (visit.account.login, visit.now)
        do {
            try await console.database.write { transaction in
                guard let latest = try ThresholdStore().undoable(in: scope, in: transaction), latest.seq == seq else {
                    throw LeadsError.threshold(.nothingToUndo)
                }
                try ThresholdStore().undo(latest, by: actor, why: why, at: now, in: transaction)
            }
            return back(scope, "&done=undone")
        } catch LeadsError.threshold { return back(scope, "&problem=changed") }
    }

    /// A company or service that is not there has no threshold.
    private func requireKnown(_ scope: ThresholdScope) async throws {
        let isKnown = try await console.database.read { try ThresholdFrame.isKnown(scope, in: $0) }
        guard isKnown else { throw HTTPError(.notFound) }
    }

    /// What was typed comes along.
    private func back(_ scope: ThresholdScope, _ more: String, _ why: String = "") -> Response {
        let kept = why.isEmpty ? "" : "&why=\(String(why.prefix(400)).escapedForQuery)"
        return .redirect(to: ThresholdQuestion.path(scope, more + kept), type: .normal)
    }

    /// A scope's own threshold in a form: a rating, or that it follows the wider one. Nil: neither.
    private static func own(_ text: String) -> Int?? {
        if text == "inherit" { return .some(nil) }
        guard let rating = Int(text), (0...100).contains(rating) else { return nil }
        return rating
    }
}
