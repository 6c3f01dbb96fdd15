/// The coefficients of a ``MixedModel`` by place, and the group of each: coefficients of one group share a prior variance.
///
/// Score of item i for a client with portrait x and signals s:
/// (w_i + Σ_needs of i w_n + w)·(1, x) + company(i) + v·s + Σ_pairs u.
struct MixedDesign: Sendable {
    let items: Int
    let needs: [[Int32]]
    let needCount: Int
    let companies: [Int32]
    let companyCount: Int
    /// Portrait columns and the constant.
    let width: Int
    let pairCount: Int
    /// Coefficient → group; group of the intercept is 0 and has no prior.
    let groups: [Int32]
    let groupCount: Int

    /// What a need's coefficient counts for; two needs together weigh as much as the item's own.
    static let needShare = 0.7

    init(_ table: ItemTable, encoder: PortraitEncoder, pairs: PairTable) {
        items = table.count
        needs = table.needs
        needCount = table.needNames.count
        companies = table.companies
        companyCount = Int((table.companies.max() ?? -1) + 1)
        width = encoder.width + 1
        pairCount = pairs.keys.count
        let kinds = encoder.groups
        // 0 intercept, 1 item, 2 need, 3 company, then item × kind, need × kind, kind, then signals, then pairs.
        let itemKind = 4
        let needKind = itemKind + kinds
        let kind = needKind + kinds
        let signal = kind + kinds
        var groups: [Int32] = [0]
        groups += encoder.columns.map { Int32(kind + $0.group) }
        for _ in 0..<items { groups += [1] + encoder.columns.map { Int32(itemKind + $0.group) } }
        for _ in 0..<needCount { groups += [2] + encoder.columns.map { Int32(needKind + $0.group) } }
        groups += [Int32](repeating: 3, count: companyCount)
        groups += (0..<Signal.count).map { Int32(signal + $0) }
        groups += (0..<pairCount).map { Int32(signal + Signal.count + (pairs.isAccepted($0) ? 1 : 0)) }
        self.groups = groups
        groupCount = signal + Signal.count + 2
    }

    /// Weights of an item, a need and a company for everybody.
    static let constantGroups = 1...3
    /// Weights of what was come for and of what was accepted.
    var pairGroups: Range<Int> { groupCount - 2..<groupCount }

    var count: Int { groups.count }
    var itemStart: Int { width }
    var needStart: Int { itemStart + items * width }
    var companyStart: Int { needStart + needCount * width }
    var signalStart: Int { companyStart + companyCount }
    var pairStart: Int { signalStart + Signal.count }

    /// The weights of each item on (1, x): `width` numbers an item.
    func combined(_ coefficients: [Double]) -> [Float] {
        var combined = [Float](repeating: 0, count: items * width)
        for item in 0..<items {
            for column in 0..<width {
                var sum = coefficients[column] + coefficients[itemStart + item * width + column]
                for need in needs[item] { sum += Self.needShare * coefficients[needStart + Int(need) * width + column] }
                if column == 0, companies[item] >= 0 { sum += coefficients[companyStart + Int(companies[item])] }
                combined[item * width + column] = Float(sum)
            }
        }
        return combined
    }

    /// Spreads a gradient (power 1) or a curvature (power 2) by item to the coefficients behind it.
    func collect(_ combined: [Double], signals: [Double], pairs: [Double], power: Int) -> [Double] {
        var answer = [Double](repeating: 0, count: count)
        let share = power == 1 ? Self.needShare : Self.needShare * Self.needShare
        for item in 0..<items {
            for column in 0..<width {
                let value = combined[item * width + column]
                guard value != 0 else { continue }
                answer[column] += value
                answer[itemStart + item * width + column] += value
                for need in needs[item] { answer[needStart + Int(need) * width + column] += share * value }
                if column == 0, companies[item] >= 0 { answer[companyStart + Int(companies[item])] += value }
            }
        }
        for place in signals.indices { answer[signalStart + place] = signals[place] }
        for place in pairs.indices { answer[pairStart + place] = pairs[place] }
        return answer
    }
}
