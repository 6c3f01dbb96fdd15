import Foundation

/// Computes the signals of one client for many items at once, by walking the rows of what the client has.
struct SignalMaker: Sendable {
    let items: ItemTable
    private(set) var tallies: Tallies
    private(set) var counts: ItemCounts
    let linear: LinearItems?
    var neighbours: Neighbours
    private(set) var priors: [Priors]
    let reach: Reach
    /// Only while many clients are walked under counts that do not change.
    private var cells = JoinedCells()
    private var retrieval = Retrieval()

    init(items: ItemTable, tallies: Tallies, counts: ItemCounts, linear: LinearItems?, neighbours: Neighbours) {
        (self.items, self.tallies, self.counts) = (items, tallies, counts)
        (self.linear, self.neighbours) = (linear, neighbours)
        priors = Priors.all(tallies)
        reach = Reach.of(items.count)
    }

    /// The same, readied for many clients.
    /// - Parameter guide: where the model's weights are known, they say what to look for.
    func readied(_ guide: Retrieval.Guide? = nil) -> SignalMaker {
        var maker = self
        maker.cells = JoinedCells(counts, tallies)
        maker.neighbours = neighbours.readied()
        if items.count > ChoiceSamples.allItems {
            maker.retrieval = Retrieval(maker.cells, linear, guide ?? Retrieval.Guide(takers: tallies.takers))
        }
        return maker
    }

    /// Changes the counts behind the signals.
    mutating func change(_ body: (inout Tallies, inout ItemCounts) -> Void) {
        (cells, retrieval) = (JoinedCells(), Retrieval())
        body(&tallies, &counts)
        priors = Priors.all(tallies)
    }

    /// Fills the scratch for one client; afterwards ``signals(of:into:scratch:)`` reads any item that is wanted.
    /// - Parameter key: of the client, who is no neighbour of its own.
    func prepare(_ client: Evidence, key: UInt64, wanted: SignalScratch.Wanted = .all, scratch: inout SignalScratch) {
        neighbours.ask(taken: client.taken, except: key, scratch: &scratch.neighbours)
        scratch.open(wanted, items: items.count)
        scratch.note(client, items)
        let nearest = scratch.neighbours.nearest
        scratch.edit { editor in
            addItems(client, editor)
            addRefusals(client, editor)
            neighbours.eachVote(of: nearest) { editor.add(.neighbours, $0, $1) }
            for owned in client.history { items.linkRows.each(Int(owned)) { editor.add(.linkedHistory, $0, 1) } }
            for owned in client.accepted { items.linkRows.each(Int(owned)) { editor.add(.linkedAccepted, $0, 1) } }
        }
    }

    /// The items that may come into question, where ``readied(_:)`` was asked: see ``Retrieval``.
    func candidates(_ client: Evidence, most: Int, favourites: Int, scratch: inout SignalScratch) -> [Int32]? {
        retrieval.isEmpty
            ? nil : retrieval.candidates(client, most: most, favourites: favourites, scratch: &scratch.retrieval)
    }

    private func addItems(_ client: Evidence, _ editor: CellEditor) {
        var weight: Float = 1
        var last: Float = 1
        for owned in client.taken.prefix(reach.latest) {
            let row = Int(owned)
            if !cells.isEmpty {
                cells.each(row) { editor.add($0, weight, last) }
            } else {
                JoinedCells.each(row, counts, tallies) { editor.add($0, weight, last) }
            }
            linear?.each(row) { editor.add(.linear, $0, weight * $1) }
            weight *= Formula.recency
            last *= 0.5
        }
        guard let linear else { return }
        for owned in client.taken.prefix(Formula.longest) { linear.each(Int(owned)) { editor.add(.linearPlain, $0, $1) } }
    }

    private func addRefusals(_ client: Evidence, _ editor: CellEditor) {
        for declined in client.declined.prefix(reach.latest) {
            let row = Int(declined)
            let takers = Float(tallies.takers[row])
            for place in counts.together.row(row) {
                let item = Int(counts.together.columns[place])
                let cosine = Formula.cosine(
                    together: Float(counts.together.values[place]), from: takers, to: Float(tallies.takers[item]))
                editor.add(.refused, item, cosine)
            }
        }
    }

    /// How often the item's needs were met in what the client has.
    @inline(__always)
    func needs(_ item: Int, _ scratch: borrowing SignalScratch) -> SignalScratch.Met {
        var sum = SignalScratch.Met()
        items.needRows.each(item) { need in
            let met = scratch.needs[need]
            sum.history += met.history
            sum.accepted += met.accepted
            sum.declined += met.declined
        }
        return sum
    }

    /// Place of the item's company in the scratch.
    @inline(__always)
    func company(_ item: Int) -> Int {
        let company = Int(items.companies[item])
        return company >= 0 ? company : items.companyCount
    }

    /// Links from the item to what the client has.
    @inline(__always)
    func linksBack(_ item: Int, _ scratch: borrowing SignalScratch) -> Float {
        var back: Float = 0
        items.linkRows.each(item) { if scratch.taken.contains(Int32(truncatingIfNeeded: $0)) { back += 1 } }
        return back
    }

    /// Fills in ``Signal/count`` numbers for a wanted item.
    func signals(of item: Int, into numbers: UnsafeMutableBufferPointer<Float>, scratch: borrowing SignalScratch) {
        let base = scratch.base(item)
        let (needs, company) = (needs(item, scratch), scratch.companies[company(item)])
        numbers[0] = priors[item].popularity
        numbers[1] = priors[item].recentPopularity
        numbers[2] = priors[item].acceptance
        for place in Signal.lift.rawValue...Signal.linkedAccepted.rawValue { numbers[place] = scratch.cells[base + place] }
        for place in Signal.cosine.rawValue...Signal.neighbours.rawValue { numbers[place] = Formula.signedRoot(numbers[place]) }
        numbers[14] = linksBack(item, scratch)
        numbers[15] = needs.history
        numbers[16] = needs.accepted
        numbers[17] = Formula.logCount(needs.declined)
        numbers[18] = company.history
        numbers[19] = company.accepted
        numbers[20] = Formula.logCount(company.declined)
        numbers[21] = scratch.fatigue.declines
        numbers[22] = scratch.fatigue.accepts
        numbers[23] = scratch.fatigue.rate
    }

    /// Appends ``Signal/count`` numbers for the item.
    func signals(of item: Int, into numbers: inout [Float], scratch: SignalScratch) {
        let first = numbers.count
        numbers += repeatElement(0, count: Signal.count)
        numbers.withUnsafeMutableBufferPointer {
            signals(of: item, into: UnsafeMutableBufferPointer(rebasing: $0[first...]), scratch: scratch)
        }
    }
}
