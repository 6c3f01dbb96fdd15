import ArgumentParser
import Catalogue
import Clients
import Database
import Vocabulary

/// `cactubase needs add`.
struct AddNeed: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a need to a service or a client.",
        discussion: """
            Examples:
              cactubase needs add Money --service 14 --first
              cactubase needs add "Real estate" --client 1042@dealer --reason "asked about a mortgage"
            """)

    @Argument(help: "The need, by its name in either language.") var need: String
    @OptionGroup var owner: NeedOwner
    @Flag(help: "It is the stronger of the service's two needs.") var first = false
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        try owner.validateOne()
        guard !first || owner.service != nil else { throw ValidationError("--first belongs to --service.") }
    }

    func run(in shell: Shell) async throws {
        let first = first
        try await NeedChangeRun(change: change, shell: shell).run(need, of: owner) {
            target, need, note, transaction in
            switch target {
            case .service(let service): try NeedBook().add(need, to: service, first: first, note, in: transaction)
            case .client(let client): try NeedBook().add(need, to: client, note, in: transaction)
            }
        }
    }
}

/// `cactubase needs remove`.
struct RemoveNeed: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a need from a service or a client.",
        discussion: """
            A need that follows from a client's services stays taken away, whatever the client takes later.

            Example:
              cactubase needs remove Money --client 1042@dealer
            """)

    @Argument(help: "The need, by its name in either language.") var need: String
    @OptionGroup var owner: NeedOwner
    @OptionGroup var change: ChangeOptions

    func validate() throws { try owner.validateOne() }

    func run(in shell: Shell) async throws {
        try await NeedChangeRun(change: change, shell: shell).run(need, of: owner) {
            target, need, note, transaction in
            switch target {
            case .service(let service): try NeedBook().remove(need, from: service, note, in: transaction)
            case .client(let client): try NeedBook().remove(need, from: client, note, in: transaction)
            }
        }
    }
}

/// One change of one need: done in one transaction, and said.
struct NeedChangeRun {
    enum Target: Sendable {
        case service(Service)
        case client(ClientID)
    }

    let change: ChangeOptions
    let shell: Shell

    typealias Work = @Sendable (Target, _ need: String, VersionNote, Transaction) throws -> CatalogueVersion?

    func run(_ need: String, of owner: NeedOwner, _ work: @escaping Work) async throws {
        let (service, client) = (owner.service, owner.client)
        let (note, options) = (try change.note(in: shell), change.options)
        let language = shell.language(options.language)
        let answer = try await Live.with(options.common, in: shell) { live in
            try await live.database.write { transaction -> NeedVersionAnswer? in
                let names = try ServiceNames(language, in: transaction)
                let need = try names.need(named: need)
                let target: Target
                if let service {
                    target = .service(try names.service(service))
                } else {
                    target = .client(try Naming.client(client ?? "", in: transaction).0.id)
                }
                do {
                    guard let version = try work(target, need, note, transaction) else { return nil }
                    return NeedVersionAnswer(version, try NeedBook().changes(of: version.number, in: transaction), names)
                } catch let error as NeedError { throw Self.failure(error, names) }
            }
        }
        guard let answer else {
            if options.json { return try shell.say(json: [NeedVersionAnswer]()) }
            return shell.say("It was so before; nothing was changed.")
        }
        if options.json { return try shell.say(json: [answer]) }
        for line in answer.lines { shell.say(line) }
        shell.note(service == nil ? LearningHint.clientNeeds : LearningHint.serviceNeeds)
    }

    static func failure(_ error: NeedError, _ names: ServiceNames) -> CommandFailure {
        switch error {
        case .isFull(_, let needs):
            .failed(
                "a service serves two needs at most, and this one has \(needs.map { names.need($0) }.joined(separator: " and ")): remove one first"
            )
        case .isLast: .failed("this is the service's only need: add another one first")
        case .isNotServed: .failed("the service does not serve this need; `cactubase needs --service \u{2026}` shows what it serves")
        case .isNotHeld: .failed("the client has no such need; `cactubase needs --client \u{2026}` shows what it has")
        case .version(let error): VersionFailure.of(error, command: "needs")
        case .database(let error): .failed(Wording.of(error))
        }
    }
}
