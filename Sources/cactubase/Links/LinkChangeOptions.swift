import ArgumentParser
import Catalogue
import Database
import Recommendations
import Vocabulary

/// One change of one link: done in one transaction, and said.
struct LinkChangeOptions: ParsableArguments {
    @OptionGroup var link: LinkArguments
    @OptionGroup var change: ChangeOptions

    typealias Work = @Sendable (_ from: ServiceID, _ to: ServiceID, VersionNote, Transaction) throws -> LinkEdit

    func run(in shell: Shell, _ work: @escaping Work) async throws {
        let (named, note, options) = ([link.from, link.to], try change.note(in: shell), change.options)
        let language = shell.language(options.language)
        let (names, answer) = try await Live.with(options.common, in: shell) { live in
            try await live.database.write { transaction -> (ServiceNames, VersionAnswer?) in
                let names = try ServiceNames(language, in: transaction)
                let (from, to) = (try names.service(named[0]).id, try names.service(named[1]).id)
                guard from != to else {
                    throw CommandFailure.wrongUse("a service is not linked with itself: what a client has is never proposed")
                }
                do {
                    guard case .changed(let version) = try work(from, to, note, transaction) else { return (names, nil) }
                    return (
                        names,
                        VersionAnswer(
                            version, try LinkBook().changes(of: version.number, in: transaction),
                            declined: try LinkBook().refusals(of: version.number, in: transaction))
                    )
                } catch let error as LinkDeskError { throw Self.failure(error) }
            }
        }
        guard let answer else {
            if options.json { return try shell.say(json: [VersionAnswer]()) }
            return shell.say("It was so before; nothing was changed.")
        }
        if options.json { return try shell.say(json: [answer]) }
        answer.lines(names, most: 20).forEach(shell.say)
        if !answer.links.isEmpty { shell.note(LearningHint.links) }
    }

    static func failure(_ error: LinkDeskError) -> CommandFailure {
        switch error {
        case .isDecided(.related): .failed("there is this link already; `cactubase links remove` takes it out")
        case .isDecided(.never): .failed("this pair is marked never; `cactubase links remove` lifts that")
        case .isNotProposed:
            .failed("this link is not proposed: `cactubase links propose` lists what is, `cactubase links add` draws a link by hand")
        case .version(let error): .failed(Wording.of(error))
        case .database(let error): .failed(Wording.of(error))
        }
    }
}
