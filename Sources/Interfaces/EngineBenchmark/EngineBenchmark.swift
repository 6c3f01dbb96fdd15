import Recommender
import Vocabulary

/// Measures the recommender on a made-up world: processor time, not the clock's, so that a busy machine tells the same.
public struct EngineBenchmark: Sendable {
    let size: BenchmarkWorld.Size
    let runs: Int

    public init(_ size: BenchmarkWorld.Size, runs: Int) {
        self.size = size
        self.runs = runs
    }

    /// - Parameter progress: hears what begins.
    public func run(progress: (String) -> Void) throws(ArtefactError) -> BenchmarkAnswer {
        progress("making the world")
        let world = BenchmarkWorld(size)
        var measured: [Measurement] = []
        let data = load(world, &measured, progress)
        count(data, &measured, progress)
        let model = train(data, &measured, progress)
        rankAll(data, model, &measured, progress)
        request(world, model, &measured, progress)
        try artefact(model, &measured, progress)
        absorb(world, model, &measured, progress)
        measured.append(Measurement("peak memory of everything", "MB", [Processor.peakMegabytes]))
        return BenchmarkAnswer(size: size, interactions: data.events.count, measurements: measured)
    }

    private func load(_ world: BenchmarkWorld, _ measured: inout [Measurement], _ progress: (String) -> Void) -> TrainingData {
        let clients = world.clients()
        let rows = world.rows()
        progress("building the table of events")
        let start = Processor.seconds
        let events = EventTable(rows, keys: clients.keys)
        measured.append(Measurement("event table", "s", [Processor.seconds - start]))
        measured.append(Measurement("peak memory of loading", "MB", [Processor.peakMegabytes]))
        return TrainingData(items: world.items, links: [], clients: clients, events: events)
    }

    private func count(_ data: TrainingData, _ measured: inout [Measurement], _ progress: (String) -> Void) {
        var stages: [CountingStage: [Double]] = [:]
        var sums: [Double] = []
        for run in 1...max(1, runs) {
            progress("counting the parts, run \(run)")
            let start = Processor.seconds
            var last = start
            data.countParts(.individual) { stage in
                let now = Processor.seconds
                stages[stage, default: []].append(now - last)
                last = now
            }
            sums.append(last - start)
        }
        for stage in CountingStage.allCases { measured.append(Measurement("counting: \(stage.rawValue)", "s", stages[stage] ?? [])) }
        measured.append(Measurement("counting: in all", "s", sums))
        measured.append(Measurement("peak memory of counting", "MB", [Processor.peakMegabytes]))
    }

    private func train(_ data: TrainingData, _ measured: inout [Measurement], _ progress: (String) -> Void) -> Model {
        var steps: [(name: String, seconds: Double)] = []
        let start = Processor.seconds
        var last = start
        var current: String?
        func turn(to name: String?) {
            guard name != current || name == nil else { return }
            let now = Processor.seconds
            if let current { steps.append((current, now - last)) }
            (current, last) = (name, now)
            if let name { progress("training: \(name)") }
        }
        let answer = Model.trained(on: data) { (step: TrainingStep) throws(Never) in
            // The audience without services is over at once.
            if let name = Self.name(step) { turn(to: name) }
        }
        turn(to: nil)
        for step in steps { measured.append(Measurement("training: \(step.name)", "s", [step.seconds])) }
        measured.append(Measurement("training: in all", "s", [Processor.seconds - start]))
        measured.append(Measurement("peak memory of training", "MB", [Processor.peakMegabytes]))
        return answer.model
    }

    private static func name(_ step: TrainingStep) -> String? {
        switch step {
        case .counting(.individual): "counting"
        case .describing(.individual): "describing"
        case .fitting(.individual): "fitting"
        case .checking(.individual, _, _): "checking"
        default: nil
        }
    }

    private func rankAll(_ data: TrainingData, _ model: Model, _ measured: inout [Measurement], _ progress: (String) -> Void) {
        progress("ranking for all clients")
        let start = Processor.seconds
        var found = 0
        model.rankings(of: Array(0..<data.clients.count), in: data, k: 10) { (_: Int, list: [Ranked]) throws(Never) in found += list.count }
        measured.append(Measurement("top 10 of \(data.clients.count) clients", "s", [Processor.seconds - start]))
    }

    private func request(_ world: BenchmarkWorld, _ model: Model, _ measured: inout [Measurement], _ progress: (String) -> Void) {
        progress("single requests")
        let services = model.services
        let clients = sample(200)
        var times: [Double] = []
        for client in clients {
            let facts = world.facts(client)
            let start = Processor.threadMilliseconds
            let scored = model.scored(facts, candidates: services)
            times.append(Processor.threadMilliseconds - start)
            withExtendedLifetime(scored) {}
        }
        measured += Measurement.percentiles("request for all services", times)
    }

    private func artefact(_ model: Model, _ measured: inout [Measurement], _ progress: (String) -> Void) throws(ArtefactError) {
        progress("writing and reading the model")
        var (encoding, decoding): ([Double], [Double]) = ([], [])
        var bytes: [UInt8] = []
        for _ in 1...max(1, runs) {
            let start = Processor.seconds
            bytes = model.encoded()
            let middle = Processor.seconds
            _ = try Model(decoding: bytes)
            encoding.append(middle - start)
            decoding.append(Processor.seconds - middle)
        }
        measured.append(Measurement("model", "MB", [Double(bytes.count) / 1e6]))
        measured.append(Measurement("model written", "s", encoding))
        measured.append(Measurement("model read", "s", decoding))
    }

    /// Each of some clients declines something new.
    private func absorb(_ world: BenchmarkWorld, _ model: Model, _ measured: inout [Measurement], _ progress: (String) -> Void) {
        progress("absorbing outcomes")
        var model = model
        var times: [Double] = []
        for client in sample(200) {
            let facts = world.facts(client)
            let owned = Set(facts.history.map(\.service))
            guard let service = model.services.first(where: { !owned.contains($0) }), let last = facts.history.last else { continue }
            let outcome = Observation(
                client: facts.id, service: service, source: .offer, isPositive: client % 2 == 0, propensity: 0.1,
                at: Instant(milliseconds: last.at.milliseconds + 1))
            let start = Processor.threadMilliseconds
            model.absorb(facts.id, audience: .individual, before: facts.history, after: facts.history + [outcome])
            times.append(Processor.threadMilliseconds - start)
        }
        // The first copies what the model shares with its origin, as no later one does.
        measured += Measurement.percentiles("outcome absorbed", Array(times.dropFirst()))
    }

    private func sample(_ count: Int) -> [Int] {
        var random = SeededGenerator(seed: size.seed &+ 1)
        return (0..<count).map { _ in Int.random(in: 0..<size.clients, using: &random) }
    }
}
