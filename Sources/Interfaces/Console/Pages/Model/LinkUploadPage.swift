import Catalogue
import Localization
import Vocabulary

/// `/model/links/upload`.
struct LinkUploadPage {
    private static let most = 100
    let visit: Visit
    /// Why the file was not taken.
    var problems: [String] = []
    var preview: (diff: MatrixDiff, book: ServiceBook)?

    private var say: Speaker { visit.say }

    var html: HTML {
        let wrong: HTML =
            problems.isEmpty
            ? .empty
            : "<div class=\"notice bad\" role=\"alert\"><p>\(say(ConsoleMessages.matrixRefused))</p><ul>\(problems.map { "<li>\($0)</li>" as HTML })</ul></div>"
        return LinkFrame(visit: visit, outcome: nil).html("\(wrong)\(preview.map { changes($0.diff, $0.book) })\(form)")
    }

    private var form: HTML {
        """
        <section class="card"><h2>\(say(ConsoleMessages.matrixUpload))</h2><p>\(say(ConsoleMessages.matrixText))</p>
        <form method="post" action="/model/links/upload" enctype="multipart/form-data" class="stack">\(visit.tokenField)
        <label for="file">\(say(ConsoleMessages.matrixFile))</label><input id="file" name="file" type="file" accept=".xlsx,.csv" required>
        <div><button class="button\(preview == nil ? "" : " quiet")">\(say(ConsoleMessages.matrixShow))</button></div></form></section>
        """
    }

    private func changes(_ diff: MatrixDiff, _ book: ServiceBook) -> HTML {
        let sums = say(
            ConsoleMessages.matrixSums(
                added: Int64(diff.added.count), removed: Int64(diff.removed.count), turned: Int64(diff.turned.count),
                unchanged: Int64(diff.unchanged)))
        var notes: [String] = diff.unknown.prefix(20).map { one in
            let place =
                one.row.map { say(ConsoleMessages.matrixRow(row: Int64($0))) }
                ?? say(ConsoleMessages.matrixColumn(column: one.column ?? ""))
            return say(ConsoleMessages.matrixUnknown(name: one.label.name, place: place))
        }
        for ignored in diff.ignored {
            switch ignored {
            case .diagonal(let service, let row, _):
                notes.append(say(ConsoleMessages.matrixDiagonal(name: book.name(service), row: Int64(row))))
            case .besideUnknown(let marks): notes.append(say(ConsoleMessages.matrixLost(count: Int64(marks))))
            }
        }
        if !diff.missing.isEmpty { notes.append(say(ConsoleMessages.matrixMissing(count: Int64(diff.missing.count)))) }
        func words(_ kind: ServiceLink.Kind?) -> String { say(kind.map(\.words) ?? ConsoleMessages.linkNone) }
        let rows: [HTML] = diff.changes.prefix(Self.most).map { change in
            """
            <tr><td data-label="\(say(ConsoleMessages.linksFrom))"><span>\(book.line(change.from))</span></td><td data-label="\(say(ConsoleMessages.linksTo))"><span>\(book.line(change.to))</span></td>
            <td data-label="\(say(ConsoleMessages.linksKind))">\(words(change.before)) → \(words(change.after))</td></tr>
            """
        }
        let rest = diff.changes.count - Self.most
        let table: HTML =
            rows.isEmpty
            ? "<p class=\"empty\">\(say(ConsoleMessages.matrixSame))</p>"
            : """
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.linksFrom))</th><th scope="col">\(say(ConsoleMessages.linksTo))</th><th scope="col">\(say(ConsoleMessages.linksKind))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            \(rest > 0 ? "<p class=\"muted\">\(say(ConsoleMessages.linksAndMore(count: Int64(rest))))</p>" as HTML : .empty)
            <form method="post" action="/model/links/upload/apply" class="outcome">\(visit.tokenField)<label for="why">\(say(ConsoleMessages.linksWhy))</label><input id="why" name="why" maxlength="\(Reason.most)"><button class="button">\(say(ConsoleMessages.thresholdApply))</button></form>
            """
        return """
            <section class="card"><h2>\(say(ConsoleMessages.matrixPreview))</h2><p role="status">\(sums)</p>
            \(notes.isEmpty ? .empty : "<ul class=\"muted\">\(notes.map { "<li>\($0)</li>" as HTML })</ul>")\(table)</section>
            """
    }
}
