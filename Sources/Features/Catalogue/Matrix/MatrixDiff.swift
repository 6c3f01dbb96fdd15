import Database
import Vocabulary

/// What a matrix file would change, before anything is changed.
public struct MatrixDiff: Sendable {
    /// A place of the file, as people find it there.
    public struct Named: Hashable, Sendable {
        public let label: MatrixFile.Label
        public let row: Int?
        /// Its letters.
        public let column: String?
    }

    /// Something that stands in the file and is not taken over.
    public enum Ignored: Hashable, Sendable {
        /// A 1 on the diagonal: that somebody who has a service may want it is no link.
        case diagonal(ServiceID, row: Int, column: String)
        /// Marks beside names that we do not know.
        case besideUnknown(marks: Int)
    }

    /// By their two services: links that come, go or become another kind.
    public let changes: [LinkChange]
    /// Pairs that are the same in both.
    public let unchanged: Int
    public let unknown: [Named]
    public let ignored: [Ignored]
    /// Services of the catalogue that the file does not name; their links stay as they are.
    public let missing: [ServiceID]

    public var added: [LinkChange] { changes.filter { $0.before == nil } }
    public var removed: [LinkChange] { changes.filter { $0.after == nil } }
    public var turned: [LinkChange] { changes.filter { $0.before != nil && $0.after != nil } }

    /// Compares the file with the links as they are. Pairs of services that stand in both its rows and its columns become what the file says.
    /// - Throws: ``MatrixFileError/wrong(_:)`` when a service stands in the file twice.
    public init(
        _ file: MatrixFile, names: MatrixNames, links: LinkTable, services: [ServiceID]
    ) throws(MatrixFileError) {
        let rows = ResolvedPlaces(file.rows, names)
        let columns = ResolvedPlaces(file.columns, names)
        let twice =
            rows.repeated.map { MatrixProblem(row: $0.at, column: 1, expected: .otherService) }
            + columns.repeated.map { MatrixProblem(row: 2, column: $0.at, expected: .otherService) }
        guard twice.isEmpty else { throw .wrong(Array(twice.prefix(MatrixFile.mostProblems))) }
        var wanted: [ServiceID: [ServiceID: ServiceLink.Kind]] = [:]
        var ignored: [Ignored] = []
        var lost = 0
        for mark in file.marks {
            guard let from = rows.services[mark.row], let to = columns.services[mark.column] else {
                lost += 1
                continue
            }
            guard from == to else {
                wanted[from, default: [:]][to] = mark.kind
                continue
            }
            guard mark.kind == .related else { continue }
            let column = MatrixProblem(row: 2, column: file.columns[mark.column].at, expected: .mark).column
            ignored.append(.diagonal(from, row: file.rows[mark.row].at, column: column))
        }
        if lost > 0 { ignored.append(.besideUnknown(marks: lost)) }
        (self.ignored, unknown) = (ignored, Self.unknown(rows, columns))
        var changes: [LinkChange] = []
        var unchanged = 0
        for from in rows.services.compactMap({ $0 }).sorted() {
            for to in columns.services.compactMap({ $0 }).sorted() where to != from {
                let (before, after) = (links[from, to], wanted[from]?[to])
                if before != after { changes.append(LinkChange(from: from, to: to, before: before, after: after)) }
                if before == after, after != nil { unchanged += 1 }
            }
        }
        (self.changes, self.unchanged) = (changes, unchanged)
        let both = Set(rows.services.compactMap { $0 }).intersection(columns.services.compactMap { $0 })
        missing = services.filter { !both.contains($0) }
    }

    private static func unknown(_ rows: ResolvedPlaces, _ columns: ResolvedPlaces) -> [Named] {
        rows.unknown.map { Named(label: $0.label, row: $0.at, column: nil) }
            + columns.unknown.map {
                Named(label: $0.label, row: nil, column: MatrixProblem(row: 2, column: $0.at, expected: .service).column)
            }
    }
}
