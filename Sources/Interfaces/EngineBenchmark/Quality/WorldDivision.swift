/// Which worlds the model may be improved on, and which only judge it.
///
/// The division was made before the first figure was seen, and is not to be moved: development worlds are ``developmentStructures`` with seeds 1, 2, …;
/// held-out worlds are the same structures with seeds 101, 102, … and, beside them, ``heldOutStructures``, which no development world resembles
/// in what is combined or in size. Held-out figures are looked at when the model is finished; whoever changes the model because of them needs new ones.
public enum WorldDivision: String, Sendable, Codable, CaseIterable {
    case development
    case heldOut = "held-out"

    public var structures: [WorldStructure] {
        switch self {
        case .development: Self.developmentStructures
        case .heldOut: Self.developmentStructures + Self.heldOutStructures
        }
    }

    /// Of the first world; those that follow count up.
    public var firstSeed: UInt64 {
        switch self {
        case .development: 1
        case .heldOut: 101
        }
    }

    static let developmentStructures: [WorldStructure] = [
        WorldStructure("popularity", [.individuals(2500, services: 40)]) {
            ($0.appeal, $0.fame, $0.fameFollowsAppeal) = (1, 1, 1)
        },
        WorldStructure("portraits", [.individuals(2500, services: 40)]) { $0.portrait = 1.2 },
        WorldStructure("kinds", [.individuals(2500, services: 50)]) { ($0.kinds, $0.takings) = (1.2, 3) },
        WorldStructure("life", [.individuals(2500, services: 40)]) {
            ($0.stages, $0.order, $0.season, $0.takings) = (1, 1.2, 0.3, 2.5)
        },
        WorldStructure("group", [.individuals(2500, services: 45), .firms(1500, services: 35)]) {
            ($0.portrait, $0.kinds, $0.companies, $0.links, $0.fatigue, $0.season) = (0.8, 0.5, 0.6, 0.7, 0.4, 0.2)
            $0.policy.sharpness = 1.2
        },
        WorldStructure("sparse", [.individuals(4000, services: 250)]) {
            ($0.portrait, $0.kinds, $0.offers) = (0.8, 0.7, 3)
        },
        WorldStructure("dense", [.individuals(3000, services: 14)]) {
            ($0.portrait, $0.fatigue, $0.level, $0.offers, $0.takings) = (0.7, 0.6, -1, 5, 0.5)
        },
        WorldStructure("next-popularity", [.individuals(2500, services: 20)]) {
            ($0.offers, $0.fame) = (0, 1.2)
        },
        WorldStructure("next-order", [.individuals(2500, services: 60)]) {
            ($0.offers, $0.fame, $0.order, $0.takings) = (0, 0.5, 3, 3)
        },
        WorldStructure("next-kinds", [.individuals(3000, services: 200)]) {
            ($0.offers, $0.kinds, $0.factors, $0.takings) = (0, 1.5, 0.8, 6)
        },
    ]

    static let heldOutStructures: [WorldStructure] = [
        WorldStructure("everything", [.individuals(3000, services: 55), .firms(2000, services: 40)]) {
            ($0.portrait, $0.kinds, $0.factors, $0.stages, $0.order) = (0.7, 0.5, 0.4, 0.4, 0.6)
            ($0.links, $0.companies, $0.season, $0.trend, $0.fatigue) = (0.5, 0.4, 0.2, 0.2, 0.4)
        },
        WorldStructure("choosy", [.individuals(3000, services: 60)]) {
            ($0.portrait, $0.factors, $0.fatigue) = (0.8, 0.8, 0.3)
            $0.policy = LoggingPolicy.Habits(sharpness: 2.2, exploration: 0.05, attention: 0.7)
        },
        WorldStructure("newcomers", [.individuals(500, services: 30), .firms(300, services: 25)]) {
            ($0.portrait, $0.companies, $0.links, $0.offers) = (0.8, 0.4, 0.5, 2)
        },
        WorldStructure("seasons", [.individuals(2500, services: 40)]) {
            ($0.season, $0.trend, $0.kinds) = (0.8, 0.6, 0.6)
        },
        WorldStructure("next-life", [.individuals(2500, services: 80)]) {
            ($0.offers, $0.portrait, $0.stages, $0.order, $0.takings) = (0, 0.8, 0.8, 1.2, 3)
        },
        WorldStructure("next-small", [.individuals(900, services: 14)]) {
            ($0.offers, $0.portrait, $0.fame, $0.takings) = (0, 0.8, 1.4, 1)
        },
    ]
}
