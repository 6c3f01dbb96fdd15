import Clients
import Foundation

/// What kind of thing a service is, and so to whom it speaks. Part of the hidden truth: the program never reads it.
enum Taste: String, Sendable {
    // Individuals.
    case credit, everyday, savings, invest, premium, travel, leisure, family, health, home, motor, newcar, usedcar, truck, cargo
    // Legal entities.
    case banking, lending, trade, profit, staff, shop, risk, fleet, haulage

    /// Added to the log-odds that such a service is accepted; near 0 for an average client.
    func pull(on portrait: Portrait) -> Double {
        let age = Double(portrait.age ?? 41)
        let income = log(Double(portrait.income ?? 95) / 95)
        let revenue = log(Double(max(portrait.revenue ?? 460, 1)) / 460)
        let drives = portrait.drivingLicense != 0
        let hasCar = (portrait.carPrice ?? 0) > 0
        let children = Double(portrait.dependents ?? 0)
        let married = portrait.familyStatus == 1
        switch self {
        case .credit: return ((24...52).contains(age) ? 0.4 : -0.9) + ((portrait.creditSum ?? 0) > 0 ? 0.45 : -0.2) - 0.5 * income
        case .everyday: return age < 35 ? 0.35 : -0.1
        case .savings: return 0.035 * (age - 44) + ((portrait.additionalIncomeType ?? 0) > 0 ? 0.3 : -0.15)
        case .invest: return 0.9 * income + ((27...58).contains(age) ? 0.25 : -0.5)
        case .premium: return 1.15 * income - 0.35
        case .travel: return (portrait.foreignPassport == 1 ? 0.45 : -0.2) + 0.4 * income
        case .leisure: return 0.65 * income + (age < 60 ? 0.15 : -0.4)
        case .family: return 0.55 * children + (married ? 0.25 : -0.25) - 0.4
        case .health: return 0.018 * (age - 41) + (portrait.sex == 2 ? 0.3 : -0.2)
        case .home: return (married ? 0.35 : -0.2) + (age > 30 ? 0.2 : -0.6)
        case .motor: return (drives ? 0.15 : -1.8) + (hasCar ? 0.5 : -0.35)
        case .newcar: return (drives ? 0.1 : -1.4) + 0.6 * income
        case .usedcar: return (drives ? 0.15 : -1.4) - 0.55 * income + (age < 36 ? 0.35 : -0.1)
        case .truck: return (drives ? 0 : -1.5) + (portrait.sex == 1 ? 0.3 : -0.8)
        case .cargo: return hasCar ? 0.1 : -0.2
        case .banking: return -0.35 * revenue
        case .lending: return (portrait.netProfit ?? 30) > 0 ? 0.2 - 0.15 * revenue : -0.3
        case .trade: return Self.traders.contains(portrait.businessType ?? 0) ? 1.1 : -0.4
        case .profit: return (portrait.netProfit ?? 0) > 80 ? 0.8 : -0.4
        case .staff: return 0.4 * revenue
        case .shop: return Self.shops.contains(portrait.businessType ?? 0) ? 1 : -0.35
        case .risk: return 0.25 * revenue + ((portrait.authorizedCapital ?? 0) > 5000 ? 0.3 : -0.1)
        case .fleet: return 0.25 * revenue + (Self.drivers.contains(portrait.businessType ?? 0) ? 0.7 : -0.25)
        case .haulage: return Self.hauliers.contains(portrait.businessType ?? 0) ? 1.2 : -0.45
        }
    }

    /// Business types by their code, 1…21.
    private static let traders: Set<Int> = [3, 7, 8, 12, 16]
    private static let shops: Set<Int> = [2, 3, 9, 12, 18]
    private static let drivers: Set<Int> = [1, 4, 6, 11, 15, 19]
    private static let hauliers: Set<Int> = [4, 6, 8, 14, 20]
}
