import Catalogue
import Clients
import Vocabulary

/// A version of the needs as scripts read it.
typealias NeedVersionAnswer = Versioned<ChangedNeeds>

/// What a version did to the needs. Says which services changed, and only that a client's needs did.
struct ChangedNeeds: Codable, Sendable, Equatable {
    struct Change: Codable, Sendable, Equatable {
        /// Nil: a client.
        let service: Int?
        let before: [String]
        let after: [String]
    }

    let changes: [Change]
}

extension NeedVersionAnswer {
    typealias Change = ChangedNeeds.Change

    init(_ version: CatalogueVersion, _ changes: [NeedChange], _ names: ServiceNames) {
        let changes = changes.map { change in
            switch change {
            case .service(let service, let before, let after):
                Change(service: service.rawValue, before: before.map { names.need($0) }, after: after.map { names.need($0) })
            case .client(_, let need, let before, let after):
                Change(
                    service: nil, before: before.map { ["\(names.need(need)) \($0.rawValue)"] } ?? [],
                    after: after.map { ["\(names.need(need)) \($0.rawValue)"] } ?? [])
            }
        }
        self.init(version, ChangedNeeds(changes: changes))
    }

    var lines: [String] {
        func list(_ needs: [String]) -> String { needs.isEmpty ? "as its services say" : needs.joined(separator: ", ") }
        return [self.title]
            + what.changes.map { "  \($0.service.map { "service \($0)" } ?? "a client"): \(list($0.before)) -> \(list($0.after))" }
    }
}
