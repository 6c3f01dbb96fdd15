import Accounts
import Database
import Group
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Posters
import Sealing
import Vocabulary

/// `/posters`: codes that lead into the bot, as pictures and posters, and the campaigns that tell them apart.
struct PosterRoutes: Sendable {
    let console: ConsoleSite

    /// Whether there is any company whose posters the person may print.
    static func mayPrint(_ account: Account) -> Bool { mayPrint(account.place.company, account) }

    private static func mayPrint(_ company: CompanyID?, _ account: Account) -> Bool {
        Access.allows(.printPoster, to: account, reach: account.reach(ofCompany: company))
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("posters") { request, _ in
            try await console.page(request) { visit in
                guard Self.mayPrint(visit.account) else { throw HTTPError(.notFound) }
                let page = try await console.database.read { transaction in
                    PosterListPage(
                        visit: visit,
                        companies: try CompanyStore().all(in: transaction).filter { Self.mayPrint($0.id, visit.account) },
                        bot: try FactStore().value(.botName, in: transaction))
                }
                return .page(page.html)
            }
        }
        router.get("posters/{company}") { request, context in
            try await console.page(request) { visit in
                var page = try await page(visit, context)
                page.news = DoorRoutes.query(request, "done") == "1" ? ConsoleMessages.postersSaved : nil
                return .page(page.html)
            }
        }
        router.get("posters/{company}/print") { request, context in
            try await console.page(request) { visit in
                let poster = try await code(request, context, visit)
                return .page(PosterPrintPage(say: visit.say, code: poster).html)
            }
        }
        router.get("posters/{company}/{file}") { request, context in
            try await console.page(request) { visit in try await file(request, context, visit) }
        }
        router.post("posters/{company}/campaigns") { request, context in
            try await console.act(request, context) { visit, fields in
                try await change(visit, context, fields["name"]) { company, name, actor, now, transaction in
                    _ = try CampaignStore().add(name, to: company, by: actor, at: now, in: transaction)
                }
            }
        }
        router.post("posters/{company}/campaigns/{number}") { request, context in
            try await console.act(request, context) { visit, fields in
                guard let number = Int(try context.parameters.require("number")) else { throw HTTPError(.notFound) }
                return try await change(visit, context, fields["name"], renaming: number) { company, name, actor, now, transaction in
                    guard try CampaignStore().rename(number, of: company, to: name, by: actor, at: now, in: transaction) else {
                        throw HTTPError(.notFound)
                    }
                }
            }
        }
    }

    // MARK: Pages

    private func page(_ visit: Visit, _ context: ConsoleContext) async throws -> PosterPage {
        let number = Int(try context.parameters.require("company"))
        return try await console.database.read { transaction in
            let company = try Self.company(number, visit, in: transaction)
            return PosterPage(
                visit: visit, company: company,
                campaigns: try CampaignStore().all(in: transaction).filter { $0.company == company.id },
                bot: try FactStore().value(.botName, in: transaction), people: try AccountStore().names(in: transaction),
                hasMany: visit.account.place.company == nil)
        }
    }

    /// A company whose posters the person may not print is as unknown as one that is not there.
    private static func company(_ number: Int?, _ visit: Visit, in transaction: Transaction) throws -> Company {
        guard let number, let company = try CompanyStore().company(CompanyID(number), in: transaction), mayPrint(company.id, visit.account)
        else { throw HTTPError(.notFound) }
        return company
    }

    // MARK: Pictures

    private func code(_ request: Request, _ context: ConsoleContext, _ visit: Visit) async throws -> PosterCode {
        let (number, asked) = (Int(try context.parameters.require("company")), DoorRoutes.query(request, "campaign"))
        let language = Language(rawValue: DoorRoutes.query(request, "language")) ?? visit.say.language
        let campaign = asked.isEmpty ? 0 : UInt32(asked)
        let keyring = console.keyring
        return try await console.database.read { transaction in
            let company = try Self.company(number, visit, in: transaction)
            guard let campaign, let bot = try FactStore().value(.botName, in: transaction) else { throw HTTPError(.notFound) }
            let isKnown =
                try campaign == 0
                || CampaignStore().all(in: transaction).contains { $0.company == company.id && $0.number == Int(campaign) }
            guard isKnown else { throw HTTPError(.notFound) }
            let payload = keyring.text(of: .company(company.id, campaign: campaign))
            return PosterCode(company: company, campaign: Int(campaign), language: language, link: "https://t.me/\(bot)?start=\(payload)")
        }
    }

    private func file(_ request: Request, _ context: ConsoleContext, _ visit: Visit) async throws -> Response {
        let code = try await code(request, context, visit)
        let (type, bytes, name): (String, [UInt8], String)
        switch try context.parameters.require("file") {
        case "code.png": (type, bytes, name) = ("image/png", try QRCode(code.link).png(), "\(code.name).png")
        case "code.svg": (type, bytes, name) = ("image/svg+xml", Array(try QRCode(code.link).svg().utf8), "\(code.name).svg")
        case "poster.svg":
            (type, bytes) = ("image/svg+xml", Array(try console.poster(code).utf8))
            name = "\(code.name)-poster-\(code.language.rawValue).svg"
        default: throw HTTPError(.notFound)
        }
        var headers: HTTPFields = [.contentType: type]
        if DoorRoutes.query(request, "save") == "1" { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Campaigns

    private func change(
        _ visit: Visit, _ context: ConsoleContext, _ typed: String, renaming number: Int? = nil,
        _ work: @escaping @Sendable (CompanyID, String, String, Instant, Transaction) throws -> Void
    ) async throws -> Response {
        let companyNumber = Int(try context.parameters.require("company"))
        let (name, actor, now) = (typed.trimmingSpaces, visit.account.login, visit.now)
        let isGood =
            (1...CampaignStore.longest).contains(name.count)
            && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard isGood else {
            var page = try await page(visit, context)
            page.problem = ConsoleMessages.postersBadName(most: Int64(CampaignStore.longest))
            page.typed = (number, String(typed.prefix(200)))
            return .page(page.html, status: .unprocessableContent)
        }
        let company = try await console.database.write { transaction in
            let company = try Self.company(companyNumber, visit, in: transaction)
            try work(company.id, name, actor, now, transaction)
            return company.id
        }
        return .redirect(to: "/posters/\(company.rawValue)?done=1", type: .normal)
    }
}

/// A code to be printed.
struct PosterCode: Sendable {
    let company: Company
    /// 0: the standing code.
    let campaign: Int
    let language: Language
    let link: String

    /// Of its files, without an extension.
    var name: String { campaign == 0 ? company.code : "\(company.code)-campaign-\(campaign)" }
}

extension ConsoleSite {
    /// The poster as an SVG picture, from the template that lies with the program.
    func poster(_ code: PosterCode) throws -> String {
        var failure: PosterError?
        for folder in configuration.posterFolders {
            do throws(PosterError) {
                return try Poster(templateAt: "\(folder)/poster.\(code.language.rawValue).svg").svg(
                    Poster.Words(
                        company: code.company.name(in: code.language),
                        headline: texts.text(PostersMessages.posterHeadline, in: code.language),
                        benefit: texts.text(PostersMessages.posterBenefit, in: code.language), link: code.link))
            } catch { failure = error }
        }
        throw failure ?? PosterError.templateUnreadable(path: "poster.\(code.language.rawValue).svg")
    }
}
