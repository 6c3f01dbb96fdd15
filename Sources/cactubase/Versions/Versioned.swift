import Catalogue
import Vocabulary

/// A version of links or needs as scripts read it: one flat object.
@dynamicMemberLookup
struct Versioned<Changes: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    private let head: VersionHead
    let what: Changes

    init(_ version: CatalogueVersion, _ what: Changes) { (head, self.what) = (VersionHead(version), what) }

    init(from decoder: any Decoder) throws {
        (head, what) = (try VersionHead(from: decoder), try Changes(from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
        try head.encode(to: encoder)
        try what.encode(to: encoder)
    }

    subscript<Value>(dynamicMember path: KeyPath<VersionHead, Value>) -> Value { head[keyPath: path] }

    subscript<Value>(dynamicMember path: KeyPath<Changes, Value>) -> Value { what[keyPath: path] }
}

/// What every version has beside what it changed.
struct VersionHead: Codable, Sendable, Equatable {
    let version: Int
    /// Milliseconds since 1970.
    let at: Int64
    let by: String
    let act: String
    let reason: String
    let undoes: Int?
    let undoneBy: Int?

    init(_ version: CatalogueVersion) {
        (self.version, at, by) = (version.number, version.at.milliseconds, version.actor)
        (act, reason, undoes, undoneBy) = (version.act.rawValue, version.reason, version.undoes, version.undoneBy)
    }

    /// "version 7, 2026-11-23T12:00:00Z, anna: import (taken back by version 8)".
    var title: String {
        let what = undoes.map { "takes back version \($0)" } ?? act
        let why = reason.isEmpty ? "" : ", \u{201C}\(reason)\u{201D}"
        return "version \(version), \(StderrLog.time(at)), \(by): \(what)\(why)" + (undoneBy.map { " (taken back by version \($0))" } ?? "")
    }
}
