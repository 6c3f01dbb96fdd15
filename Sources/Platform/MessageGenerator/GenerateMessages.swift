import Foundation

/// `generate-messages [--check] [--root FOLDER]`: writes each room's `Messages.swift` from the catalogues, or checks that nothing is amiss.
@main
enum GenerateMessages {
    private static let usage = """
        usage: generate-messages [--check] [--root FOLDER]

        Reads FOLDER/locales/<language>/<Room>.yaml and writes FOLDER/Sources/**/<Room>/Messages.swift: one function per message.
          --check    writes nothing; fails if a Messages.swift is not what would be written, if a message is used nowhere in Sources,
                     or if Russian is left in the English texts
          --root     the package's folder (default: the working directory)
        """

    static func main() {
        var root = "."
        var checks = false
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--check": checks = true
            case "--root":
                guard let folder = arguments.popFirst() else { leave(2, usage) }
                root = folder
            case "--help", "-h":
                print(usage)
                return
            default: leave(2, usage)
            }
        }
        do {
            let project = try Project(root: root)
            let problems = checks ? project.problems() : try project.write()
            guard problems.isEmpty else { leave(1, problems.joined(separator: "\n")) }
        } catch {
            leave(1, "\(error)")
        }
    }

    private static func leave(_ status: Int32, _ words: String) -> Never {
        FileHandle.standardError.write(Data((words + "\n").utf8))
        exit(status)
    }
}
