import Accounts
import Clients
import Database
import Leads
import Localization
import Spreadsheets
import Vocabulary

/// `/clients/sends/ID`: how far an import is, and what became of each row.
struct ReportPage: Sendable {
    let visit: Visit
    let send: ClientSend
    let result: SendRow.Result?
    let rows: [SendRow]
    /// The row behind which the next page begins.
    let next: Int?
    /// Clients by the cards of the rows.
    let clients: [CardID: ClientID]
    let names: Names
    /// Who took it back, if anybody did.
    let takenBack: SendTakeBack?
    /// The number of the file's last row, for the progress of that.
    let lastRow: Int

    static let size = 100

    init(_ visit: Visit, _ send: ClientSend, _ result: SendRow.Result?, after row: Int, in transaction: Transaction) throws {
        (self.visit, self.send, self.result) = (visit, send, result)
        let found = try ClientSendStore().rows(of: send.id, result, after: row, limit: Self.size + 1, in: transaction)
        rows = Array(found.prefix(Self.size))
        next = found.count > Self.size ? rows.last?.row : nil
        var clients: [CardID: ClientID] = [:]
        for id in rows.compactMap(\.card) {
            // A card that was taken back is nothing to look at.
            guard let card = try CardStore().card(id, in: transaction), card.stage != .takenBack else { continue }
            clients[id] = card.client
        }
        self.clients = clients
        names = try Names(visit.say.language, in: transaction)
        takenBack = try SendTakeBackStore().takeBack(of: send.id, in: transaction)
        lastRow = takenBack == nil ? 0 : try SendTakeBackStore().lastRow(of: send.id, in: transaction)
    }

    private var say: Speaker { visit.say }
    private var path: String { "/clients/sends/\(send.id.hex)" }
    private var state: ClientSend.State { send.state(at: visit.now) }
    private var title: String { say(send.kind == .form ? ConsoleMessages.reportTitleForm : ConsoleMessages.reportTitle) }
    /// Something goes on, so the page looks again by itself.
    var isMoving: Bool {
        if let takenBack { return takenBack.endedAt == nil }
        return state == .running
    }

    var html: HTML {
        ClientTabs.layout(title, visit).html(
            """
            <p class="crumbs">\(crumb)</p>
            <h1>\(title)</h1>
            <p class="facts">\(mark) <span>\(say(send.audience.manyWords)), \(names.company(send.company))</span>
            <span class="muted">\(say(ConsoleMessages.reportBy(who: names.actor(send.actor, say), at: send.startedAt)))</span></p>
            \(takenBack.map(tell) ?? told)
            \(state == .running ? .empty : acts)
            \(counts)
            \(rows.isEmpty ? (state == .running ? .empty : noRows) : table)
            \(next.map(more))
            \(state == .running ? .empty : afterwards)
            """)
    }

    private var again: (path: String, words: Message) {
        send.kind == .form
            ? ("/clients/new?kind=\(send.audience.rawValue)", ConsoleMessages.reportAgainForm)
            : ("/clients/send", ConsoleMessages.reportAgain)
    }

    /// Files stand in a list; one client of the form does not.
    private var crumb: HTML {
        send.kind == .form
            ? "<a href=\"/clients\">← \(say(ConsoleMessages.navClients))</a>"
            : "<a href=\"/clients/send\">← \(say(ConsoleMessages.sendTitle))</a>"
    }

    private var mark: HTML {
        guard let takenBack else { return SendMark(send, at: visit.now).html(say) }
        let words = takenBack.endedAt == nil ? ConsoleMessages.sendStateTakingBack : ConsoleMessages.sendStateTakenBack
        return "<span class=\"stage \(takenBack.endedAt == nil ? "waiting" : "" as HTML)\">\(say(words))</span>"
    }

    private func tell(_ back: SendTakeBack) -> HTML {
        guard back.endedAt == nil else {
            let (cards, clients, leads) = (Int64(back.totals.cards), Int64(back.totals.clients), Int64(back.totals.leads))
            let forgotten: HTML =
                back.totals.forgotten > 0 ? " \(say(ConsoleMessages.takeBackForgot(count: Int64(back.totals.forgotten))))" : ""
            let changed: HTML =
                back.totals.changed > 0 ? " \(say(ConsoleMessages.takeBackKept(count: Int64(back.totals.changed))))" : ""
            return notice(
                .calm,
                html: """
                    \(say(ConsoleMessages.takeBackDone(who: names.actor(back.actor, say), at: back.startedAt))) \
                    \(say(ConsoleMessages.takeBackGone(cards: cards, clients: clients, leads: leads)))\(forgotten)\(changed) \(say(ConsoleMessages.takeBackAgain))
                    """)
        }
        guard !back.isStuck(at: visit.now) else { return notice(.warn, say(ConsoleMessages.takeBackStuck)) }
        return progress(
            say(ConsoleMessages.takeBackRunning), say(ConsoleMessages.sendStateTakingBack), Double(back.lastRow) / Double(max(lastRow, 1)))
    }

