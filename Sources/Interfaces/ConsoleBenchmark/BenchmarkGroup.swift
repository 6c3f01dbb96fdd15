import Accounts
import Catalogue
import Database
import Group
import Passwords
import Sealing
import Vocabulary

/// The group whose staff uses the console: ten companies with departments, units and people at every level.
struct BenchmarkGroup: Sendable {
    struct Part: Sendable {
        let company: CompanyID
        let services: [ServiceID]
        let sales: [Account]
    }

    /// The first one is by far the greatest.
    let parts: [Part]
    /// One person of each level, each above the next, in the first company. They may sign in.
    static let logins: [(level: Level, login: String)] = Level.allCases.map { ($0, "bench-\($0.name)") }
    /// Everything, so that one person sees every page.
    static let founderGrants: Set<Grant> = [.administrator, .marketer, .steward]
    static let password = "Kaktus-benchmark-7311"

    private static let (companies, services, departments, unitsOfEach, salesOfEach) = (10, 10, 2, 3, 5)

    /// As it lives in the database; nil when it does not.
    init?(in transaction: Transaction) throws {
        let accounts = try AccountStore().all(in: transaction)
        guard accounts.contains(where: { $0.login == Self.logins.first?.login }) else { return nil }
        let services = try CatalogueStore().all(in: transaction)
        parts = try CompanyStore().all(in: transaction).sorted { $0.id < $1.id }.map { company in
            Part(
                company: company.id, services: services.filter { $0.company == company.id }.map(\.id),
                sales: accounts.filter { $0.level == .sales && $0.place.company == company.id })
        }
    }

    static func write(keyring: Keyring, ids: IDSource, at moment: Instant, in transaction: Transaction) throws -> [SecretToken] {
        var invitations: [SecretToken] = []
        func person(_ login: String, _ level: Level, _ place: Place) throws {
            let draft = Account.Draft(
                login: login, name: "Person of \(login)", level: level, place: place, grants: level == .founder ? founderGrants : [])
            let made = try AccountService(keyring: keyring).issue(
                draft, by: .commandLine("benchmark"), at: moment, ids: ids, in: transaction)
            if logins.contains(where: { $0.login == login }) { invitations.append(made.invitation) }
        }
        try CatalogueStore().save(Need(name: "Money", nameEnglish: "Money"), in: transaction)
        try person("bench-founder", .founder, .group)
        for company in 1...companies {
            let id = CompanyID(company)
            try CompanyStore().save(
                Company(
                    id: id, code: "bench\(company)", name: "Компания \(company)", nameEnglish: "Company \(company)", legalName: "", inn: "",
                    kind: .hotel, sendsOffersAutomatically: false, channelConfirmation: nil), in: transaction)
            for number in 1...services {
                let service = (company - 1) * services + number
                try CatalogueStore().save(
                    Service(
                        id: ServiceID(service), company: id, name: "Услуга \(service)", nameEnglish: "Service \(service)",
                        audience: .individual, needs: ["Money"], rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true),
                    in: transaction)
            }
            try person(company == 1 ? "bench-partner" : "partner-\(company)", .partner, .company(id))
            for department in 0..<departments {
                let top = try UnitStore().add(
                    to: id, parent: nil, name: "Отдел \(department)", nameEnglish: "Department \(department)", in: transaction)
                let isFirst = company == 1 && department == 0
                try person(isFirst ? "bench-department" : "department-\(top.id.rawValue)", .department, .unit(top.id, of: id))
                for number in 0..<unitsOfEach {
                    let unit = try UnitStore().add(
                        to: id, parent: top.id, name: "Офис \(number)", nameEnglish: "Office \(number)", in: transaction)
                    let isOurs = isFirst && number == 0
                    try person(isOurs ? "bench-unit" : "unit-\(unit.id.rawValue)", .unit, .unit(unit.id, of: id))
                    for seat in 0..<salesOfEach {
                        let login = isOurs && seat == 0 ? "bench-sales" : "sales-\(unit.id.rawValue)-\(seat)"
                        try person(login, .sales, .unit(unit.id, of: id))
                    }
                }
            }
        }
        return invitations
    }
}
