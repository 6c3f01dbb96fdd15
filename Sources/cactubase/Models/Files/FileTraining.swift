import DataFiles
import Recommender
import Vocabulary

/// Reading the files and training on them, with a progress line each.
struct FileTraining {
    let shell: Shell

    func read(_ paths: DataFilePaths) throws -> DataSet {
        let progress = Progress("reading", in: shell)
        let data = try failing { () throws(DataFileError) in try DataSet(paths) { progress.report($0) } }
        progress.finish()
        for remark in data.remarks { shell.note("note: \(remark.words)") }
        guard data.training.events.count > 0 else {
            throw CommandFailure.failed(
                "\(paths.interactions.name): no row with value 1 or -1 of a known item, so there is nothing to learn from")
        }
        return data
    }

    func train(_ data: TrainingData, seed: UInt64, title: String = "training") throws -> (model: Model, report: TrainingReport) {
        let progress = Progress(title, in: shell)
        let individuals = Double(data.clients.audiences.count { $0 == .individual }) / Double(max(data.clients.count, 1))
        let trained = try Model.trained(on: data, options: TrainingOptions(seed: seed)) { step in
            try Task.checkCancellation()
            progress.report(step.share(individuals: individuals))
        }
        progress.finish()
        return trained
    }

    /// Does what may fail by a data file, and says so as a command does.
    func failing<T>(_ work: () throws(DataFileError) -> T) throws(CommandFailure) -> T {
        do { return try work() } catch {
            if case .output(_, .isInput) = error { throw .wrongUse(error.description) }
            throw .failed(error.description)
        }
    }
}

extension TrainingStep {
    /// About how much of the run lies behind this step.
    /// - Parameter individuals: their share of the clients; they are trained first.
    fileprivate func share(individuals: Double) -> Double {
        let (audience, part): (Audience, Double) =
            switch self {
            case .counting(let audience): (audience, 0)
            case .describing(let audience): (audience, 0.2)
            case .fitting(let audience): (audience, 0.5)
            case .checking(let audience, let fold, let folds): (audience, 0.7 + 0.3 * Double(fold) / Double(max(folds, 1)))
            }
        return audience == .individual ? individuals * part : individuals + (1 - individuals) * part
    }
}

extension DataSet.Remark {
    var words: String {
        switch self {
        case .unknownItems(let file, let rows, let line):
            "\(file.name): \(Wording.count(rows, "row", "rows")) left out, the first in line \(line): the item is not among the services"
        case .unknownLinks(let file, let rows, let line):
            "\(file.name): \(Wording.count(rows, "link", "links")) left out, the first in line \(line): an end of it is not a known item"
        case .loops(let file, let rows, let line):
            "\(file.name): \(Wording.count(rows, "link", "links")) of an item to itself left out, the first in line \(line)"
        }
    }
}

extension ProbabilityKind {
    /// What the numbers mean.
    var words: String {
        switch self {
        case .fitted(let outcomes):
            "the probability is the chance that the client accepts when offered now, fitted on \(Wording.count(outcomes, "outcome", "outcomes")) of offers"
        case .next:
            "no outcome of an offer is known, so the probability is the calibrated chance that the service is the client's next"
        case .none(let outcomes):
            "only \(Wording.count(outcomes, "outcome", "outcomes")) of offers, too few to fit a probability: the order is what comes next, the numbers are rough"
        }
    }

    /// The same for scripts.
    var name: String {
        switch self {
        case .fitted: "accept"
        case .next: "next"
        case .none: "none"
        }
    }
}
