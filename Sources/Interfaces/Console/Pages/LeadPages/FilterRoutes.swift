import Accounts
import Database
import Group
import Hummingbird
import Leads
import Localization
import Vocabulary

/// Saved filters of the list, the list as a file, and acts on several leads at once.
struct FilterRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.post("filters") { request, context in
            try await console.act(request, context) { visit, fields in
                let (filter, name, ids) = (LeadFilter(query: fields["query"]), fields["name"], console.ids)
                let outcome = try await console.database.write { transaction in
                    let outcome = try SavedFilterStore().save(
                        filter.query, as: name, of: visit.account.id, ids: ids, at: visit.now, in: transaction)
                    try Self.audit(outcome, "filter.saved", visit, in: transaction)
                    return outcome
                }
                return try await answer(outcome, filter, typed: name, done: "saved", visit)
            }
        }
        router.post("filters/{id}/rename") { request, context in
            try await change(request, context, done: "renamed") { id, account, fields, transaction in
                try SavedFilterStore().rename(id, to: fields["name"], of: account, in: transaction)
            }
        }
        router.post("filters/{id}/delete") { request, context in
            try await change(request, context, done: "deleted") { id, account, _, transaction in
                try SavedFilterStore().delete(id, of: account, in: transaction)
            }
        }
    }

    private func change(
        _ request: Request, _ context: ConsoleContext, done: String,
        _ work: @escaping @Sendable (Identifier<SavedFilter>, AccountID, FormFields, Transaction) throws -> SavedFilterStore.Outcome
    ) async throws -> Response {
        try await console.act(request, context) { visit, fields in
            guard let id = Identifier<SavedFilter>(hex: try context.parameters.require("id")) else { throw HTTPError(.notFound) }
            let outcome = try await console.database.write { transaction in
                let outcome = try work(id, visit.account.id, fields, transaction)
                try Self.audit(outcome, "filter.\(done)", visit, in: transaction)
                return outcome
            }
            guard outcome != .unknown else { throw HTTPError(.notFound) }
            return try await answer(outcome, LeadFilter(query: fields["query"]), typed: fields["name"], done: done, visit)
        }
    }

    private static func audit(
        _ outcome: SavedFilterStore.Outcome, _ action: String, _ visit: Visit, in transaction: Transaction
    ) throws {
        guard outcome == .done else { return }
        try AuditStore().append(
            actor: visit.account.login, action: action, subject: "filter", detail: "", at: visit.now, in: transaction)
    }

    private func answer(
        _ outcome: SavedFilterStore.Outcome, _ filter: LeadFilter, typed: String, done: String, _ visit: Visit
    ) async throws -> Response {
        let problem: Message
        switch outcome {
        case .done, .unknown:
            let separator = filter.query.isEmpty ? "?" : "&"
            return .redirect(to: "\(filter.path { $0.page = filter.page })\(separator)done=\(done)", type: .normal)
        case .badName: problem = ConsoleMessages.filterBadName(most: Int64(SavedFilterStore.longestName))
        case .nameTaken: problem = ConsoleMessages.filterNameTaken
        case .full: problem = ConsoleMessages.filterFull(most: Int64(SavedFilterStore.most))
        }
        var page = try await console.database.read { try LeadListPage(visit, filter, in: $0) }
        page.isFilterOpen = true
        (page.problem, page.typedName) = (problem, String(typed.prefix(SavedFilterStore.longestName)))
        return .page(page.html, status: .unprocessableContent)
    }
}
