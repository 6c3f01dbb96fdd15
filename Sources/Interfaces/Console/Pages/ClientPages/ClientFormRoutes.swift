import Accounts
import Catalogue
import Clients
import Database
import Group
import HTTPTypes
import Hummingbird
import Leads
import Vocabulary

/// `/clients/new`: one client by a form. The same rules as a file's row, the same intake.
struct ClientFormRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("clients/new") { request, _ in
            try await console.page(request) { visit in
                let company = try Self.sender(visit)
                let asked = Audience(rawValue: DoorRoutes.query(request, "kind"))
                let page = try await console.database.read { transaction in
                    let audience = try asked ?? ClientFormPage.usualAudience(of: company, in: transaction)
                    return try ClientFormPage(visit, ClientDraft(audience), of: company, in: transaction)
                }
                return .page(page.html)
            }
        }
        router.post("clients/new") { request, context in
            try await console.act(request, context) { visit, fields in
                try await add(ClientDraft(Self.audience(request), fields), of: try Self.sender(visit), visit)
            }
        }
    }

    private static func audience(_ request: Request) -> Audience { Audience(rawValue: DoorRoutes.query(request, "kind")) ?? .individual }

    private static func sender(_ visit: Visit) throws -> CompanyID {
        guard let company = ClientDesk.sendsFor(visit.account) else { throw HTTPError(.notFound) }
        return company
    }

    private func add(_ draft: ClientDraft, of company: CompanyID, _ visit: Visit) async throws -> Response {
        var page = try await console.database.read { try ClientFormPage(visit, draft, of: company, in: $0) }
        let service = page.services.first { "\($0.id.rawValue)" == draft.service }
        var typed = draft.typed
        typed[.product] = service?.name ?? ""
        let checked = CardImport(company: company, keyring: console.keyring, now: visit.now).check(typed: typed, draft.audience)
        var attestation: Attestation?
        do throws(AttestationDraft.Problem) {
            attestation = try draft.consent.attestation(
                of: company, known: page.companies, by: visit.account.login, at: visit.now, ids: console.ids)
        } catch { page.consentProblem = error }
        guard case .card(let card) = checked, let service, page.consentProblem == nil else {
            if case .refused(let problems) = checked { page.add(problems) }
            return .page(page.html, status: .unprocessableContent)
        }
        let stored = try await store(card, for: service.id, attestation, of: company, visit)
        guard case .found(let client, let news) = stored else {
            if case .refused(let problem) = stored { page.add([problem]) }
            return .page(page.html, status: .conflict)
        }
        return .redirect(to: "/clients/\(client.hex)?done=\(news)", type: .normal)
    }

    private enum Stored: Sendable {
        case found(ClientID, news: String)
        case refused(RowProblem)
    }

    private func store(
        _ card: ValidatedCard, for service: ServiceID, _ attestation: Attestation?, of company: CompanyID, _ visit: Visit
    ) async throws -> Stored {
        let (keyring, ids, actor) = (console.keyring, console.ids, visit.account.login)
        return try await console.database.write { transaction in
            // A refused card leaves nothing, not even the sender's word.
            let known = try ClientStore().client(company: company, reference: card.reference, in: transaction)
            if let known, known.audience != card.audience {
                return .refused(RowProblem(row: card.row, column: .reference, rule: .otherAudience))
            }
            let kept = try Sending.attest(attestation, at: visit.now, in: transaction)
            let intake = CardImport(company: company, attestation: kept, keyring: keyring, now: visit.now, listeners: [LeadService()])
            let news: String
            let answer = try intake.store(card, as: service, ids: ids, in: transaction)
            switch answer {
            case .new: news = "new"
            case .updated: news = "updated"
            case .unchanged, .waits: news = "unchanged"
            case .refused(let problem): return .refused(problem)
            }
            // A send of one row, so that it can be taken back as a file can. What changed nothing is none: there is nothing to take back.
            if news != "unchanged" {
                let send = ClientSend(
                    id: ids.id(), company: company, actor: actor, kind: .form, audience: card.audience, attestation: kept,
                    columns: .init(), startedAt: visit.now)
                try ClientSendStore().create(send, of: SendRow(1, answer, said: card.outcome), in: transaction)
            }
            try AuditStore().append(
                actor: actor, action: "client.added", subject: "company \(company.rawValue)", detail: "one client by a form, \(news)",
                at: visit.now, in: transaction)
            guard let client = try ClientStore().client(company: company, reference: card.reference, in: transaction) else {
                throw DatabaseError.unexpected(column: "client.reference")
            }
            return .found(client.id, news: news)
        }
    }
}

extension ClientFormPage {
    mutating func add(_ refused: [RowProblem]) {
        for problem in refused { problems[problem.column, default: []].append(problem.rule.message(in: visit.say.language)) }
    }
}
