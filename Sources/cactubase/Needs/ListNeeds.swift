import ArgumentParser
import Catalogue
import Clients
import Database
import Vocabulary

/// `cactubase needs list`, and `needs` alone.
struct ListNeeds: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the needs of all services, of one, or of a client.",
        discussion: """
            Examples:
              cactubase needs
              cactubase needs --service 14
              cactubase needs --client 1042@dealer --json
            """)

    @OptionGroup var owner: NeedOwner
    @OptionGroup var options: CatalogueOptions

    func run(in shell: Shell) async throws {
        let (service, client, language) = (owner.service, owner.client, shell.language(options.language))
        let (names, services, needs) = try await Live.with(options.common, in: shell) { live in
            try await live.database.read { transaction -> (ServiceNames, [Service], [ClientNeed]?) in
                let names = try ServiceNames(language, in: transaction)
                if let client {
                    let record = try Naming.client(client, in: transaction).0
                    return (names, [], try ClientNeedStore().needs(of: record.id, in: transaction))
                }
                return (names, try service.map { [try names.service($0)] } ?? names.services, nil)
            }
        }
        if let needs {
            let answers = needs.map { ClientNeedAnswer($0, names) }
            if options.json { return try shell.say(json: answers) }
            guard !answers.isEmpty else { return shell.say("No need is known of this client.") }
            for answer in answers { shell.say(answer.line(names)) }
        } else {
            if options.json { return try shell.say(json: services.map { ServiceNeedsAnswer($0, names) }) }
            guard !services.isEmpty else { return shell.say("There is no service yet; `cactubase demo --prepare` makes a demo group.") }
            for service in services {
                shell.say("\(names.line(service.id)): \(service.needs.map { names.need($0) }.joined(separator: ", "))")
            }
        }
    }
}

/// A service's needs as scripts read them.
struct ServiceNeedsAnswer: Codable, Sendable, Equatable {
    let service: Int
    let name: String
    let company: String
    let audience: Audience
    /// The stronger first.
    let needs: [String]

    init(_ service: Service, _ names: ServiceNames) {
        (self.service, name, company) = (service.id.rawValue, names.name(service.id), names.company(of: service.id))
        (audience, needs) = (service.audience, service.needs.map { names.need($0) })
    }
}

/// A client's need as scripts read it.
struct ClientNeedAnswer: Codable, Sendable, Equatable {
    let need: String
    /// False: a person took it away.
    let isHeld: Bool
    /// The client's services that serve it.
    let services: [Int]
    /// added or removed; nil: nobody said anything.
    let mark: String?
    let by: String?
    /// Milliseconds since 1970.
    let at: Int64?

    init(_ need: ClientNeed, _ names: ServiceNames) {
        (self.need, isHeld, services) = (names.need(need.need), need.isHeld, need.services.map(\.rawValue))
        (mark, by, at) = (need.mark?.rawValue, need.markedBy, need.markedAt?.milliseconds)
    }

    func line(_ names: ServiceNames) -> String {
        let why = services.isEmpty ? [] : ["from " + services.map { names.line(ServiceID($0)) }.joined(separator: "; ")]
        let said = mark.map { ["\($0) by \(by ?? "?")" + (at.map { " on \(StderrLog.time($0))" } ?? "")] } ?? []
        return "\(isHeld ? "" : "[removed] ")\(need): \((why + said).joined(separator: "; "))"
    }
}
