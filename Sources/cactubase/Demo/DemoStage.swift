import Clients
import Database
import DemoWorld
import Foundation
import Group
import HTTPTransport
import Recommendations
import Sealing
import Vocabulary

/// Makes the demo world in a database and invites its people.
struct DemoStage: Sendable {
    let live: Live
    let shell: Shell

    /// The world that lives in the database, made now if it is empty.
    func world(seed: UInt64?) async throws -> DemoWorld {
        let (known, isEmpty) = try await live.database.read { (try DemoWorld.seed(of: $0), try CompanyStore().all(in: $0).isEmpty) }
        if let known {
            guard seed == nil || seed == known else {
                throw CommandFailure.wrongUse("this demo was made with --seed \(known); use --fresh to start over with another seed")
            }
            try await DemoStaff(live: live).make(in: shell.language(nil), at: live.clock.now)
            return try DemoWorld(seed: known, now: live.clock.now)
        }
        guard isEmpty else {
            throw CommandFailure.wrongUse("the database holds something else than a demo; choose another DATABASE_URL")
        }
        let world = try DemoWorld(seed: seed ?? 1, now: live.clock.now)
        let keyring = live.keyring
        try await live.database.write { try world.write(keyring: keyring, in: $0) }
        let staff = try await DemoStaff(live: live).make(in: shell.language(nil), at: world.beginning + .days(1))
        let consents = try await DemoConsents(live: live).texts()
        try await live.database.write { try world.writePast(staff: staff, consents: consents, keyring: keyring, in: $0) }
        return world
    }

    /// A model, if there is none yet.
    func train() async throws {
        guard try await live.database.read({ try ModelStore().currentVersion(in: $0) }) == nil else { return }
        let progress = Progress("training", in: shell)
        _ = try await ModelTraining(live: live).run(seed: 1, by: "demo", progress: progress)
    }

    /// Where the demo's Telegram is.
    struct Telegram: Sendable {
        let address: String
        let http: HTTPClient
    }

    /// What leads into the world: codes of the companies, links of its people. In the emulator each person has a phone already.
    func invitations(to world: DemoWorld, emulator: Telegram?, console: String?) async throws -> DemoInvitations {
        let bot = try await live.database.read { try FactStore().value(.botName, in: $0) } ?? "cactubase_bot"
        let companies = world.companies.map { company in
            let payload = live.keyring.text(of: .company(company.id, campaign: 0))
            return DemoInvitations.Company(
                id: company.id.rawValue, code: company.code, name: company.name, nameEnglish: company.nameEnglish, payload: payload,
                link: "https://t.me/\(bot)?start=\(payload)", opens: emulator.map { "\($0.address)/start?start=\(payload)" })
        }
        var people: [DemoInvitations.Person] = []
        for person in world.people {
            let payload = try await payload(of: person)
            let chat = try await emulator?.phone(of: person, payload: payload)
            people.append(
                DemoInvitations.Person(
                    key: person.key, name: person.name, nameEnglish: person.nameEnglish, language: person.language.rawValue,
                    story: person.story,
                    storyEnglish: person.storyEnglish, phone: person.phone, payload: payload, link: "https://t.me/\(bot)?start=\(payload)",
                    opens: chat))
        }
        let staff = try await DemoStaff(live: live).people(in: shell.language(nil))
        return DemoInvitations(
            seed: world.seed, bot: bot, chats: emulator?.address, console: console, staff: staff, companies: companies, people: people)
    }

    /// A personal link while the card is nobody's, else the company's code.
    func payload(of person: DemoPerson) async throws -> String {
        guard case .personalLink(let client) = person.entry else { return live.keyring.text(of: .company(person.company, campaign: 0)) }
        let (keyring, ids, expires) = (live.keyring, live.ids, live.clock.now + .days(30))
        let token = try await live.database.write { transaction -> [UInt8]? in
            guard try ClientStore().customer(of: client, in: transaction) == nil else { return nil }
            return try PersonalLinkStore(keyring: keyring).issue(client: client, expires: expires, ids: ids, in: transaction)
        }
        return keyring.text(of: token.map { .personal(token: $0) } ?? .company(person.company, campaign: 0))
    }
}

extension DemoPerson {
    var phone: String? {
        if case .sharedPhone(_, let number) = entry { number } else { nil }
    }
}

extension DemoStage.Telegram {
    /// The person's phone in the emulator: the one from before, or a new one that came by the link.
    func phone(of person: DemoPerson, payload: String) async throws -> String {
        // Fixed ids, so that a restarted demo finds its people's chats again.
        let id = 6_000_000_000 + person.key.utf8.reduce(Int64(0)) { ($0 &* 31 &+ Int64($1)) & 0xFFFFFF }
        var request = HTTPRequest(.post, "\(address)/simulate/customers")
        request.headers = [HTTPRequest.Header("Content-Type", "application/json")]
        var body: [String: Any] = [
            "id": id, "first_name": person.language == .russian ? person.name : person.nameEnglish,
            "language_code": person.language.rawValue, "payload": payload,
        ]
        if let phone = person.phone { body["phone_number"] = phone.filter(\.isNumber) }
        request.body = .bytes([UInt8](try JSONSerialization.data(withJSONObject: body)))
        // One that is there already keeps its chat.
        _ = try await http.send(request)
        return "\(address)/chat/\(id)"
    }
}
