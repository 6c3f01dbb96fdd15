import Catalogue
import Database
import Group
import Vocabulary

/// Services as people name and read them.
struct ServiceNames: Sendable {
    let services: [Service]
    private let byID: [ServiceID: Service]
    private let codes: [CompanyID: String]
    private let needs: [String: Need]
    private let aliases: [String: [ServiceID]]
    let language: Language

    init(_ language: Language, in transaction: Transaction) throws {
        self.language = language
        services = try CatalogueStore().all(in: transaction)
        byID = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        codes = Dictionary(try CompanyStore().all(in: transaction).map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
        needs = try CatalogueStore().needs(in: transaction)
        aliases = try CatalogueStore().aliases(in: transaction)
    }

    subscript(id: ServiceID) -> Service? { byID[id] }

    func name(_ id: ServiceID) -> String { byID[id]?.name(in: language) ?? "service \(id.rawValue)" }

    func need(_ name: String) -> String { needs[name]?.name(in: language) ?? name }

    func company(of id: ServiceID) -> String { byID[id].flatMap { codes[$0.company] } ?? "?" }

    /// "37 CASCO insurance (d2, individual)".
    func line(_ id: ServiceID) -> String {
        "\(id.rawValue) \(name(id)) (\(company(of: id)), \(byID[id]?.audience.rawValue ?? "?"))"
    }

    /// The service that a person means: its number, a name or alias, or a name@company.
    func service(_ text: String) throws -> Service {
        if let number = Int(text) {
            if let service = byID[ServiceID(number)] { return service }
            throw CommandFailure.wrongUse("there is no service \(number); `cactubase needs` lists all")
        }
        var found = (aliases[Folded(text).text] ?? []).compactMap { byID[$0] }
        if found.isEmpty, let at = text.lastIndex(of: "@") {
            let company = Folded(String(text[text.index(after: at)...])).text
            found = (aliases[Folded(String(text[..<at])).text] ?? []).compactMap { byID[$0] }.filter { codes[$0.company] == company }
        }
        if found.count == 1 { return found[0] }
        guard !found.isEmpty else {
            throw CommandFailure.wrongUse("no service is called \u{201C}\(text)\u{201D}; `cactubase needs` lists all with their numbers")
        }
        let meant = found.map { line($0.id) }.joined(separator: "; ")
        throw CommandFailure.wrongUse("\u{201C}\(text)\u{201D} may be several services, so give the number: \(meant)")
    }

    /// The need that a person means, by its name in either language.
    func need(named text: String) throws -> String {
        let wanted = Folded(text)
        let known = Set(needs.keys).union(services.flatMap(\.needs)).sorted()
        if let name = known.first(where: { Folded($0) == wanted || needs[$0].map { Folded($0.nameEnglish) == wanted } == true }) {
            return name
        }
        let list = known.isEmpty ? "there is none yet" : "known are \(known.map { need($0) }.joined(separator: ", "))"
        throw CommandFailure.wrongUse("no need is called \u{201C}\(text)\u{201D}; \(list)")
    }
}
