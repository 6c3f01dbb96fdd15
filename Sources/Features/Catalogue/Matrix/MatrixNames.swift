import Database
import Group
import Vocabulary

/// Which service a label of a matrix means: by name or alias, audience and company. A name is never guessed.
public struct MatrixNames: Sendable {
    private let services: [ServiceID: Service]
    private let companies: [(names: Set<String>, id: CompanyID)]
    private let aliases: [String: [ServiceID]]

    public init(in transaction: Transaction) throws(DatabaseError) {
        services = Dictionary(try CatalogueStore().all(in: transaction).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        companies = try CompanyStore().all(in: transaction).map { company in
            (
                Set([company.code, company.name, company.nameEnglish, company.legalName].map { Folded($0).text }).subtracting([""]),
                company.id
            )
        }
        aliases = try CatalogueStore().aliases(in: transaction)
    }

    /// The services that the label may mean, in order of id. Several: one company sells two services of the same name.
    func meant(by label: MatrixFile.Label) -> [ServiceID] {
        let named = (aliases[Folded(label.name).text] ?? []).filter { services[$0]?.audience == label.audience }
        guard let company = company(label.company) else {
            // A company under a name that we do not know: believed only when nobody else sells such a thing.
            return named.count == 1 ? named : []
        }
        let own = named.filter { services[$0]?.company == company }
        // A service's own name says more than a word that people use for it.
        let exact = own.filter { services[$0].map { Folded($0.name) == Folded(label.name) } == true }
        return exact.isEmpty ? own : exact
    }

    /// The company by any of its names; words behind it («Лизинг 4 (финансовый лизинг)») do no harm.
    private func company(_ text: String) -> CompanyID? {
        let folded = Folded(text).text
        if let exact = companies.first(where: { $0.names.contains(folded) }) { return exact.id }
        let opening = companies.filter { $0.names.contains { folded.hasPrefix($0 + " ") } }
        return opening.count == 1 ? opening[0].id : nil
    }
}

/// The labels of one side of a matrix, resolved. A name that means two services of a company stands for the first one first.
struct ResolvedPlaces {
    /// By index into the file's rows or columns; nil: unknown.
    private(set) var services: [ServiceID?] = []
    private(set) var unknown: [MatrixFile.Place] = []
    /// Say a service again that an earlier place said.
    private(set) var repeated: [MatrixFile.Place] = []

    init(_ places: [MatrixFile.Place], _ names: MatrixNames) {
        var seen: Set<ServiceID> = []
        for place in places {
            let meant = names.meant(by: place.label)
            let service = meant.first { !seen.contains($0) }
            services.append(service)
            if let service { seen.insert(service) } else if meant.isEmpty { unknown.append(place) } else { repeated.append(place) }
        }
    }
}
