import Foundation

/// How well what was held out is found, as means over clients with something held out.
public struct RankingFigures: Sendable, Hashable, Codable {
    /// Length of the lists that are looked at.
    public let k: Int
    public let clients: Int
    /// Share of clients with something held out among the first k.
    public let hitRate: Double
    /// Discounted gain of the first k over that of the best order (Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", 2002).
    public let ndcg: Double
    /// One over the place of the first hit, 0 beyond k (Voorhees, "The TREC-8 Question Answering Track Report", 1999).
    public let mrr: Double
    /// Share of what was held out among the first 20.
    public let recall20: Double
    /// Share of the catalogue that stands among somebody's first k.
    public let coverage: Double
}

/// Adds up lists, one client after another.
struct RankingTally {
    static let recallLength = 20

    let k: Int
    private var clients = 0
    private var hits = 0.0
    private var gain = 0.0
    private var reciprocal = 0.0
    private var recall = 0.0
    private var shown: Set<Int32> = []

    init(k: Int) { self.k = k }

    /// - Parameters:
    ///   - ranked: the best first, at least `k` and ``recallLength`` where there are so many.
    ///   - relevant: what was held out; not empty.
    mutating func add(_ ranked: some Sequence<Int32>, relevant: Set<Int32>) {
        clients += 1
        var dcg = 0.0
        var first: Int?
        var found = 0
        for (index, item) in ranked.prefix(max(k, Self.recallLength)).enumerated() {
            if index < k { shown.insert(item) }
            guard relevant.contains(item) else { continue }
            if index < Self.recallLength { found += 1 }
            guard index < k else { continue }
            dcg += 1 / log2(Double(index) + 2)
            first = first ?? index
        }
        let ideal = (0..<min(k, relevant.count)).reduce(0.0) { $0 + 1 / log2(Double($1) + 2) }
        hits += first == nil ? 0 : 1
        gain += dcg / ideal
        reciprocal += first.map { 1 / Double($0 + 1) } ?? 0
        recall += Double(found) / Double(relevant.count)
    }

    /// - Parameter catalogue: how many items there are.
    func figures(catalogue: Int) -> RankingFigures? {
        guard clients > 0 else { return nil }
        let count = Double(clients)
        return RankingFigures(
            k: k, clients: clients, hitRate: hits / count, ndcg: gain / count, mrr: reciprocal / count, recall20: recall / count,
            coverage: Double(shown.count) / Double(max(catalogue, 1)))
    }
}
