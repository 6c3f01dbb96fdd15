import Accounts
import Catalogue
import Clients
import Database
import Hummingbird
import Localization
import Recommendations
import Sealing
import Spreadsheets
import Synchronization
import Vocabulary

/// `/model/links/upload`: the matrix from a file: what it would change is shown first, and applied when the person says so.
struct LinkUploadRoutes: Sendable {
    let console: ConsoleSite
    private static let limits = MultipartForm.Limits(fileBytes: 4 << 20)

    func add(to router: Router<ConsoleContext>) {
        router.get("model/links/upload") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                return .page(LinkUploadPage(visit: visit).html)
            }
        }
        router.post("model/links/upload") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                let form = try await MultipartForm(request, Self.limits)
                guard console.isFromHere(request), console.keyring.isFormToken(form["form_token"], for: visit.session.bytes) else {
                    throw ConsoleProblem.strangeForm
                }
                return try await preview(form, visit)
            }
        }
        router.post("model/links/upload/apply") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                return try await apply(visit, fields)
            }
        }
    }

    private func preview(_ form: MultipartForm, _ visit: Visit) async throws -> Response {
        var page = LinkUploadPage(visit: visit)
        guard let file = form.file, !file.bytes.isEmpty else {
            page.problems = [visit.say(ConsoleMessages.matrixNoFile)]
            return .page(page.html, status: .unprocessableContent)
        }
        do {
            // Both within the reader's thread: unpacking a workbook takes its time.
            let (diff, book) = try await console.database.read { transaction in
                let matrix = try MatrixFile(file.bytes, named: file.name)
                let diff = try MatrixDiff(
                    matrix, names: try MatrixNames(in: transaction), links: try LinkTable(in: transaction),
                    services: try CatalogueStore().all(in: transaction).map(\.id))
                return (diff, try ServiceBook(visit.say.language, in: transaction))
            }
            console.matrices.keep(diff, of: visit.session, at: visit.now)
            page.preview = (diff, book)
            return .page(page.html)
        } catch let error as MatrixFileError {
            page.problems = error.words(visit.say)
            return .page(page.html, status: .unprocessableContent)
        }
    }

    private func apply(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        guard let diff = console.matrices.diff(of: visit.session, at: visit.now) else {
            var page = LinkUploadPage(visit: visit)
            page.problems = [visit.say(ConsoleMessages.matrixGone)]
            return .page(page.html, status: .conflict)
        }
        guard let why = Reason.read(fields["why"]) else {
            return .redirect(to: "/model/links/history?done=reason", type: .normal)
        }
        let note = VersionNote(by: visit.account.login, at: visit.now, reason: why)
        let desk = LinkDesk(counted: try await console.linkCounting.counted(patience: .seconds(20)))
        let isCurrent = try await console.database.write { transaction in
            let links = try LinkTable(in: transaction)
            guard diff.changes.allSatisfy({ links[$0.from, $0.to] == $0.before }) else { return false }
            _ = try desk.take(diff, note, in: transaction)
            return true
        }
        console.matrices.forget(visit.session)
        guard isCurrent else {
            var page = LinkUploadPage(visit: visit)
            page.problems = [visit.say(ConsoleMessages.matrixMeanwhile)]
            return .page(page.html, status: .conflict)
        }
        return .redirect(to: "/model/links/history?done=imported", type: .normal)
    }
}

/// What uploaded matrices would change, until their senders decide. Links of services, nothing about a person; in memory, one a session.
final class MatrixDrafts: Sendable {
    private static let term = Span.minutes(30)
    private static let most = 20

    private let kept = Mutex<[[UInt8]: (diff: MatrixDiff, at: Instant)]>([:])

    func keep(_ diff: MatrixDiff, of session: SecretToken, at now: Instant) {
        kept.withLock { kept in
            kept = kept.filter { now - $0.value.at < Self.term }
            if kept.count >= Self.most, let oldest = kept.min(by: { $0.value.at < $1.value.at }) { kept[oldest.key] = nil }
            kept[session.bytes] = (diff, now)
        }
    }

    func diff(of session: SecretToken, at now: Instant) -> MatrixDiff? {
        kept.withLock { $0[session.bytes].flatMap { now - $0.at < Self.term ? $0.diff : nil } }
    }

    func forget(_ session: SecretToken) { kept.withLock { $0[session.bytes] = nil } }
}

extension MatrixFileError {
    /// What was wrong and where, one line each; never what stood in a cell.
    fileprivate func words(_ say: Speaker) -> [String] {
        switch self {
        case .unreadable(.broken(let part, _)): [say(CardFileError.unreadable(.broken(part: part, row: nil)).message)]
        case .unreadable(let error): [say(CardFileError.unreadable(error).message)]
        case .wrong(let problems): problems.messages.map { say($0) }
        }
    }
}
