import Accounts
import Catalogue
import Clients
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// `/model/needs`: what each service is about.
struct NeedRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("model/needs") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                let search = String(DoorRoutes.query(request, "q").filter { $0 != "\0" }.prefix(80))
                var page = try await console.database.read { try NeedPage(visit, search, in: $0) }
                page.outcome = Outcome(rawValue: DoorRoutes.query(request, "done"))
                page.open = Int(DoorRoutes.query(request, "service"))
                return .page(page.html)
            }
        }
        router.post("model/needs/undo") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                guard let version = Int(fields["version"]) else { throw HTTPError(.badRequest) }
                let note = VersionNote(by: visit.account.login, at: visit.now, reason: Reason.read(fields["why"]) ?? "")
                let outcome: Outcome
                do {
                    try await console.database.write { _ = try NeedBook().undo(version: version, note, in: $0) }
                    outcome = .undone
                } catch NeedError.version(.changedSince) { outcome = .changed } catch NeedError.version(.undoneBefore) {
                    outcome = .before
                } catch NeedError.version(.unknown) { throw HTTPError(.notFound) }
                return .redirect(to: "/model/needs?done=\(outcome.rawValue)", type: .normal)
            }
        }
        router.post("model/needs/{service}") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                guard let number = Int(try context.parameters.require("service")) else { throw HTTPError(.notFound) }
                let needs = [fields["first"], fields["second"]].filter { !$0.isEmpty }
                guard let why = Reason.read(fields["why"]) else {
                    return .redirect(to: "/model/needs?done=why&service=\(number)", type: .normal)
                }
                let note = VersionNote(by: visit.account.login, at: visit.now, reason: why)
                let seen = fields["seen"]
                let outcome = try await console.database.write { transaction -> Outcome in
                    guard let service = try CatalogueStore().service(ServiceID(number), in: transaction) else { throw HTTPError(.notFound) }
                    let known = Set(try CatalogueStore().needs(in: transaction).keys)
                        .union(try CatalogueStore().all(in: transaction).flatMap(\.needs))
                    guard !needs.isEmpty, Set(needs).count == needs.count, needs.allSatisfy(known.contains) else { return .choice }
                    guard service.needs.joined(separator: "|") == seen else { return .meanwhile }
                    return try NeedBook().set(needs, of: service, note, in: transaction) == nil ? .same : .saved
                }
                return .redirect(to: "/model/needs?done=\(outcome.rawValue)&service=\(number)", type: .normal)
            }
        }
    }

    enum Outcome: String, Sendable {
        case saved, undone, same, changed, before, choice, why, meanwhile

        var isGood: Bool { [.saved, .undone, .same].contains(self) }

        var words: Message {
            switch self {
            case .saved: ConsoleMessages.needsSaved
            case .undone: ConsoleMessages.linksUndone
            case .same: ConsoleMessages.thresholdSame
            case .changed: ConsoleMessages.linksChangedSince
            case .before: ConsoleMessages.linksUndoneBefore
            case .choice: ConsoleMessages.needsChoice
            case .why: ConsoleMessages.linksReason
            case .meanwhile: ConsoleMessages.needsMeanwhile
            }
        }
    }
}
