import Foundation
import Recommender
import Vocabulary

/// Somebody in a made-up world: what the product may know of them, what it may not, and what they have done so far.
struct WorldPerson: Sendable {
    struct Deed: Sendable {
        let item: Int
        let month: Int
    }

    let audience: Audience
    /// Standardised facts, codes as they are, by place of the field.
    private(set) var facts = [Double](repeating: 0, count: PortraitRow.width)
    /// What the product sees: some facts are missing.
    private(set) var portrait = PortraitRow()
    let kind: Int
    let factors: [Double]
    private(set) var stage: Int
    /// Month in which the stage began; long ago at first.
    private(set) var stageSince = -100
    private(set) var owned: [Deed] = []
    private(set) var declined: [Deed] = []

    static let kinds = 5
    static let factorCount = 3
    static let stages = 5
    /// Chance in a month that the next stage of life begins.
    private static let change = 0.02
    private static let missing = 0.08

    init(_ audience: Audience, _ random: inout SeededGenerator) {
        self.audience = audience
        kind = random.pick(Self.kinds)
        factors = (0..<Self.factorCount).map { _ in random.normal }
        stage = random.pick(Self.stages)
        switch audience {
        case .individual: drawIndividual(&random)
        case .legal: drawFirm(&random)
        }
    }

    var known: Set<Int> { Set(owned.map(\.item)).union(declined.map(\.item)) }
    /// Income or revenue, standardised.
    var means: Double { facts[(audience == .individual ? PortraitRow.Field.income : .revenue).rawValue] }

    mutating func live(month: Int, _ random: inout SeededGenerator) {
        guard stage + 1 < Self.stages, random.happens(Self.change) else { return }
        stage += 1
        stageSince = month
    }

    mutating func take(_ item: Int, month: Int) { owned.append(Deed(item: item, month: month)) }
    mutating func decline(_ item: Int, month: Int) { declined.append(Deed(item: item, month: month)) }

    private mutating func set(_ field: PortraitRow.Field, _ value: Double, as fact: Double, _ random: inout SeededGenerator) {
        facts[field.rawValue] = fact
        if !random.happens(Self.missing) { portrait[field] = Float(value) }
    }

    private mutating func drawIndividual(_ random: inout SeededGenerator) {
        let age = min(max(24 + 10 * Double(stage) + 6 * random.normal, 18), 85).rounded()
        set(.age, age, as: (age - 44) / 15, &random)
        let sex = Double(random.pick(2) + 1)
        set(.sex, sex, as: sex, &random)
        // Kinds earn differently, a little.
        let income = 0.25 * Double(kind - 2) + 0.9 * random.normal
        set(.income, exp(4.1 + 0.55 * income).rounded(), as: income, &random)
        let status = stage == 0 ? (random.happens(0.75) ? 2 : 1) : [1, 1, 1, 2, 3, 4][random.pick(6)]
        set(.familyStatus, Double(status), as: Double(status), &random)
        let dependents = Double(min(random.poisson(stage == 0 ? 0.1 : stage < 4 ? 1.2 : 0.3), 5))
        set(.dependents, dependents, as: (dependents - 0.9) / 1, &random)
        let experience = max(0, age - 21 - abs(4 * random.normal)).rounded()
        set(.workExperience, experience, as: (experience - 21) / 14, &random)
        let drives = random.happens(0.65)
        set(.drivingLicense, drives ? 1 : 0, as: drives ? 1 : 0, &random)
        let car = 0.5 * income + 0.9 * random.normal
        let hasCar = drives && random.happens(0.7)
        set(.carPrice, hasCar ? exp(6.8 + 0.5 * car).rounded() : 0, as: hasCar ? 0.6 + 0.6 * car : -0.9, &random)
        set(.creditSum, random.happens(0.4) ? exp(5 + random.normal).rounded() : 0, as: 0, &random)
    }

    private mutating func drawFirm(_ random: inout SeededGenerator) {
        let revenue = 0.3 * Double(kind - 2) + 0.9 * random.normal
        set(.revenue, exp(3.5 + 1.2 * revenue), as: revenue, &random)
        let profit = 0.6 * revenue + 0.8 * random.normal
        set(.netProfit, profit < -1.2 ? -exp(1 + 0.5 * random.normal) : exp(1.2 + 1.1 * profit), as: profit, &random)
        let capital = random.normal
        set(.authorizedCapital, exp(4 + 1.5 * capital).rounded(), as: capital, &random)
        let type = random.pick(6) + 1
        set(.businessType, Double(type), as: Double(type), &random)
        let form = random.pick(3) + 1
        set(.legalForm, Double(form), as: Double(form), &random)
    }
}