    private func progress(_ words: String, _ label: String, _ share: Double) -> HTML {
        let percent = Int((share * 100).rounded())
        return """
            <section class="card"><p role="status">\(words)</p>
            <label for="progress" class="hidden">\(label)</label><progress id="progress" max="100" value="\(percent)">\(percent)</progress></section>
            """
    }

    private var told: HTML {
        switch state {
        case .running:
            return progress(say(ConsoleMessages.reportRunning), say(ConsoleMessages.sendStateRunning), send.progress)
        case .done:
            guard send.totals.taken == 0 else { return notice(.good, say(ConsoleMessages.reportDone)) }
            let waiting = send.totals.waiting
            return waiting > 0
                ? notice(.warn, say(ConsoleMessages.reportDoneWaiting(count: Int64(waiting))))
                : notice(.bad, say(ConsoleMessages.reportDoneNothing))
        case .failed: return notice(.bad, say(ConsoleMessages.reportFailed(problem: send.failure ?? ConsoleMessages.sendBroken)))
        case .interrupted: return notice(.bad, say(ConsoleMessages.reportInterrupted))
        }
    }

    /// How many of each, which filter the list.
    private var counts: HTML {
        func count(_ number: Int, _ result: SendRow.Result?, _ label: String) -> HTML {
            let current: HTML = result == self.result ? " aria-current=\"true\"" : ""
            return "<li><a href=\"\(address(result))\"\(current)><b>\(say.number(number))</b> \(label)</a></li>"
        }
        let each: [HTML] = SendRow.Result.allCases.filter { send.totals.count(of: $0) > 0 }.map {
            count(send.totals.count(of: $0), $0, say($0.words))
        }
        return "<ul class=\"counts\">\(count(send.totals.rows, nil, say(ConsoleMessages.reportAll)))\(each)</ul>"
    }

