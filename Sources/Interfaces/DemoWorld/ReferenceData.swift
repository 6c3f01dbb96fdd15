import Catalogue
import Database
import Group
import Vocabulary

/// What the partner group is, whatever the seed: its companies, its 101 services, what people call them, and the links people drew.
struct ReferenceData: Sendable {
    let companies: [Company]
    let services: [Service]
    let aliases: [(service: ServiceID, alias: String)]
    let needs: [Need]
    let links: [ServiceLink]
    let economics: [ServiceID: Economics]

    /// - Parameter now: when the demo says that banks and insurers confirmed Telegram as a channel.
    init(now: Instant) throws(DemoWorldError) {
        companies = try Self.companies(now: now)
        services = try Self.services()
        aliases = try DemoFile("aliases").lines.mapped { line throws(DemoWorldError) in (ServiceID(try line.int("service")), line["alias"])
        }
        needs = try DemoFile("needs").lines.mapped { line throws(DemoWorldError) in Need(name: line["name"], nameEnglish: line["name_en"]) }
        links = try Self.links()
        economics = try Economics.all()
    }

    func service(_ id: ServiceID) -> Service? { services.first { $0.id == id } }

    func write(in transaction: Transaction) throws(DemoWorldError) {
        do {
            for company in companies { try CompanyStore().save(company, in: transaction) }
            for need in needs { try CatalogueStore().save(need, in: transaction) }
        } catch { throw .database(error) }
        do {
            for service in services { try CatalogueStore().save(service, in: transaction) }
            for (service, alias) in aliases { try CatalogueStore().addAlias(alias, for: service, in: transaction) }
            for link in links { try CatalogueStore().setLink(link, in: transaction) }
        } catch { throw .catalogue(error) }
    }

    private static func companies(now: Instant) throws(DemoWorldError) -> [Company] {
        try DemoFile("companies").lines.mapped { line throws(DemoWorldError) in
            let kind: CompanyKind = try line.value("kind")
            return Company(
                id: CompanyID(try line.int("id")), code: line["code"], name: line["name"], nameEnglish: line["name_en"],
                legalName: line["legal_name"], inn: line["inn"], kind: kind, sendsOffersAutomatically: kind != .leasing,
                channelConfirmation: kind.needsChannelConfirmation ? .init(by: DemoWorld.actor, at: now) : nil)
        }
    }

    private static func services() throws(DemoWorldError) -> [Service] {
        try DemoFile("services").lines.mapped { line throws(DemoWorldError) in
            Service(
                id: ServiceID(try line.int("id")), company: CompanyID(try line.int("company")), name: line["name"],
                nameEnglish: line["name_en"],
                audience: try line.value("audience"), needs: [line["need1"], line["need2"]],
                rivalGroup: line["rival_group"].isEmpty ? nil : line["rival_group"],
                minimumAge: line["minimum_age"].isEmpty ? nil : try line.int("minimum_age"), isCredit: try line.int("is_credit") == 1,
                isActive: true)
        }
    }

    private static func links() throws(DemoWorldError) -> [ServiceLink] {
        try DemoFile("links").lines.mapped { line throws(DemoWorldError) in
            let from = ServiceID(try line.int("from"))
            return try line.ints("related").map { ServiceLink(from: from, to: ServiceID($0), kind: .related) }
                + line.ints("never").map { ServiceLink(from: from, to: ServiceID($0), kind: .never) }
        }.flatMap { $0 }
    }
}

/// What selling a service is like: the hidden truth that the model has to find out, and the figures that arbitration sees.
struct Economics: Sendable {
    /// Chance that an average client takes an offer of it.
    let appeal: Double
    /// Share of leads that end in a payment.
    let conversion: Double
    /// Roubles of one payment, on average.
    let revenue: Double
    let tastes: [Taste]

    static func all() throws(DemoWorldError) -> [ServiceID: Economics] {
        var all: [ServiceID: Economics] = [:]
        for line in try DemoFile("economics").lines {
            var tastes: [Taste] = []
            for word in line["tags"].split(separator: " ") {
                guard let taste = Taste(rawValue: String(word)) else { throw .cell(file: line.file, row: line.number, column: "tags") }
                tastes.append(taste)
            }
            all[ServiceID(try line.int("service"))] = Economics(
                appeal: try line.double("appeal"), conversion: try line.double("conversion"), revenue: try line.double("revenue"),
                tastes: tastes)
        }
        return all
    }
}

extension Array {
    /// `map` that keeps the error's type.
    func mapped<Result, Failure: Error>(_ transform: (Element) throws(Failure) -> Result) throws(Failure) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(count)
        for element in self { results.append(try transform(element)) }
        return results
    }
}
