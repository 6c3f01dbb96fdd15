import Accounts
import Clients
import Database
import Group
import HTTPTypes
import Hummingbird
import Localization
import Sealing
import Spreadsheets
import Vocabulary

/// Files of clients: upload, preview, import. A file is in memory only, see ``Uploads``; whom it is for is asked of ``Access``.
struct SendRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("clients/send") { request, _ in
            try await console.page(request) { visit in
                let problem: Message? =
                    switch DoorRoutes.query(request, "problem") {
                    case "gone": ConsoleMessages.sendGone
                    default: nil
                    }
                return try await show(
                    visit, problem, news: DoorRoutes.query(request, "done") == "dropped" ? ConsoleMessages.previewDropped : nil)
            }
        }
        router.get("clients/template/{file}") { request, context in
            try await console.page(request) { visit in try template(try context.parameters.require("file"), visit) }
        }
        router.post("clients/send") { request, context in try await upload(request) }
        router.get("clients/send/{upload}") { request, context in
            try await console.page(request) { visit in
                let company = try sender(visit)
                guard let upload = kept(context, visit) else { return gone }
                return try await preview(upload, of: company, visit)
            }
        }
        router.post("clients/send/{upload}/again") { request, context in
            try await console.act(request, context) { visit, fields in
                let company = try sender(visit)
                guard let (upload, problem) = try await decide(context, visit, fields, of: company) else { return gone }
                if let problem { return try await preview(upload, of: company, visit, fileProblem: problem) }
                return .redirect(to: "/clients/send/\(upload.id.hex)", type: .normal)
            }
        }
        router.post("clients/send/{upload}/drop") { request, context in
            try await console.act(request, context) { visit, _ in
                guard let upload = kept(context, visit), console.uploads.take(upload.id, session: visit.session) != nil else { return gone }
                return .redirect(to: "/clients/send?done=dropped", type: .normal)
            }
        }
        router.post("clients/send/{upload}/import") { request, context in
            try await console.act(request, context) { visit, fields in
                let company = try sender(visit)
                guard let (upload, problem) = try await decide(context, visit, fields, of: company) else { return gone }
                if let problem { return try await preview(upload, of: company, visit, fileProblem: problem) }
                return try await begin(upload, of: company, visit)
            }
        }
    }

    private func show(
        _ visit: Visit, _ problem: Message? = nil, news: Message? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var page = try await console.database.read { try SendPage(visit, in: $0) }
        (page.problem, page.news) = (problem, news)
        return .page(page.html, status: status)
    }

    /// Whoever may not send has no such page.
    private func sender(_ visit: Visit) throws -> CompanyID {
        guard let company = ClientDesk.sendsFor(visit.account) else { throw HTTPError(.notFound) }
        return company
    }

    private func kept(_ context: ConsoleContext, _ visit: Visit) -> Upload? {
        guard let id = context.parameters.get("upload").flatMap({ UploadID(hex: $0) }) else { return nil }
        return console.uploads.upload(id, session: visit.session, at: visit.now)
    }

    /// A file that is not there, that is over, or that is somebody else's.
    private var gone: Response { .redirect(to: "/clients/send?problem=gone", type: .normal) }

    // MARK: The file comes

    private func upload(_ request: Request) async throws -> Response {
        guard let visit = try await console.visit(request) else { return console.toDoor(request, unsaved: true) }
        // Before a long body is read: whether it can be a form of ours at all.
        guard console.isFromHere(request) else { throw ConsoleProblem.strangeForm }
        let company = try sender(visit)
        guard console.uploads.begin(visit.account.id) else {
            return try await show(visit, ConsoleMessages.sendBusy, status: .serviceUnavailable)
        }
        defer { console.uploads.end(visit.account.id) }
        let limits = MultipartForm.Limits()
        let form: MultipartForm
        do { form = try await MultipartForm(request, limits) } catch let error as HTTPError {
            switch error.status {
            case .contentTooLarge:
                return try await show(visit, ConsoleMessages.sendTooLarge(most: Int64(limits.fileBytes >> 20)), status: error.status)
            case .badRequest: return try await show(visit, ConsoleMessages.sendBroken, status: error.status)
            default: throw error
            }
        }
        guard console.keyring.isFormToken(form["form_token"], for: visit.session.bytes) else { throw ConsoleProblem.strangeForm }
        // A long file is long on its way, and nothing is kept for a session that ended meanwhile.
        guard try await console.visit(request) != nil else { return console.toDoor(request, unsaved: true) }
        guard let file = form.file, !file.name.isEmpty else {
            return try await show(visit, ConsoleMessages.sendNoFile, status: .unprocessableContent)
        }
        var upload = Upload(id: console.ids.id(), bytes: file.bytes, name: String(file.name.suffix(200)), at: visit.now)
        do throws(CardFileError) {
            let seen = try inspect(upload, of: company, visit)
            // What was found counts as chosen, so that nothing is looked at twice until a person says otherwise.
            (upload.inspection, upload.layout) = (seen, CardLayout(sheet: seen.sheet, headerRow: seen.header.row))
        } catch {
            return try await show(visit, error.message, status: .unprocessableContent)
        }
        guard console.uploads.keep(upload, of: visit.account.id, session: visit.session) else {
            return try await show(visit, ConsoleMessages.sendBusy, status: .serviceUnavailable)
        }
        return .redirect(to: "/clients/send/\(upload.id.hex)", type: .normal)
    }

    private func inspect(_ upload: Upload, of company: CompanyID, _ visit: Visit) throws(CardFileError) -> CardInspection {
        if let known = upload.inspection { return known }
        return try CardImport(company: company, keyring: console.keyring, now: visit.now).inspect(
            upload.bytes, named: upload.name, upload.layout)
    }

    private func preview(
        _ upload: Upload, of company: CompanyID, _ visit: Visit, problem: AttestationDraft.Problem? = nil, fileProblem: Message? = nil
    ) async throws -> Response {
        let inspection: CardInspection
        do throws(CardFileError) { inspection = try inspect(upload, of: company, visit) } catch {
            return try await show(visit, error.message, status: .unprocessableContent)
        }
        var page = try await console.database.read { try PreviewPage(visit, upload, inspection, of: company, in: $0) }
        (page.problem, page.fileProblem) = (problem, fileProblem)
        return .page(page.html, status: problem == nil && fileProblem == nil ? .ok : .unprocessableContent)
    }

    // MARK: The person decides

    /// Keeps what the form says beside the file. Nil: the file is gone. A sheet that cannot be read is not chosen.
    private func decide(
        _ context: ConsoleContext, _ visit: Visit, _ fields: FormFields, of company: CompanyID
    ) async throws -> (upload: Upload, problem: Message?)? {
        guard let upload = kept(context, visit) else { return nil }
        let inspection: CardInspection
        do throws(CardFileError) { inspection = try inspect(upload, of: company, visit) } catch { return (upload, error.message) }
        let services = Set(
            try await console.database.read { try CatalogueServices.of(company, inspection.header.audience, in: $0) })
        var layout = CardLayout(sheet: inspection.sheet, headerRow: inspection.header.row, choices: upload.layout.choices)
        let sheet = fields["sheet"]
        if !sheet.isEmpty, sheet != inspection.sheet, inspection.sheets.contains(sheet) {
            layout = CardLayout(sheet: sheet)
        } else {
            for column in inspection.columns {
                if let meaning = ColumnMeaning(name: fields["c\(column.place)"]), meaning != column.meaning {
                    layout.choices[column.place] = meaning
                }
            }
        }
        var products = upload.products
        for (product, service) in zip(fields.all("product"), fields.all("service")) {
            let key = ProductKey(product: product, audience: inspection.header.audience)
            guard inspection.products.contains(where: { $0.product == key }) else { continue }
            products[key] = .some(Int(service).map { ServiceID($0) }.flatMap { services.contains($0) ? $0 : nil })
        }
        var decided = upload
        (decided.products, decided.consent) = (products, AttestationDraft(fields))
        var problem: Message?
        if layout != upload.layout {
            (decided.layout, decided.inspection) = (layout, nil)
            do throws(CardFileError) { decided.inspection = try inspect(decided, of: company, visit) } catch {
                (decided.layout, decided.inspection, problem) = (upload.layout, upload.inspection, error.message)
            }
        }
        return console.uploads.replace(decided, session: visit.session, at: visit.now) ? (decided, problem) : nil
    }

    private func begin(_ upload: Upload, of company: CompanyID, _ visit: Visit) async throws -> Response {
        let inspection: CardInspection
        do throws(CardFileError) { inspection = try inspect(upload, of: company, visit) } catch {
            return try await show(visit, error.message, status: .unprocessableContent)
        }
        guard inspection.header.problem == nil else { return try await preview(upload, of: company, visit) }
        let companies = try await console.database.read { try CompanyStore().all(in: $0) }
        let attestation: Attestation?
        do throws(AttestationDraft.Problem) {
            attestation = try upload.consent.attestation(
                of: company, known: companies, by: visit.account.login, at: visit.now, ids: console.ids)
        } catch { return try await preview(upload, of: company, visit, problem: error) }
        guard console.sends.hasRoom else { return try await preview(upload, of: company, visit, fileProblem: ConsoleMessages.sendBusy) }
        guard console.uploads.take(upload.id, session: visit.session) != nil else { return gone }
        let (id, actor): (SendID, String) = (console.ids.id(), visit.account.login)
        let send = try await console.database.write { transaction in
            let kept = try Sending.attest(attestation, at: visit.now, in: transaction)
            for (product, service) in upload.products {
                if try CompanyProductStore().set(product, of: company, to: service, by: actor, at: visit.now, in: transaction) {
                    try AuditStore().append(
                        actor: actor, action: "product.named", subject: "company \(company.rawValue)",
                        detail: service.map { "means service \($0.rawValue)" } ?? "means nothing", at: visit.now, in: transaction)
                }
            }
            let send = ClientSend(
                id: id, company: company, actor: actor, kind: inspection.kind == .csv ? .csv : .workbook,
                audience: inspection.header.audience,
                attestation: kept, columns: .init(inspection.header), startedAt: visit.now)
            try ClientSendStore().create(send, in: transaction)
            try AuditStore().append(
                actor: actor, action: "clients.sent", subject: "send \(id.hex)",
                detail: "company \(company.rawValue), \(inspection.isWhole ? "" : "more than ")\(inspection.seen) rows", at: visit.now,
                in: transaction)
            return send
        }
        console.sends.add(SendQueue.Job(send: send, bytes: upload.bytes, name: upload.name, layout: upload.layout))
        return .redirect(to: "/clients/sends/\(id.hex)", type: .normal)
    }

    // MARK: Templates

    private func template(_ file: String, _ visit: Visit) throws -> Response {
        let parts = file.split(separator: ".")
        guard parts.count == 2, let audience = Audience(rawValue: String(parts[0])) else { throw HTTPError(.notFound) }
        let table = CardTemplate.table(for: audience, in: visit.say.language)
        let name = audience == .individual ? "clients" : "firms"
        switch parts[1] {
        case "xlsx": return .download(try SheetTable.xlsx([table], created: visit.now), named: "\(name).xlsx")
        case "csv": return .download(table.csv(), named: "\(name).csv")
        default: throw HTTPError(.notFound)
        }
    }
}

/// What the form for one and the form for a file share.
enum Sending {
    /// Keeps the sender's word, once for the same words, and says so in the audit log.
    static func attest(_ attestation: Attestation?, at now: Instant, in transaction: Transaction) throws -> AttestationID? {
        guard let attestation else { return nil }
        let kept = try AttestationStore().attest(attestation, in: transaction)
        guard kept == attestation.id else { return kept }
        let isForAll = attestation.recipients == .all
        try AuditStore().append(
            actor: attestation.actor, action: "attestation.saved", subject: "company \(attestation.company.rawValue)",
            detail: "recipients \(isForAll ? "all" : "named"), may message \(attestation.mayMessage ? "yes" : "no")", at: now,
            in: transaction)
        return kept
    }
}

extension Response {
    /// A file to keep.
    static func download(_ bytes: [UInt8], named name: String) -> Response {
        let type =
            name.hasSuffix(".csv") ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(
            status: .ok, headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: .init(byteBuffer: .init(bytes: bytes)))
    }
}
