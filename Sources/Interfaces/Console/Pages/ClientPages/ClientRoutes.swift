import Accounts
import Catalogue
import Clients
import Database
import Group
import HTTPTypes
import Hummingbird
import Localization
import Recommendations
import Sealing
import Vocabulary

/// The list of clients, one client, and what people do about it. Every query asks ``Access`` through ``ClientDesk`` and ``ClientList``.
struct ClientRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("clients") { request, _ in
            try await console.page(request) { visit in
                let filter = ClientFilter(request)
                let page = try await console.database.read { try ClientListPage(visit, filter, in: $0) }
                return .page(page.html)
            }
        }
        router.get("clients/{client}") { request, context in
            try await console.page(request) { visit in
                var page = try await show(try Self.id(context), visit)
                let done = DoorRoutes.query(request, "done")
                page.news = Self.news[done]
                page.isJustAdded = ["new", "updated"].contains(done)
                return .page(page.html)
            }
        }
        router.post("clients/{client}/recompute") { request, context in
            try await console.act(request, context) { visit, _ in
                let id = try Self.id(context)
                let advisor = console.advisor
                // Counted before the write: inside one the model would count rows that may yet be rolled back.
                try await console.database.read { transaction in
                    guard try Self.client(id, visit, in: transaction).forgottenAt == nil else { throw HTTPError(.notFound) }
                    _ = try advisor.known(id, at: visit.now, in: transaction)
                }
                let advice = try await compute(id, visit)
                return Self.back(to: id, advice.map { $0.isReused ? "reused" : "recomputed" } ?? "")
            }
        }
        router.post("clients/{client}/needs") { request, context in
            try await console.act(request, context) { visit, fields in
                try await setNeed(fields["need"], isHeld: fields["act"] == "add", of: try Self.id(context), visit)
            }
        }
        router.post("clients/{client}/link") { request, context in
            try await console.act(request, context) { visit, _ in try await issueLink(try Self.id(context), visit) }
        }
        router.post("clients/{client}/revoke") { request, context in
            try await console.act(request, context) { visit, _ in try await revokeLinks(try Self.id(context), visit) }
        }
    }

    private static let news: [String: Message] = [
        "new": ConsoleMessages.formDoneNew, "updated": ConsoleMessages.formDoneUpdated, "unchanged": ConsoleMessages.formDoneUnchanged,
        "reused": ConsoleMessages.cardReused, "recomputed": ConsoleMessages.cardRecomputed, "need": ConsoleMessages.cardNeedDone,
        "revoked": ConsoleMessages.cardLinkRevoked,
    ]

    private static func id(_ context: ConsoleContext) throws -> ClientID {
        guard let id = ClientID(hex: try context.parameters.require("client")) else { throw HTTPError(.notFound) }
        return id
    }

    private static func back(to id: ClientID, _ news: String) -> Response {
        .redirect(to: "/clients/\(id.hex)" + (news.isEmpty ? "" : "?done=\(news)"), type: .normal)
    }

    /// The client, if the person may see it.
    private static func client(_ id: ClientID, _ visit: Visit, in transaction: Transaction) throws -> ClientRecord {
        guard let client = try ClientDesk().client(id, for: visit.account, in: transaction) else { throw HTTPError(.notFound) }
        return client
    }

    /// The client, if the person may do something about it.
    private static func worked(_ id: ClientID, _ visit: Visit, in transaction: Transaction) throws -> ClientRecord {
        let client = try client(id, visit, in: transaction)
        guard ClientDesk.mayWork(on: client, visit.account) else { throw AccountsError.notAllowed }
        return client
    }

    // MARK: Recommendations

    private func show(_ id: ClientID, _ visit: Visit) async throws -> ClientPage {
        let advisor = console.advisor
        let (known, isForgotten) = try await console.database.read { transaction -> (ClientRecommendations?, Bool) in
            // Nothing is proposed to one who was taken back.
            guard try Self.client(id, visit, in: transaction).forgottenAt == nil else { return (nil, true) }
            return (try advisor.known(id, at: visit.now, in: transaction), false)
        }
        // Only what is not stored is written.
        let advice = if known != nil || isForgotten { known } else { try await compute(id, visit) }
        return try await console.database.read { transaction in
            try ClientPage(visit, try Self.client(id, visit, in: transaction), advice, in: transaction)
        }
    }

    /// Nil when no model can answer.
    private func compute(_ id: ClientID, _ visit: Visit) async throws -> ClientRecommendations? {
        let advisor = console.advisor
        return try await console.database.write { try advisor.computed(id, at: visit.now, in: $0) }
    }

    // MARK: Needs

    private func setNeed(_ need: String, isHeld: Bool, of id: ClientID, _ visit: Visit) async throws -> Response {
        let note = VersionNote(by: visit.account.login, at: visit.now)
        let changed = try await console.database.write { transaction in
            let client = try Self.worked(id, visit, in: transaction)
            guard try CatalogueStore().needs(in: transaction)[need] != nil else { throw HTTPError(.badRequest) }
            let book = NeedBook()
            do throws(NeedError) {
                return isHeld
                    ? try book.add(need, to: client.id, note, in: transaction) != nil
                    : try book.remove(need, from: client.id, note, in: transaction) != nil
            } catch NeedError.isNotHeld { return false }
        }
        return Self.back(to: id, changed ? "need" : "")
    }

    // MARK: Personal links

    private func issueLink(_ id: ClientID, _ visit: Visit) async throws -> Response {
        let (keyring, ids, actor) = (console.keyring, console.ids, visit.account.login)
        let page = try await console.database.write { transaction -> HandoutPage? in
            let client = try Self.worked(id, visit, in: transaction)
            guard let bot = try FactStore().value(.botName, in: transaction),
                let company = try CompanyStore().company(client.company, in: transaction),
                try ClientStore().link(of: client.id, in: transaction) == nil
            else { return nil }
            let until = visit.now + .days(Int64(try SettingStore().value(Settings.linkDays, in: transaction)))
            let token = try PersonalLinkStore(keyring: keyring).issue(client: client.id, expires: until, ids: ids, in: transaction)
            try AuditStore().append(
                actor: actor, action: "link.issued", subject: "company \(client.company.rawValue)", detail: "a personal link",
                at: visit.now,
                in: transaction)
            return try HandoutPage(
                visit, client, company, link: "https://t.me/\(bot)?start=\(keyring.text(of: .personal(token: token)))", until: until)
        }
        // Without a bot, or for a client who is there already, the page says so.
        guard let page else { return Self.back(to: id, "") }
        return .page(page.html)
    }

    private func revokeLinks(_ id: ClientID, _ visit: Visit) async throws -> Response {
        let actor = visit.account.login
        try await console.database.write { transaction in
            let client = try Self.worked(id, visit, in: transaction)
            let count = try PersonalLinkStore.revoke(of: client.id, at: visit.now, in: transaction)
            guard count > 0 else { return }
            try AuditStore().append(
                actor: actor, action: "link.revoked", subject: "company \(client.company.rawValue)", detail: "\(count) personal links",
                at: visit.now, in: transaction)
        }
        return Self.back(to: id, "revoked")
    }
}
