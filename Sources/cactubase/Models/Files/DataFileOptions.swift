import ArgumentParser
import DataFiles

/// The files that a model in memory is trained on.
struct DataFileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who took, was offered or declined what: user,item,value,timestamp[,source,propensity].", valueName: "file"))
    var interactions: String
    @Option(help: ArgumentHelp("Audience and portrait of clients: user,audience,…", valueName: "file")) var clients: String?
    @Option(help: ArgumentHelp("The catalogue: item,name,company,audience,need1,need2.", valueName: "file")) var services: String?
    @Option(help: ArgumentHelp("Hand-made links between services: from,to.", valueName: "file")) var links: String?
    @Option(help: ArgumentHelp("Whom to recommend to: user. Without it, everyone in clients and interactions.", valueName: "file"))
    var users: String?
    @Option(help: "Seed of the folds and samples; the same files and seed give the same answer.") var seed: UInt64 = 1

    func paths(in shell: Shell) -> DataFilePaths {
        func file(_ name: String) -> DataFile { DataFile(shell.path(name), named: name) }
        return DataFilePaths(
            interactions: file(interactions), clients: clients.map(file), services: services.map(file), links: links.map(file),
            users: users.map(file))
    }
}
