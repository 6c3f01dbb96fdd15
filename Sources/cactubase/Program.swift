import Foundation

/// The process: one command, then its exit code.
@main
enum Program {
    static func main() async {
        exit(await Cactubase.run(Array(CommandLine.arguments.dropFirst()), in: .live).rawValue)
    }
}
