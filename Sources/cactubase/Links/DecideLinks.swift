import ArgumentParser
import Catalogue
import Database
import Recommendations
import Vocabulary

/// `cactubase links accept`.
struct AcceptLink: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Draw a link that is proposed.",
        discussion: "Example:\n  cactubase links accept 14 37 --by anna.steward")

    @OptionGroup var edit: LinkChangeOptions

    func run(in shell: Shell) async throws {
        try await edit.run(in: shell) { from, to, note, transaction in
            .changed(try LinkDesk().accept(from: from, to: to, note, in: transaction).version)
        }
    }
}

/// `cactubase links decline`.
struct DeclineLink: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Put a proposal away until its evidence has clearly grown.",
        discussion: """
            It comes back when at least five more clients stand behind it and they are twice as many, or its lift is clearly higher than it was.

            Example:
              cactubase links decline 14 37 --reason "sold as one product from May on"
            """)

    @OptionGroup var edit: LinkChangeOptions

    func validate() throws {
        guard edit.change.reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason needs a word or two.") }
    }

    func run(in shell: Shell) async throws {
        try await edit.run(in: shell) { from, to, note, transaction in
            .changed(try LinkDesk().decline(from: from, to: to, note, in: transaction).version)
        }
    }
}

/// `cactubase links add`.
struct AddLink: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Draw a link by hand, or forbid one with --never.",
        discussion: """
            Examples:
              cactubase links add 14 37
              cactubase links add 14 15 --never --reason "the same policy of a rival"
            """)

    @OptionGroup var edit: LinkChangeOptions
    @Flag(help: "Never propose the second to whoever took the first (Х in the matrix).") var never = false

    func run(in shell: Shell) async throws {
        let kind: ServiceLink.Kind = never ? .never : .related
        try await edit.run(in: shell) { from, to, note, transaction in
            try LinkDesk().add(ServiceLink(from: from, to: to, kind: kind), note, in: transaction)
        }
    }
}

/// `cactubase links remove`.
struct RemoveLink: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a link out, whichever kind it is.",
        discussion: "Example:\n  cactubase links remove 14 37 --reason \"no longer sold together\"")

    @OptionGroup var edit: LinkChangeOptions

    func run(in shell: Shell) async throws {
        try await edit.run(in: shell) { from, to, note, transaction in
            try LinkDesk().remove(from: from, to: to, note, in: transaction)
        }
    }
}
