import ArgumentParser
import DataFiles
import Recommender
import Vocabulary

/// `cactubase recommend`: from files to a file, with no database.
struct RecommendCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend", abstract: "Train on CSV files in memory and write recommendations for their clients.",
        discussion: """
            Nothing is offered that a client has a row of in the interactions, or that is for the other audience. Whoever is only in --users, or only in
            --clients, is recommended to as a new client. The result is user,item,rank,probability,score, the most probable first, and appears whole or not
            at all. Without an outcome of an offer the probability is the chance that the service is the client's next, and the command says so.

            Examples:
              cactubase recommend --interactions interactions.csv --k 10 --out recommendations.csv
              cactubase recommend --interactions i.csv --clients c.csv --services s.csv --links l.csv --users u.csv --k 0 --out all.csv
            """)

    @OptionGroup var files: DataFileOptions
    @Option(help: ArgumentHelp("How many for each client; 0: every service that the client has no row of.", valueName: "n")) var k: Int
    @Option(help: ArgumentHelp("The file that is written.", valueName: "file")) var out: String
    @Flag(help: "Print what was done as JSON.") var json = false

    func validate() throws {
        guard k >= 0 else { throw ValidationError("--k needs 0 or more.") }
    }

    func run(in shell: Shell) async throws {
        let start = shell.clock.now
        let training = FileTraining(shell: shell)
        let paths = files.paths(in: shell)
        let target = DataFile(shell.path(out), named: out)
        try training.failing { () throws(DataFileError) in try RecommendationsWriter.check(target, inputs: paths.all) }
        let data = try training.read(paths)
        let (model, _) = try training.train(data.training, seed: files.seed)

        let progress = Progress("recommending", in: shell)
        var (done, without) = (0, 0)
        let rows = try training.failing { () throws(DataFileError) in
            var writer = try RecommendationsWriter(target, users: data.users, items: data.items)
            try model.rankings(of: data.chosen, in: data.training, k: k) { client, ranked throws(DataFileError) in
                try writer.add(user: client, ranked.lazy.map { ($0.item, $0.probability, $0.score) })
                done += 1
                if ranked.isEmpty { without += 1 }
                if done & 0x3FF == 0 { progress.report(Double(done) / Double(data.chosen.count)) }
            }
            let rows = writer.rows
            try writer.finish()
            return rows
        }
        progress.finish()

        let audiences = Set(data.chosen.map { data.training.clients.audiences[$0] })
        let answer = Answer(
            file: out, rows: rows, clients: done, clientsWithout: without,
            probability: Audience.allCases.filter(audiences.contains).map { Answer.Meaning(audience: $0, model.probabilityKind(for: $0)) },
            seconds: (shell.clock.now - start).seconds)
        if json { return try shell.say(json: answer) }
        for audience in Audience.allCases where audiences.contains(audience) {
            shell.note("\(audience.rawValue): \(model.probabilityKind(for: audience).words)")
        }
        if without > 0 { shell.note("\(Wording.count(without, "client has", "clients have")) nothing left to recommend") }
        shell.note("\(out): \(Wording.count(rows, "row", "rows")) for \(Wording.count(done, "client", "clients"))")
    }

    /// What was done, as scripts read it.
    struct Answer: Codable, Sendable, Equatable {
        struct Meaning: Codable, Sendable, Equatable {
            let audience: Audience
            /// accept, next, none
            let probability: String

            init(audience: Audience, _ kind: ProbabilityKind) { (self.audience, probability) = (audience, kind.name) }
        }

        let file: String
        let rows: Int
        let clients: Int
        let clientsWithout: Int
        let probability: [Meaning]
        let seconds: Double
    }
}
