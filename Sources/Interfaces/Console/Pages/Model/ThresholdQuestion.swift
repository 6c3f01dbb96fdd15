import Accounts
import Catalogue
import Database
import Hummingbird
import Leads
import Vocabulary

/// Which threshold a person looks at, as the address of the page says it.
struct ThresholdQuestion: Hashable, Sendable {
    enum Meant: Hashable, Sendable {
        /// The one that holds, among its neighbours.
        case current
        case rating(Int)
        /// In tenths of a percent, so that questions can be compared.
        case probability(tenths: Int)
        /// The scope follows the wider one.
        case inherited
    }

    let scope: ThresholdScope
    let meant: Meant

    init(_ scope: ThresholdScope, _ meant: Meant) { (self.scope, self.meant) = (scope, meant) }

    /// - Throws: ``Slip`` for a number that is none, or out of range; 404 for a scope that is none.
    init(_ request: Request, standard: ThresholdScope) throws {
        scope = try Self.scope(of: request, standard: standard)
        let value = DoorRoutes.query(request, "value").trimmingSpaces
        guard !value.isEmpty else {
            meant = .current
            return
        }
        if value == "inherit", scope != .group {
            meant = .inherited
        } else if DoorRoutes.query(request, "by") == "probability" {
            guard let percent = Double(value.replacing(",", with: ".").replacing("%", with: "")), (0...100).contains(percent) else {
                throw Slip.probability
            }
            meant = .probability(tenths: Int((percent * 10).rounded()))
        } else {
            guard let rating = Int(value), (0...100).contains(rating) else { throw Slip.rating }
            meant = .rating(rating)
        }
    }

    enum Slip: Error { case rating, probability }

    /// The one that the address names, if it names any.
    static func scope(of request: Request, standard: ThresholdScope) throws -> ThresholdScope {
        let text = DoorRoutes.query(request, "scope")
        guard !text.isEmpty else { return standard }
        guard let scope = scope(text) else { throw HTTPError(.notFound) }
        return scope
    }

    /// `group`, `company-3`, `service-17`.
    static func scope(_ text: String) -> ThresholdScope? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text == "group" { return .group }
        guard parts.count == 2, let number = Int(parts[1]), number >= 0 else { return nil }
        return switch parts[0] {
        case "company": .company(CompanyID(number))
        case "service": .service(ServiceID(number))
        default: nil
        }
    }

    static func text(_ scope: ThresholdScope) -> String {
        switch scope {
        case .group: "group"
        case .company(let company): "company-\(company.rawValue)"
        case .service(let service): "service-\(service.rawValue)"
        }
    }

    static func path(_ scope: ThresholdScope, _ more: String = "") -> String { "/model/threshold?scope=\(text(scope))\(more)" }
}

extension Account {
    /// Whether the person may look at this scope's threshold; the group's lies beyond a company's people.
    func seesThreshold(of scope: ThresholdScope, services: [Service]) -> Bool {
        let company: CompanyID?
        switch scope {
        case .group: company = nil
        case .company(let id): company = id
        case .service(let id):
            guard let service = services.first(where: { $0.id == id }) else { return false }
            company = service.company
        }
        return Access.allows(.viewModel, to: self, reach: reach(ofCompany: company))
    }
}
