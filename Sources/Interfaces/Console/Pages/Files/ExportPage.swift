import Localization
import Vocabulary

/// `/exports/ID`: how far a long file is, then where to get it.
struct ExportPage: Sendable {
    let visit: Visit
    let order: ExportOrder
    let state: Exports.State

    private var say: Speaker { visit.say }
    private var path: String { "/exports/\(order.id.hex)" }

    var html: HTML {
        let title = say(ConsoleMessages.exportTitle)
        return Layout(title: title, say: say, visit: visit, section: order.section).html(
            """
            <p class="crumbs"><a href="\(order.back)">← \(say(order.title))</a></p>
            <h1>\(title)</h1>
            \(content)
            """)
    }

    private var content: HTML {
        switch state {
        case .waiting: working(0, say(ConsoleMessages.exportWaiting))
        case .running(let read, let total):
            working(
                Double(read) / Double(max(total, 1)), say(ConsoleMessages.exportRunning(read: Int64(read), total: Int64(total))))
        case .ready(_, let rows, let until):
            """
            \(notice(.good, say(ConsoleMessages.exportReady(rows: Int64(rows), until: until))))
            <div class="buttons"><a class="button" href="\(path)/file">\(say(ConsoleMessages.exportGo))</a>
            \(drop(say(ConsoleMessages.exportDrop)))</div>
            """
        case .forbidden: notice(.bad, say(ConsoleMessages.exportForbidden))
        case .failed: notice(.bad, say(ConsoleMessages.exportFailed))
        }
    }

    private func working(_ share: Double, _ words: String) -> HTML {
        let percent = Int((share * 100).rounded())
        return """
            <section class="card"><p role="status">\(words)</p>
            <label for="progress" class="hidden">\(say(ConsoleMessages.exportTitle))</label><progress id="progress" max="100" value="\(percent)">\(percent)</progress>
            <p class="muted">\(say(ConsoleMessages.exportMayLeave))</p></section>
            <div class="buttons">\(drop(say(ConsoleMessages.exportCancel)))</div>
            """
    }

    private func drop(_ label: String) -> HTML {
        "<form method=\"post\" action=\"\(path)/drop\">\(visit.tokenField)<button class=\"button quiet\">\(label)</button></form>"
    }
}
