import ArgumentParser
import Catalogue
import Database
import Vocabulary

/// `cactubase links list`, and `links` alone.
struct ListLinks: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the links.",
        discussion: """
            A link to a service for the other audience is a hint for the owner of a firm or the firm of an owner: it never makes an offer.

            Examples:
              cactubase links --from 14
              cactubase links --cross --json
              cactubase links --to "КАСКО@d2" --kind never
            """)

    @Option(help: "Only links from this service: number or name.") var from: String?
    @Option(help: "Only links to this service: number or name.") var to: String?
    @Option(help: "Only links between services for individual or legal clients.", transform: Audience.typed) var audience: Audience?
    @Flag(help: "Only links across audiences.") var cross = false
    @Option(help: "Only these: related or never.", transform: ServiceLink.Kind.typed) var kind: ServiceLink.Kind?
    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        guard audience == nil || !cross else { throw ValidationError("--cross is about both audiences; leave out --audience.") }
    }

    func run(in shell: Shell) async throws {
        let (from, to, language) = (from, to, shell.language(options.language))
        let (names, links) = try await Live.with(options.common, in: shell) { live in
            try await live.database.read { transaction in
                let names = try ServiceNames(language, in: transaction)
                let (from, to) = (try from.map { try names.service($0).id }, try to.map { try names.service($0).id })
                let links = try CatalogueStore().links(in: transaction).filter { from ?? $0.from == $0.from && to ?? $0.to == $0.to }
                return (names, links)
            }
        }
        let answers = links.filter { kind ?? $0.kind == $0.kind }.map { LinkAnswer($0, names) }.filter { link in
            if cross { return link.isHint }
            return audience == nil || !link.isHint && link.audience == audience
        }
        if options.json { return try shell.say(json: answers) }
        for link in answers { shell.say(link.line(names)) }
        shell.note(Wording.count(answers.count, "link", "links"))
    }
}

/// A link as scripts read it.
struct LinkAnswer: Codable, Sendable, Equatable {
    let from: Int
    let fromName: String
    let to: Int
    let toName: String
    let kind: String
    /// Across audiences: never an offer.
    let isHint: Bool
    /// Of the first service.
    let audience: Audience?

    init(_ link: ServiceLink, _ names: ServiceNames) {
        (from, fromName) = (link.from.rawValue, names.name(link.from))
        (to, toName) = (link.to.rawValue, names.name(link.to))
        kind = link.kind.rawValue
        audience = names[link.from]?.audience
        isHint = link.kind == .related && audience != names[link.to]?.audience
    }

    func line(_ names: ServiceNames) -> String {
        let word = kind == ServiceLink.Kind.never.rawValue ? " [never]" : isHint ? " [hint]" : ""
        return "\(names.line(ServiceID(from))) -> \(names.line(ServiceID(to)))\(word)"
    }
}

extension Audience {
    static func typed(_ text: String) throws -> Audience {
        guard let audience = Audience(rawValue: text.lowercased()) else { throw ValidationError("individual or legal is needed.") }
        return audience
    }
}

extension ServiceLink.Kind {
    static func typed(_ text: String) throws -> ServiceLink.Kind {
        guard let kind = ServiceLink.Kind(rawValue: text.lowercased()) else { throw ValidationError("related or never is needed.") }
        return kind
    }
}
