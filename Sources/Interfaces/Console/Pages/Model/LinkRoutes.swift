import Accounts
import Catalogue
import Database
import Group
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Recommendations
import Recommender
import Spreadsheets
import Vocabulary

/// `/model/links`: the cross-service matrix: links drawn and taken out, proposals, the file, versions.
struct LinkRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("model/links") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                let filter = LinkFilter(request)
                var page = try await console.database.read { try LinkListPage(visit, filter, in: $0) }
                page.outcome = LinkOutcome(rawValue: DoorRoutes.query(request, "done"))
                return .page(page.html)
            }
        }
        router.get("model/links/proposals") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                let outcome = LinkOutcome(rawValue: DoorRoutes.query(request, "done"))
                guard let counted = try await console.linkCounting.counted() else {
                    var response = Response.page(ProposalWaitPage(visit: visit, outcome: outcome).html)
                    // The browser asks again by itself.
                    response.headers[.refresh] = "1"
                    return response
                }
                var page = try await console.database.read { try ProposalPage(visit, counted, in: $0) }
                page.outcome = outcome
                return .page(page.html)
            }
        }
        router.get("model/links/history") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                var page = try await console.database.read { try LinkHistoryPage(visit, in: $0) }
                page.outcome = LinkOutcome(rawValue: DoorRoutes.query(request, "done"))
                return .page(page.html)
            }
        }
        router.get("model/links/matrix.xlsx") { request, _ in
            try await console.page(request) { visit in
                try ModelSection.requireSteering(visit)
                let sheet = try await console.database.read { transaction in
                    MatrixFile.table(
                        try CatalogueStore().all(in: transaction), try CompanyStore().all(in: transaction), try LinkTable(in: transaction))
                }
                return .sheet(try SheetTable.xlsx([sheet], created: visit.now), named: "matrix.xlsx")
            }
        }
        router.post("model/links") { request, context in
            try await change(request, context, back: "/model/links") { pair, kind, note, desk, transaction in
                guard let kind else { throw LinkSlip.choice }
                let edit = try desk.add(ServiceLink(from: pair.from, to: pair.to, kind: kind), note, in: transaction)
                return edit == .already ? .already : .added
            }
        }
        router.post("model/links/remove") { request, context in
            try await change(request, context, back: "/model/links") { pair, _, note, desk, transaction in
                try desk.remove(from: pair.from, to: pair.to, note, in: transaction) == .already ? .already : .removed
            }
        }
        router.post("model/links/accept") { request, context in
            try await change(request, context, back: "/model/links/proposals") { pair, _, note, desk, transaction in
                _ = try desk.accept(from: pair.from, to: pair.to, note, in: transaction)
                return .accepted
            }
        }
        router.post("model/links/decline") { request, context in
            try await change(request, context, back: "/model/links/proposals") { pair, _, note, desk, transaction in
                guard !note.reason.isEmpty else { throw LinkSlip.reason }
                _ = try desk.decline(from: pair.from, to: pair.to, note, in: transaction)
                return .declined
            }
        }
        router.post("model/links/undo") { request, context in
            try await console.act(request, context) { visit, fields in
                try ModelSection.requireSteering(visit)
                guard let version = Int(fields["version"]) else { throw HTTPError(.badRequest) }
                let note = VersionNote(by: visit.account.login, at: visit.now, reason: Reason.read(fields["why"]) ?? "")
                let outcome: LinkOutcome
                do {
                    try await console.database.write { _ = try LinkBook().undo(version: version, note, in: $0) }
                    outcome = .undone
                } catch let error as VersionError { outcome = try LinkOutcome(error) }
                return .redirect(to: "/model/links/history?done=\(outcome.rawValue)", type: .normal)
            }
        }
    }

    private enum LinkSlip: Error { case reason, choice }

    /// One change of one link, by a steward.
    private func change(
        _ request: Request, _ context: ConsoleContext, back: String,
        _ work:
            @escaping @Sendable (
                (from: ServiceID, to: ServiceID), ServiceLink.Kind?, VersionNote, LinkDesk, Transaction
            ) throws -> LinkOutcome
    ) async throws -> Response {
        try await console.act(request, context) { visit, fields in
            try ModelSection.requireSteering(visit)
            let numbers = (Int(fields["from"]), Int(fields["to"]))
            let kind = ServiceLink.Kind(rawValue: fields["kind"])
            let why = Reason.read(fields["why"])
            let outcome: LinkOutcome
            do {
                guard let from = numbers.0, let to = numbers.1 else { throw LinkSlip.choice }
                guard let why else { throw LinkSlip.reason }
                let note = VersionNote(by: visit.account.login, at: visit.now, reason: why)
                // Counted beforehand: within the write everybody else would wait for it.
                let desk = LinkDesk(counted: try await console.linkCounting.counted(patience: .seconds(20)))
                outcome = try await console.database.write { transaction in
                    let known = try CatalogueStore().all(in: transaction).map(\.id)
                    guard known.contains(ServiceID(from)), known.contains(ServiceID(to)) else { throw HTTPError(.notFound) }
                    guard from != to else { return .same }
                    return try work((ServiceID(from), ServiceID(to)), kind, note, desk, transaction)
                }
            } catch let error as LinkDeskError { outcome = try LinkOutcome(error) } catch let error as LinkSlip {
                outcome = error == .reason ? .reason : .choice
            }
            let shown = back == "/model/links" && outcome.isGood ? "&from=\(numbers.0 ?? 0)" : ""
            return .redirect(to: "\(back)?done=\(outcome.rawValue)\(shown)", type: .normal)
        }
    }
}

/// What became of a change of links.
enum LinkOutcome: String, Sendable {
    case added, removed, accepted, declined, undone, imported, already
    case decided, gone, changed, before, same, reason, choice

    init(_ error: LinkDeskError) throws {
        switch error {
        case .isDecided: self = .decided
        case .isNotProposed: self = .gone
        case .version(let error): self = try LinkOutcome(error)
        case .database: throw error
        }
    }

    init(_ error: VersionError) throws {
        switch error {
        case .unknown, .nothingToUndo: throw HTTPError(.notFound)
        case .undoneBefore: self = .before
        case .changedSince: self = .changed
        case .catalogue, .database: throw error
        }
    }

    var isGood: Bool { [.added, .removed, .accepted, .declined, .undone, .imported, .already].contains(self) }

    var words: Message {
        switch self {
        case .added: ConsoleMessages.linksAdded
        case .removed: ConsoleMessages.linksRemoved
        case .accepted: ConsoleMessages.linksAccepted
        case .declined: ConsoleMessages.linksDeclined
        case .undone: ConsoleMessages.linksUndone
        case .imported: ConsoleMessages.linksImported
        case .already: ConsoleMessages.thresholdSame
        case .decided: ConsoleMessages.linksDecided
        case .gone: ConsoleMessages.linksGone
        case .changed: ConsoleMessages.linksChangedSince
        case .before: ConsoleMessages.linksUndoneBefore
        case .same: ConsoleMessages.linksItself
        case .reason: ConsoleMessages.linksReason
        case .choice: ConsoleMessages.linksChoice
        }
    }

    func notice(_ say: Speaker) -> HTML { Console.notice(isGood ? .good : .bad, say(words)) }
}

extension Response {
    /// A workbook to be saved.
    static func sheet(_ bytes: [UInt8], named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
