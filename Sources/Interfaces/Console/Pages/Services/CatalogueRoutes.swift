import Accounts
import Catalogue
import Database
import Group
import Hummingbird
import Localization
import Offers
import Vocabulary

/// `/catalogue`: services, and the texts and terms with which they are offered.
struct CatalogueRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("catalogue") { request, _ in
            try await console.page(request) { visit in
                let filter = ServiceListPage.Filter(request)
                return .page(try await console.database.read { try ServiceListPage(visit, filter, in: $0) }.html)
            }
        }
        router.get("catalogue/new") { request, _ in
            try await console.page(request) { visit in
                var page = try await newPage(visit)
                if DoorRoutes.query(request, "done") == "need" { page.news = ConsoleMessages.needAdded }
                return .page(page.html)
            }
        }
        router.post("catalogue/needs") { request, context in
            try await console.act(request, context) { visit, fields in try await addNeed(visit, fields) }
        }
        router.post("catalogue/new") { request, context in
            try await console.act(request, context) { visit, fields in try await add(visit, fields) }
        }
        router.get("catalogue/{service}") { request, context in
            try await console.page(request) { visit in
                var page = try await creativePage(try Self.service(context), visit)
                page.news = CreativeNews(rawValue: DoorRoutes.query(request, "done"))?.words
                return .page(page.html)
            }
        }
        router.post("catalogue/{service}") { request, context in
            try await console.act(request, context) { visit, fields in try await write(try Self.service(context), visit, fields) }
        }
        router.post("catalogue/{service}/restore") { request, context in
            try await console.act(request, context) { visit, fields in try await restore(try Self.service(context), visit, fields) }
        }
        router.get("catalogue/{service}/facts") { request, context in
            try await console.page(request) { visit in
                var page = try await factsPage(try Self.service(context), visit)
                page.news = FactsNews(rawValue: DoorRoutes.query(request, "done"))?.words
                return .page(page.html)
            }
        }
        router.post("catalogue/{service}/facts") { request, context in
            try await console.act(request, context) { visit, fields in
                let (form, seen) = (ServiceForm(fields), fields["seen"])
                return try await change(try Self.service(context), visit, .saved, form: form) { service, transaction in
                    try ServiceForm(service).basis.check(seen)
                    _ = try ServiceDesk().change(
                        service.id, to: form.draft, by: visit.account.login, at: visit.now, in: transaction)
                }
            }
        }
        router.post("catalogue/{service}/aliases") { request, context in
            try await console.act(request, context) { visit, fields in
                let alias = String(fields["alias"].prefix(200))
                return try await change(try Self.service(context), visit, .aliasAdded, alias: alias) { service, transaction in
                    try ServiceDesk().addAlias(alias, for: service, by: visit.account.login, at: visit.now, in: transaction)
                }
            }
        }
        router.post("catalogue/{service}/aliases/remove") { request, context in
            try await console.act(request, context) { visit, fields in
                let alias = fields["alias"]
                return try await change(try Self.service(context), visit, .aliasRemoved) { service, transaction in
                    try ServiceDesk().removeAlias(alias, of: service, by: visit.account.login, at: visit.now, in: transaction)
                }
            }
        }
    }

    private enum CreativeNews: String {
        case saved, restored, same
        var words: Message {
            switch self {
            case .saved: ConsoleMessages.creativeSaved
            case .restored: ConsoleMessages.creativeRestored
            case .same: ConsoleMessages.creativeSame
            }
        }
    }
    private enum FactsNews: String {
        case saved, added, aliasAdded, aliasRemoved
        var words: Message {
            switch self {
            case .saved: ConsoleMessages.serviceSaved
            case .added: ConsoleMessages.serviceAdded
            case .aliasAdded: ConsoleMessages.serviceAliasAdded
            case .aliasRemoved: ConsoleMessages.serviceAliasRemoved
            }
        }
    }

    private static func service(_ context: ConsoleContext) throws -> ServiceID {
        guard let number = Int(try context.parameters.require("service")), number > 0 else { throw HTTPError(.notFound) }
        return ServiceID(number)
    }

    /// What this person may not see is not there.
    private static func frame(_ id: ServiceID, _ visit: Visit, in transaction: Transaction) throws -> ServiceFrame {
        guard let frame = try ServiceFrame(id, visit, in: transaction) else { throw HTTPError(.notFound) }
        return frame
    }

    // MARK: Texts and terms

    private func creativePage(_ id: ServiceID, _ visit: Visit) async throws -> CreativePage {
        try await console.database.read { try CreativePage(Self.frame(id, visit, in: $0), console.offers, in: $0) }
    }

    private func write(_ id: ServiceID, _ visit: Visit, _ fields: FormFields) async throws -> Response {
        var form = CreativeForm(fields)
        var page = try await creativePage(id, visit)
        guard page.frame.mayWrite else { throw AccountsError.notAllowed }
        guard let creative = form.creative() else {
            page.form = form
            page.problem = ConsoleMessages.creativeProblems
            return .page(page.html, status: .unprocessableContent)
        }
        let seen = fields["seen"]
        do {
            try await console.database.read { transaction in
                try CreativeForm(Self.frame(id, visit, in: transaction).creative).basis.check(seen)
            }
        } catch ConsoleProblem.changedMeanwhile {
            (page.form, page.problem) = (form, ConsoleMessages.formChangedMeanwhile)
            return .page(page.html, status: .conflict)
        }
        let changed = try await console.database.write { transaction in
            let frame = try Self.frame(id, visit, in: transaction)
            guard frame.mayWrite else { throw AccountsError.notAllowed }
            try CreativeForm(frame.creative).basis.check(seen)
            return try CreativeDesk().save(creative, for: id, by: visit.account.login, at: visit.now, in: transaction)
        }
        return .redirect(to: "/catalogue/\(id.rawValue)?done=\(changed.isEmpty ? "same" : "saved")", type: .normal)
    }

    private func restore(_ id: ServiceID, _ visit: Visit, _ fields: FormFields) async throws -> Response {
        guard let part = CreativeVersion.Part(rawValue: fields["part"]), let number = Int(fields["version"]) else {
            throw HTTPError(.badRequest)
        }
        do {
            try await console.database.write { transaction in
                guard try Self.frame(id, visit, in: transaction).mayWrite else { throw AccountsError.notAllowed }
                try CreativeDesk().restore(part, number, of: id, by: visit.account.login, at: visit.now, in: transaction)
            }
        } catch let error as OfferError {
            switch error {
            case .noText, .noTerms: throw HTTPError(.notFound)
            default: throw error
            }
        }
        return .redirect(to: "/catalogue/\(id.rawValue)?done=restored", type: .normal)
    }

    // MARK: What a service is

    private func factsPage(_ id: ServiceID, _ visit: Visit) async throws -> ServiceFactsPage {
        try await console.database.read { try ServiceFactsPage(Self.frame(id, visit, in: $0), in: $0) }
    }

    private func change(
        _ id: ServiceID, _ visit: Visit, _ news: FactsNews, form: ServiceForm? = nil, alias: String = "",
        _ work: @escaping @Sendable (Service, Transaction) throws -> Void
    ) async throws -> Response {
        do {
            try await console.database.write { transaction in
                let frame = try Self.frame(id, visit, in: transaction)
                guard frame.mayEdit else { throw AccountsError.notAllowed }
                try work(frame.service, transaction)
            }
        } catch ServiceRefusal.wrong(let problems) {
            var page = try await factsPage(id, visit)
            if let form { page.form = form }
            page.problems = problems
            page.alias = alias
            return .page(page.html, status: .unprocessableContent)
        } catch ConsoleProblem.changedMeanwhile {
            var page = try await factsPage(id, visit)
            if let form { page.form = form }
            page.problem = ConsoleMessages.formChangedMeanwhile
            return .page(page.html, status: .conflict)
        }
        return .redirect(to: "/catalogue/\(id.rawValue)/facts?done=\(news.rawValue)", type: .normal)
    }

    private func newPage(_ visit: Visit) async throws -> NewServicePage {
        guard let page = try await console.database.read({ try NewServicePage(visit, in: $0) }) else { throw HTTPError(.notFound) }
        return page
    }

    private func addNeed(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let need = Need(name: String(fields["need"].prefix(200)), nameEnglish: String(fields["need_en"].prefix(200)))
        var page = try await newPage(visit)
        do {
            try await console.database.write { try ServiceDesk().addNeed(need, by: visit.account.login, at: visit.now, in: $0) }
        } catch ServiceRefusal.wrong(let problems) {
            (page.problems, page.need) = (problems, need)
            return .page(page.html, status: .unprocessableContent)
        }
        return .redirect(to: "/catalogue/new?done=need", type: .normal)
    }

    private func add(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let form = ServiceForm(fields)
        do {
            let service = try await console.database.write { transaction in
                guard let page = try NewServicePage(visit, in: transaction) else { throw HTTPError(.notFound) }
                guard let company = page.companies.first(where: { String($0.id.rawValue) == form.company }),
                    let audience = Audience(rawValue: form.audience)
                else { throw HTTPError(.badRequest) }
                return try ServiceDesk().add(
                    form.draft, of: company.id, for: audience, by: visit.account.login, at: visit.now, in: transaction)
            }
            return .redirect(to: "/catalogue/\(service.id.rawValue)/facts?done=added", type: .normal)
        } catch ServiceRefusal.wrong(let problems) {
            var page = try await newPage(visit)
            page.form = form
            page.problems = problems
            return .page(page.html, status: .unprocessableContent)
        }
    }
}