    private func address(_ result: SendRow.Result?, after row: Int = 0) -> String {
        let parts = (result.map { ["result=\($0.rawValue)"] } ?? []) + (row > 0 ? ["after=\(row)"] : [])
        return path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    private var noRows: HTML { "<div class=\"card empty\"><p>\(say(ConsoleMessages.reportNoRows))</p></div>" }

    private var table: HTML {
        let lines: [HTML] = rows.map { row in
            let card: HTML =
                row.card.flatMap { clients[$0] }.map { client in
                    "<a href=\"/clients/\(client.hex)\" aria-label=\"\(say(ConsoleMessages.reportCard)), \(say(ConsoleMessages.reportRow)) \(row.row)\">\(say(ConsoleMessages.reportCard))</a>"
                } ?? .empty
            return """
                <tr><th scope="row" data-label="\(say(ConsoleMessages.reportRow))">\(row.row)</th>
                <td data-label="\(say(ConsoleMessages.reportResult))">\(outcome(row))</td>
                <td data-label="\(say(ConsoleMessages.reportWhy))"><span>\(ReportWords.reasons(row, say).joined(separator: "; "))</span>\(card)</td></tr>
                """
        }
        return """
            <table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.reportRow))</th><th scope="col">\(say(ConsoleMessages.reportResult))</th>
            <th scope="col">\(say(ConsoleMessages.reportWhy))</th></tr></thead><tbody>\(lines)</tbody></table>
            """
    }

    /// What became of the row; once the send was taken back, of the rows that brought cards, that nothing of it holds.
    private func outcome(_ row: SendRow) -> HTML {
        guard takenBack != nil, row.card != nil else {
            return "<span class=\"stage \(style(row.result))\">\(say(row.result.oneWords))</span>"
        }
        return
            "<span class=\"stage\">\(say(ConsoleMessages.sendStateTakenBack))</span> <span class=\"muted\">\(say(ConsoleMessages.reportWas(result: say(row.result.oneWords))))</span>"
    }

    private func style(_ result: SendRow.Result) -> HTML {
        switch result {
        case .new, .updated: "won"
        case .waits: "waiting"
        case .refused: "lost"
        case .unchanged, .example: ""
        }
    }

    private func more(_ row: Int) -> HTML {
        Pager(say: say).onward(start: nil, ConsoleMessages.clientFirst, next: address(result, after: row), ConsoleMessages.clientMore)
    }

    private var acts: HTML {
        let again: HTML =
            ClientDesk.sendsFor(visit.account) == nil
            ? .empty : "<a class=\"button\" href=\"\(again.path)\">\(say(again.words))</a>"
        return """
            <div class="buttons">\(again)<a class="button quiet" href="\(path)/report.xlsx">\(say(ConsoleMessages.reportDownload))</a></div>
            """
    }

    private var afterwards: HTML {
        let notes: [HTML] = ReportWords.notes(send.columns, say).map { "<li>\($0)</li>" }
        let dropped: HTML = notes.isEmpty ? .empty : "<h2>\(say(ConsoleMessages.reportNotes))</h2><ul>\(notes)</ul>"
        let undo: HTML =
            takenBack != nil || !TakeBackDesk.mayTakeBack(send, visit.account)
            ? .empty
            : """
            <h2>\(say(ConsoleMessages.reportUndo))</h2><p>\(say(ConsoleMessages.reportUndoText))</p>
            <p><a class="button quiet" href="\(path)/take-back">\(say(ConsoleMessages.takeBackOpen))</a></p>
            """
        return notes.isEmpty && takenBack != nil ? .empty : "<section class=\"card after\">\(dropped)\(undo)</section>"
    }
}

/// What rows and columns of a send are told with.
enum ReportWords {
    /// Column and rule of each problem; never what stood there.
    static func reasons(_ row: SendRow, _ say: Speaker) -> [String] {
        if row.result == .waits {
            return [
                say(
                    row.services > 1
                        ? ConsoleMessages.reportWaitsSeveral(count: Int64(row.services)) : ConsoleMessages.reportWaitsNone)
            ]
        }
        return row.problems.map { "\(say($0.column.label)): \(say($0.rule.message(in: say.language)))" }
    }

    /// Our own titles are Russian; a reader of English gets those that have an English name, and the number of the others.
    static func notes(_ columns: ClientSend.Columns, _ say: Speaker) -> [String] {
        var notes: [String] = []
        let known = columns.dropped.compactMap { title in CardColumn(rawValue: title).map { say($0.label) } }
        let others = columns.dropped.filter { CardColumn(rawValue: $0) == nil }
        let named = say.language == .russian ? known + others : known
        if !named.isEmpty { notes.append(say(ConsoleMessages.reportDropped(columns: named.joined(separator: ", ")))) }
        if say.language != .russian, !others.isEmpty { notes.append(say(ConsoleMessages.reportDroppedMore(count: Int64(others.count)))) }
        if !columns.unused.isEmpty { notes.append(say(ConsoleMessages.reportUnused(count: Int64(columns.unused.count)))) }
        if !columns.unknown.isEmpty { notes.append(say(ConsoleMessages.reportUnknown(letters: columns.unknown.joined(separator: ", ")))) }
        return notes
    }

    /// The report as a sheet: a line for each problem.
    /// - Parameter isTakenBack: of the rows that brought cards nothing holds any more.
    static func table(_ rows: [SendRow], isTakenBack: Bool, _ say: Speaker) -> SheetTable {
        let lines: [[SheetTable.Value]] = rows.flatMap { row -> [[SheetTable.Value]] in
            let was = say(row.result.oneWords)
            let result =
                isTakenBack && row.card != nil
                ? "\(say(ConsoleMessages.sendStateTakenBack)), \(say(ConsoleMessages.reportWas(result: was)))" : was
            let start: [SheetTable.Value] = [.integer(row.row), .text(result)]
            if row.problems.isEmpty { return [start + [.empty, .text(reasons(row, say).joined(separator: "; "))]] }
            return row.problems.map { start + [.text(say($0.column.label)), .text(say($0.rule.message(in: say.language)))] }
        }
        return SheetTable(
            name: say(ConsoleMessages.reportSheetName),
            columns: [
                .init(say(ConsoleMessages.reportRow)), .init(say(ConsoleMessages.reportResult)), .init(say(ConsoleMessages.reportColumn)),
                .init(say(ConsoleMessages.reportRule)),
            ], rows: lines)
    }
}
