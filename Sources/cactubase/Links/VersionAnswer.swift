import Catalogue
import Vocabulary

/// A version of links or needs as scripts read it.
struct VersionAnswer: Codable, Sendable, Equatable {
    struct Link: Codable, Sendable, Equatable {
        let from: Int
        let to: Int
        /// related or never; nil: no link.
        let before: String?
        let after: String?
    }

    let version: Int
    /// Milliseconds since 1970.
    let at: Int64
    let by: String
    let act: String
    let reason: String
    let undoes: Int?
    let undoneBy: Int?
    let links: [Link]
    /// Proposals that were put away.
    let declined: [Link]

    init(_ version: CatalogueVersion, _ changes: [LinkChange], declined: [LinkRefusal]) {
        (self.version, at, by) = (version.number, version.at.milliseconds, version.actor)
        (act, reason, undoes, undoneBy) = (version.act.rawValue, version.reason, version.undoes, version.undoneBy)
        links = changes.map {
            Link(from: $0.from.rawValue, to: $0.to.rawValue, before: $0.before?.rawValue, after: $0.after?.rawValue)
        }
        self.declined =
            version.act == .decline ? declined.map { Link(from: $0.from.rawValue, to: $0.to.rawValue, before: nil, after: nil) } : []
    }

    /// "version 7, 2026-11-23T12:00:00Z, anna: import (taken back by version 8)".
    var title: String { Self.title(version, at, by, act, reason, undoes: undoes, undoneBy: undoneBy) }

    static func title(_ version: Int, _ at: Int64, _ by: String, _ act: String, _ reason: String, undoes: Int?, undoneBy: Int?) -> String {
        let what = undoes.map { "takes back version \($0)" } ?? act
        let why = reason.isEmpty ? "" : ", \u{201C}\(reason)\u{201D}"
        return "version \(version), \(StderrLog.time(at)), \(by): \(what)\(why)" + (undoneBy.map { " (taken back by version \($0))" } ?? "")
    }

    /// At most so many lines, then how many there are besides.
    func lines(_ names: ServiceNames, most: Int) -> [String] {
        let all =
            links.map { link in
                "\(names.line(ServiceID(link.from))) -> \(names.line(ServiceID(link.to))): "
                    + "\(link.before ?? "no link") -> \(link.after ?? "no link")"
            } + declined.map { "\(names.line(ServiceID($0.from))) -> \(names.line(ServiceID($0.to))): proposal declined" }
        return Array(all.prefix(most)) + (all.count > most ? ["and \(all.count - most) more; --json lists all"] : [])
    }
}

/// What is said beside a changed matrix or changed needs.
enum LearningHint {
    static let links = "Never-links act at once; `cactubase train` lets the model learn the others."
    static let serviceNeeds = "`cactubase train` lets the model learn it; proposals of links use it at once."
    static let clientNeeds = "Proposals of links use it at once."
}

/// A reason as it is kept.
enum Reason {
    static func checked(_ text: String) throws -> String {
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard text.count <= 500, isPlain else {
            throw CommandFailure.wrongUse("a reason has at most 500 characters on one line; it names no client")
        }
        return text
    }
}
