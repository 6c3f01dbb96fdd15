import Catalogue
import Vocabulary

/// A version of the links as scripts read it.
typealias VersionAnswer = Versioned<ChangedLinks>

/// What a version did to the links.
struct ChangedLinks: Codable, Sendable, Equatable {
    struct Link: Codable, Sendable, Equatable {
        let from: Int
        let to: Int
        /// related or never; nil: no link.
        let before: String?
        let after: String?

        init(from: Int, to: Int, before: String?, after: String?) {
            (self.from, self.to, self.before, self.after) = (from, to, before, after)
        }

        init(_ change: LinkChange) {
            self.init(
                from: change.from.rawValue, to: change.to.rawValue, before: change.before?.rawValue, after: change.after?.rawValue)
        }
    }

    let links: [Link]
    /// Proposals that were put away.
    let declined: [Link]
}

extension VersionAnswer {
    typealias Link = ChangedLinks.Link

    init(_ version: CatalogueVersion, _ changes: [LinkChange], declined: [LinkRefusal]) {
        let declined = version.act == .decline ? declined : []
        self.init(
            version,
            ChangedLinks(
                links: changes.map(Link.init),
                declined: declined.map { Link(from: $0.from.rawValue, to: $0.to.rawValue, before: nil, after: nil) }))
    }

    /// A title and at most so many changes, then how many there are besides.
    func lines(_ names: ServiceNames, most: Int) -> [String] {
        let all =
            what.links.map { link in
                "\(names.line(ServiceID(link.from))) -> \(names.line(ServiceID(link.to))): "
                    + "\(link.before ?? "no link") -> \(link.after ?? "no link")"
            } + what.declined.map { "\(names.line(ServiceID($0.from))) -> \(names.line(ServiceID($0.to))): proposal declined" }
        let shown = Array(all.prefix(most)) + (all.count > most ? ["and \(all.count - most) more; --json lists all"] : [])
        return [self.title] + shown.map { "  " + $0 }
    }
}
