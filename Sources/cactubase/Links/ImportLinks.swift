import ArgumentParser
import Catalogue
import Clients
import Database
import Foundation
import Localization
import Recommendations
import Spreadsheets
import Vocabulary

/// `cactubase links import`.
struct ImportLinks: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make the links what a matrix file says (.xlsx or .csv).",
        discussion: """
            Rows 2 to 4 name a service, ФЛ or ЮЛ, and the company over each column from E on; columns B to D do so before each row from 5 on. A cell is
            empty, 1 or Х (never). Links between services that the file names become what it says, in one version that `links undo` takes back; others
            stay. A file with a wrong cell is refused whole. `links export` writes the same layout.

            Examples:
              cactubase links import matrix.xlsx --dry-run
              cactubase links import matrix.xlsx --by anna.steward --reason "matrix of May"
            """)

    @Argument(help: "The file: .xlsx (its first visible sheet) or .csv.") var file: String
    @Flag(help: "Only show what would change.") var dryRun = false
    @OptionGroup var change: ChangeOptions

    func run(in shell: Shell) async throws {
        let (path, note, options) = (shell.path(file), try change.note(in: shell), change.options)
        let (bytes, language, dryRun) = (try InputFile.read(path), shell.language(options.language), dryRun)
        let (names, answer) = try await Live.with(options.common, in: shell) { live in
            let failure = { (error: MatrixFileError) in
                CommandFailure.failed(Self.words(error) { live.text($0, language) }.map { "\(file): \($0)" }.joined(separator: "\n"))
            }
            let matrix: MatrixFile
            do throws(MatrixFileError) {
                matrix = try MatrixFile(bytes, named: URL(fileURLWithPath: path).lastPathComponent)
            } catch { throw failure(error) }
            do {
                return try await live.database.write { transaction in
                    let names = try ServiceNames(language, in: transaction)
                    let diff = try MatrixDiff(
                        matrix, names: try MatrixNames(in: transaction), links: try LinkTable(in: transaction),
                        services: names.services.map(\.id))
                    let version = dryRun ? nil : try LinkDesk().take(diff, note, in: transaction)
                    return (names, MatrixAnswer(diff, version: version?.number, isDryRun: dryRun))
                }
            } catch let error as MatrixFileError { throw failure(error) } catch let error as LinkDeskError {
                throw LinkChangeOptions.failure(error)
            }
        }
        if options.json { return try shell.say(json: answer) }
        for line in answer.lines(names) { shell.say(line) }
        if answer.version != nil { shell.note(LearningHint.links) }
    }

    static func words(_ error: MatrixFileError, say: (Message) -> String) -> [String] {
        switch error {
        // Where it is damaged helps nobody here: nothing above that place was taken.
        case .unreadable(.broken(let part, _)): [say(CardFileError.unreadable(.broken(part: part, row: nil)).message)]
        case .unreadable(let error): [say(CardFileError.unreadable(error).message)]
        case .wrong(let problems): problems.messages.map(say)
        }
    }
}
