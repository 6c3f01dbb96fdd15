import Catalogue
import Vocabulary

/// What a matrix file changes or changed, as scripts read it.
struct MatrixAnswer: Codable, Sendable, Equatable {
    struct Unknown: Codable, Sendable, Equatable {
        let name: String
        let audience: Audience
        let company: String
        let row: Int?
        let column: String?
    }

    struct Ignored: Codable, Sendable, Equatable {
        let service: Int
        let row: Int
        let column: String
    }

    /// Nil: nothing was changed.
    let version: Int?
    let isDryRun: Bool
    let added, removed, turned: [VersionAnswer.Link]
    let unchanged: Int
    let unknown: [Unknown]
    /// Ones on the diagonal.
    let ignored: [Ignored]
    /// Marks beside unknown names.
    let lostMarks: Int
    /// Services that the file does not name; their links stay.
    let missing: [Int]

    init(_ diff: MatrixDiff, version: Int?, isDryRun: Bool) {
        (self.version, self.isDryRun) = (version, isDryRun)
        func links(_ changes: [LinkChange]) -> [VersionAnswer.Link] {
            changes.map(VersionAnswer.Link.init)
        }
        (added, removed, turned, unchanged) = (links(diff.added), links(diff.removed), links(diff.turned), diff.unchanged)
        unknown = diff.unknown.map {
            Unknown(name: $0.label.name, audience: $0.label.audience, company: $0.label.company, row: $0.row, column: $0.column)
        }
        var (ignored, lost) = ([Ignored](), 0)
        for one in diff.ignored {
            switch one {
            case .diagonal(let service, let row, let column): ignored.append(Ignored(service: service.rawValue, row: row, column: column))
            case .besideUnknown(let marks): lost += marks
            }
        }
        (self.ignored, lostMarks) = (ignored, lost)
        missing = diff.missing.map(\.rawValue)
    }

    func lines(_ names: ServiceNames) -> [String] {
        var lines: [String] = []
        func list(_ links: [VersionAnswer.Link], _ sign: String) {
            for link in links.prefix(50) {
                let kind = link.after == nil ? link.before : link.after
                lines.append(
                    "\(sign) \(names.line(ServiceID(link.from))) -> \(names.line(ServiceID(link.to)))" + (kind == "never" ? " [never]" : "")
                )
            }
            if links.count > 50 { lines.append("\(sign) and \(links.count - 50) more; --json lists all") }
        }
        list(added, "+")
        list(removed, "-")
        list(turned, "~")
        for one in unknown {
            let place = one.row.map { "row \($0)" } ?? "column \(one.column ?? "?")"
            lines.append("unknown, so left out: \u{201C}\(one.name)\u{201D}, \(one.company), \(one.audience.rawValue) (\(place))")
        }
        for one in ignored {
            lines.append(
                "ignored: row \(one.row), column \(one.column): \(names.line(ServiceID(one.service))) is linked with itself; a client's own service is never proposed"
            )
        }
        if lostMarks > 0 { lines.append("\(Wording.count(lostMarks, "mark", "marks")) beside unknown names left out") }
        if !missing.isEmpty { lines.append("not in the file, so their links stay: \(missing.map(String.init).joined(separator: ", "))") }
        let sums = "\(added.count) added, \(removed.count) removed, \(turned.count) turned, \(unchanged) unchanged"
        let isSame = added.isEmpty && removed.isEmpty && turned.isEmpty
        let end = version.map { "version \($0)" } ?? (isSame ? "nothing to change" : "nothing was changed (dry run)")
        return lines + ["\(sums): \(end)"]
    }
}
