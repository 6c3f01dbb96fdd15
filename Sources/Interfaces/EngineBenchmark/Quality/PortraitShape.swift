import Foundation
import Recommender
import Vocabulary

/// How one fact, or two together, move a person: none of it in a straight line. Of mean about 0 and spread about 1.
enum PortraitShape: Sendable {
    case step(PortraitRow.Field, at: Double)
    case hump(PortraitRow.Field, at: Double)
    case both(PortraitRow.Field, at: Double, and: PortraitRow.Field, from: Double)
    case code(PortraitRow.Field, Int)

    /// - Parameter facts: standardised, codes as they are, by place of the field.
    func value(_ facts: [Double]) -> Double {
        switch self {
        case .step(let field, let least): return facts[field.rawValue] > least ? 1 : -1
        case .hump(let field, let centre):
            let off = facts[field.rawValue] - centre
            return 2.6 * exp(-off * off / 0.6) - 1
        case .both(let left, let leftLeast, let right, let rightLeast):
            return facts[left.rawValue] > leftLeast && facts[right.rawValue] > rightLeast ? 1.7 : -0.6
        case .code(let field, let code): return Int(facts[field.rawValue]) == code ? 1.6 : -0.6
        }
    }

    static func drawn(_ audience: Audience, _ random: inout SeededGenerator) -> PortraitShape {
        let (numbers, codes): ([PortraitRow.Field], [(PortraitRow.Field, Int)]) =
            switch audience {
            case .individual:
                ([.age, .income, .carPrice, .workExperience, .dependents], [(.sex, 2), (.familyStatus, 4), (.drivingLicense, 2)])
            case .legal: ([.revenue, .netProfit, .authorizedCapital], [(.businessType, 6), (.legalForm, 3)])
            }
        let number = numbers[random.pick(numbers.count)]
        switch random.pick(4) {
        case 0: return .step(number, at: random.normal * 0.6)
        case 1: return .hump(number, at: random.normal * 0.7)
        case 2:
            return .both(
                number, at: random.normal * 0.4 - 0.3, and: numbers[random.pick(numbers.count)], from: random.normal * 0.4 - 0.3)
        default:
            let (field, count) = codes[random.pick(codes.count)]
            // Flags are 0 and 1, other codes begin at 1.
            return .code(field, random.pick(count) + (field == .drivingLicense ? 0 : 1))
        }
    }
}
