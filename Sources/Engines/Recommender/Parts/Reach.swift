/// How far each part looks, by the size of the catalogue: small ones bear exactness, in large ones rows are many and each says little more.
struct Reach: Sendable, Equatable {
    /// Of what a client has, so many of the latest count where they count by their recency. By 0.8^rank, what comes before the 12th weighs less
    /// than 0.07, before the 8th less than 0.17.
    let latest: Int
    /// Of what a client has, so many of the latest have a weight of their own for each item. In a large catalogue hardly a pair is seen twice.
    let paired: Int
    /// Cells of each row of ``ItemCounts`` that are kept, the strongest; nil: all.
    let keptCells: Int?
    /// Neighbours that vote.
    let nearest: Int
    /// Of what a client has, the latest that neighbours are looked for by; so many members of an item's list are asked.
    let longestQuery: Int
    let longestList: Int

    /// Up to ``exactItems``, up to ``LinearItems/mostItems``, beyond.
    private static let small = Reach(latest: 12, paired: 16, keptCells: nil, nearest: 80, longestQuery: 32, longestList: 1024)
    private static let medium = Reach(latest: 12, paired: 16, keptCells: 256, nearest: 80, longestQuery: 32, longestList: 1024)
    private static let large = Reach(latest: 8, paired: 0, keptCells: 56, nearest: 12, longestQuery: 8, longestList: 40)

    static let exactItems = 2048

    static func of(_ items: Int) -> Reach { items <= exactItems ? small : items <= LinearItems.mostItems ? medium : large }
}
