import Foundation
import Vocabulary

/// What the services of one audience are to people: the true chances of a made-up world.
struct WorldLaw: Sendable {
    let structure: WorldStructure
    let items: Int
    let companies: [Int]
    let needs: [[Int]]
    /// Links that the product is told of; of four, three are true.
    let links: [(from: Int, to: Int)]
    private let trueLinks: [Set<Int>]
    private let appeal: [Double]
    private let fame: [Double]
    private let shapes: [[PortraitShape]]
    /// By kind, stage and factor, then item.
    private let kinds: [[Double]]
    private let stages: [[Double]]
    private let factors: [[Double]]
    /// By company, then kind.
    private let standing: [[Double]]
    private let successors: [[Int]]
    private let seasons: [(amplitude: Double, phase: Double, trend: Double)]
    /// What the salesman does not know.
    private let misjudged: [Double]

    static let needCount = 12
    static let companyCount = 6
    private static let shapesEach = 3
    private static let successorsEach = 2

    init(_ structure: WorldStructure, _ extent: WorldStructure.Extent, _ random: inout SeededGenerator) {
        self.structure = structure
        items = extent.services
        let range = 0..<extent.services
        func normals(_ spread: Double, _ random: inout SeededGenerator) -> [Double] { range.map { _ in spread * random.normal } }
        companies = range.map { _ in random.pick(Self.companyCount) }
        let needs = range.map { _ in Array(Set([random.pick(Self.needCount), random.pick(Self.needCount)])).sorted() }
        self.needs = needs
        let own = normals(1, &random)
        let (along, beside) = (structure.fameFollowsAppeal, (1 - structure.fameFollowsAppeal * structure.fameFollowsAppeal).squareRoot())
        appeal = own.map { structure.appeal * $0 }
        fame = own.map { structure.fame * (along * $0 + beside * random.normal) }
        shapes = range.map { _ in (0..<Self.shapesEach).map { _ in .drawn(extent.audience, &random) } }
        kinds = (0..<WorldPerson.kinds).map { _ in normals(structure.kinds, &random) }
        // A stage of life wakes needs, so it moves all services that serve them.
        stages = (0..<WorldPerson.stages).map { _ in
            let calls = (0..<Self.needCount).map { _ in structure.stages * random.normal }
            return needs.map { own in own.reduce(0) { $0 + calls[$1] } / Double(own.count).squareRoot() }
        }
        factors = (0..<WorldPerson.factorCount).map { _ in
            normals(structure.factors / Double(WorldPerson.factorCount).squareRoot(), &random)
        }
        standing = (0..<Self.companyCount).map { _ in
            let mean = structure.companies * random.normal
            return (0..<WorldPerson.kinds).map { _ in mean + structure.companies / 2 * random.normal }
        }
        successors = range.map { _ in (0..<Self.successorsEach).map { _ in random.pick(extent.services) } }
        seasons = range.map { _ in (structure.season * random.normal, 12 * random.share, structure.trend * random.normal) }
        misjudged = normals(0.6, &random)
        var (links, trueLinks) = ([(from: Int, to: Int)](), range.map { _ in Set<Int>() })
        for from in range {
            for _ in 0..<3 {
                let to = random.pick(extent.services)
                guard to != from, !links.contains(where: { $0 == (from, to) }) else { continue }
                links.append((from, to))
                if random.happens(0.75) { trueLinks[from].insert(to) }
            }
        }
        (self.links, self.trueLinks) = (links, trueLinks)
    }

    /// The log-odds of P(accept | offered in this month).
    func logOdds(_ item: Int, _ person: WorldPerson, month: Int) -> Double {
        structure.level + appeal[item] + standing[companies[item]][person.kind] + taste(item, person, month)
            - fatigue(item, person, month)
    }

    func acceptance(_ item: Int, _ person: WorldPerson, month: Int) -> Double { 1 / (1 + exp(-logOdds(item, person, month: month))) }

    /// The chances that each of the items is what the person takes next unasked; they add up to one.
    func choices(_ items: [Int], _ person: WorldPerson, month: Int) -> [Double] {
        // Where nothing is offered, takings are all there is to learn from; beside offers they tell less.
        let share = structure.hasOffers ? 0.7 : 1
        let powers = items.map { fame[$0] + share * taste($0, person, month) }
        let highest = powers.max() ?? 0
        let masses = powers.map { exp($0 - highest) }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }

    /// What the salesman thinks of it: appeal with errors of his own, and the first thing that a portrait shows.
    func guess(_ item: Int, _ person: WorldPerson) -> Double {
        0.7 * appeal[item] + misjudged[item] + 0.5 * structure.portrait * shapes[item][0].value(person.facts)
    }

    private func taste(_ item: Int, _ person: WorldPerson, _ month: Int) -> Double {
        var sum = kinds[person.kind][item]
        if structure.portrait > 0 {
            let moved = shapes[item].reduce(0) { $0 + $1.value(person.facts) }
            sum += structure.portrait * moved / Double(Self.shapesEach).squareRoot()
        }
        for (factor, weight) in zip(factors, person.factors) { sum += weight * factor[item] }
        let fresh = exp(-Double(month - person.stageSince) / 5)
        sum += stages[person.stage][item] * (0.7 + fresh)
        var (called, isLinked) = (0.0, false)
        for deed in person.owned {
            if successors[deed.item].contains(item) { called = max(called, exp(-Double(month - deed.month) / 10)) }
            isLinked = isLinked || trueLinks[deed.item].contains(item)
        }
        let (amplitude, phase, trend) = seasons[item]
        let moment = Double(month) / Double(structure.months)
        return sum + structure.order * called + (isLinked ? structure.links : 0)
            + amplitude * sin(2 * .pi * (Double(month) + phase) / 12) + trend * (moment - 0.5)
    }

    private func fatigue(_ item: Int, _ person: WorldPerson, _ month: Int) -> Double {
        guard structure.fatigue > 0 else { return 0 }
        return structure.fatigue
            * person.declined.reduce(0) { sum, deed in
                sum + (companies[deed.item] == companies[item] ? 1.5 : 0.8) * pow(0.5, Double(month - deed.month) / 6)
            }
    }
}
