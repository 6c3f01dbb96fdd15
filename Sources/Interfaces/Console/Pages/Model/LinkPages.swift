import Accounts
import Catalogue
import Database
import Localization
import Recommendations
import Recommender
import Vocabulary

/// What stands around the pages of links.
struct LinkFrame {
    let visit: Visit
    let outcome: LinkOutcome?

    func html(_ content: HTML) -> HTML {
        let say = visit.say
        let places = [
            ("/model/links", ConsoleMessages.linksAll), ("/model/links/proposals", ConsoleMessages.linksProposals),
            ("/model/links/history", ConsoleMessages.thresholdVersions), ("/model/links/upload", ConsoleMessages.matrixUpload),
        ]
        let here = String(visit.path.prefix { $0 != "?" })
        let items: [HTML] = places.map { path, words in
            let current: HTML = path == here ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(path)\"\(current)>\(say(words))</a></li>"
        }
        return Layout(
            title: say(ConsoleMessages.modelLinks), say: say, visit: visit, section: .model, tabs: ModelSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.modelLinks))</h1>
            <p class="lead-in">\(say(ConsoleMessages.linksText))</p>
            \(outcome.map { $0.notice(say) })
            <ul class="counts">\(items)<li><a href="/model/links/matrix.xlsx">\(say(ConsoleMessages.linksDownload))</a></li></ul>
            \(content)
            """)
    }
}

/// `/model/links/proposals`: what needs and outcomes speak for.
struct ProposalPage: Sendable {
    static let most = 30
    let visit: Visit
    private let book: ServiceBook
    private let needs: [String: Need]
    private let proposals: [LinkEvidence]
    var outcome: LinkOutcome?

    init(_ visit: Visit, _ counted: LinkProposals, in transaction: Transaction) throws {
        self.visit = visit
        book = try ServiceBook(visit.say.language, in: transaction)
        needs = try CatalogueStore().needs(in: transaction)
        proposals = try LinkDesk(counted: counted).proposals(in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        let rest = proposals.count - Self.most
        return LinkFrame(visit: visit, outcome: outcome).html(
            """
            <p>\(say(ConsoleMessages.proposalsText))</p>
            \(proposals.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.proposalsNone))</p></section>" as HTML : "<div class=\"grid\">\(proposals.prefix(Self.most).map(card))</div>")
            \(rest > 0 ? "<p class=\"muted\">\(say(ConsoleMessages.proposalsMore(count: Int64(rest))))</p>" as HTML : .empty)
            """)
    }

    private func need(_ name: String) -> String { needs[name]?.name(in: say.language) ?? name }

    private func card(_ evidence: LinkEvidence) -> HTML {
        let (from, to) = (book.name(evidence.from), book.name(evidence.to))
        let example = say(evidence.example(needs: (book[evidence.to]?.needs ?? []).map(need), name: book.name))
        let shared: HTML =
            evidence.sharedNeeds.isEmpty
            ? .empty
            : "<p class=\"muted\">\(say(ConsoleMessages.proposalsShared(needs: evidence.sharedNeeds.sorted().map(need).joined(separator: ", "))))</p>"
        let hint: HTML = evidence.isHint ? "<p class=\"muted\">\(say(ConsoleMessages.linksHint))</p>" : .empty
        let id = "why-\(evidence.from.rawValue)-\(evidence.to.rawValue)"
        let (accept, decline) = (say(ConsoleMessages.proposalsAccept), say(ConsoleMessages.proposalsDecline))
        return """
            <section class="card"><h2>\(from) → \(to)</h2><p class="muted">\(book.company(evidence.from)) → \(book.company(evidence.to))</p>
            <p>\(example)</p>
            <p>\(say(ConsoleMessages.proposalsLift(lift: decimal(evidence.lift.mean), low: decimal(evidence.lift.low), high: decimal(evidence.lift.high))))</p>\(shared)\(hint)
            <form method="post" action="/model/links/accept">\(visit.tokenField)\(pair(evidence.from, evidence.to))<button class="button" aria-label="\(accept): \(from) → \(to)">\(accept)</button></form>
            <details><summary aria-label="\(decline): \(from) → \(to)">\(decline)…</summary><form method="post" action="/model/links/decline" class="outcome">\(visit.tokenField)\(pair(evidence.from, evidence.to))
            <label for="\(id)">\(say(ConsoleMessages.proposalsWhy))</label><input id="\(id)" name="why" maxlength="\(Reason.most)" required><button class="button quiet">\(decline)</button></form></details></section>
            """
    }

    private func decimal(_ number: Double) -> String {
        let text = String((number * 10).rounded() / 10)
        return say.language == .russian ? text.replacing(".", with: ",") : text
    }
}

/// Shown while what clients took is counted for the first time.
struct ProposalWaitPage: Sendable {
    let visit: Visit
    var outcome: LinkOutcome?

    var html: HTML {
        let say = visit.say
        return LinkFrame(visit: visit, outcome: outcome).html(
            """
            \(counting(ConsoleMessages.proposalsCounting, say))
            """)
    }
}

/// `/model/links/history`.
struct LinkHistoryPage: Sendable {
    let visit: Visit
    private let book: ServiceBook
    private let versions: [(version: CatalogueVersion, changes: [LinkChange], declined: [LinkRefusal])]
    private let people: [String: String]
    var outcome: LinkOutcome?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        book = try ServiceBook(visit.say.language, in: transaction)
        versions = try LinkBook().history(20, in: transaction).map { version, changes in
            (version, changes, version.act == .decline ? try LinkBook().refusals(of: version.number, in: transaction) : [])
        }
        people = try AccountStore().names(in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        let items: [HTML] = versions.map { version, changes, declined in
            let lines: [HTML] =
                changes.prefix(5).map { change in
                    let (before, after) = (words(change.before), words(change.after))
                    return "<li>\(book.name(change.from)) → \(book.name(change.to)): \(before) → \(after)</li>"
                }
                + declined.map { "<li>\(book.name($0.from)) → \(book.name($0.to)): \(say(ConsoleMessages.linksWasDeclined))</li>" }
                + (changes.count > 5 ? ["<li>\(say(ConsoleMessages.linksAndMore(count: Int64(changes.count - 5))))</li>"] : [])
            return VersionItem(visit: visit, version: version, name: people[version.actor] ?? version.actor, path: "/model/links/undo")
                .html(lines)
        }
        let body: HTML =
            items.isEmpty
            ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.linksNoVersions))</p></section>"
            : "<section class=\"card\"><ol class=\"timeline\">\(items)</ol></section>"
        return LinkFrame(visit: visit, outcome: outcome).html(body)
    }

    private func words(_ kind: ServiceLink.Kind?) -> String { say(kind.map(\.words) ?? ConsoleMessages.linkNone) }
}

/// A version of links or needs in a history, with the way to take it back.
struct VersionItem {
    let visit: Visit
    let version: CatalogueVersion
    let name: String
    /// Where a form that takes it back goes.
    let path: HTML

    func html(_ lines: [HTML]) -> HTML {
        let say = visit.say
        let why: HTML = version.reason.isEmpty ? .empty : "<span class=\"block\"><q>\(version.reason)</q></span>"
        let back = version.undoes.map { say(ConsoleMessages.thresholdTakesBack(seq: Int64($0))) } ?? ""
        let state: HTML
        if let later = version.undoneBy {
            state = "<span class=\"muted block\">\(say(ConsoleMessages.linksTakenBack(version: Int64(later))))</span>"
        } else {
            let (label, id) = (say(ConsoleMessages.thresholdUndo), "undo-\(version.number)")
            state = """
                <details><summary aria-label="\(label): \(say(ConsoleMessages.auditNumbered(number: String(version.number))))">\(label)…</summary><form method="post" action="\(path)" class="outcome">\(visit.tokenField)<input type="hidden" name="version" value="\(version.number)">
                <label for="\(id)">\(say(ConsoleMessages.linksWhy))</label><input id="\(id)" name="why" maxlength="\(Reason.most)"><button class="button quiet">\(label)</button></form></details>
                """
        }
        return """
            <li><span class="strong">\(say(ConsoleMessages.auditNumbered(number: String(version.number)))) · \(say(version.act.words))</span> \(back)\(why)<ul>\(lines)</ul><span class="muted block">\(name) · \(say.moment(version.at))</span>\(state)</li>
            """
    }
}

extension VersionAct {
    fileprivate var words: Message {
        switch self {
        case .add: ConsoleMessages.actAdd
        case .remove: ConsoleMessages.actRemove
        case .accept: ConsoleMessages.actAccept
        case .decline: ConsoleMessages.actDecline
        case .import: ConsoleMessages.actImport
        case .undo: ConsoleMessages.actUndo
        }
    }
}
