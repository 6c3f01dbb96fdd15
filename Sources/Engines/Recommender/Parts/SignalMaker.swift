import Foundation

/// Computes the signals of one client for many items at once, by walking the rows of what the client has.
struct SignalMaker: Sendable {
    let items: ItemTable
    var tallies: Tallies { didSet { strengths = nil } }
    var counts: ItemCounts { didSet { strengths = nil } }
    let linear: LinearItems?
    var neighbours: Neighbours
    /// Only while many clients are walked under counts that do not change.
    private var strengths: CellStrengths?

    init(items: ItemTable, tallies: Tallies, counts: ItemCounts, linear: LinearItems?, neighbours: Neighbours) {
        (self.items, self.tallies, self.counts) = (items, tallies, counts)
        (self.linear, self.neighbours) = (linear, neighbours)
    }

    /// The same, readied for many clients.
    func readied() -> SignalMaker {
        var maker = self
        maker.strengths = CellStrengths(counts, tallies)
        return maker
    }

    /// Fills the scratch for one client; afterwards ``signals(of:into:scratch:)`` reads any item.
    /// - Parameter key: of the client, who is no neighbour of its own.
    func prepare(_ client: Evidence, key: UInt64, scratch: inout SignalScratch) {
        scratch.clear(items: items.count, needs: items.needNames.count, companies: items.companyCount)
        neighbours.vote(taken: client.taken, except: key, scratch: &scratch.neighbours)
        let votes = scratch.neighbours.votes
        scratch.edit { cells in
            addItems(client, &cells)
            addRefusals(client, &cells)
            for (item, share) in votes { cells.add(.neighbours, Int(item), share) }
            for owned in client.history {
                for item in items.links[Int(owned)] { cells.add(.linkedHistory, Int(item), 1) }
            }
            for owned in client.accepted {
                for item in items.links[Int(owned)] { cells.add(.linkedAccepted, Int(item), 1) }
            }
        }
        rules(client, &scratch)
    }

    private func addItems(_ client: Evidence, _ cells: inout CellEditor) {
        var weight: Float = 1
        var last: Float = 1
        for owned in client.taken.prefix(Formula.longest) {
            let row = Int(owned)
            if let strengths {
                addRow(row, weight, last, &cells, lift: { strengths.lifts[$0] }, cosine: { strengths.cosines[$0] }) {
                    strengths.follows[$0]
                }
            } else {
                addComputedRow(row, weight, last, &cells)
            }
            if let linear {
                for place in linear.starts[row]..<linear.starts[row + 1] {
                    cells.add(.linear, Int(linear.columns[place]), weight * linear.weights[place])
                }
            }
            weight *= Formula.recency
            last *= 0.5
        }
        guard let linear else { return }
        for owned in client.taken.prefix(4 * Formula.longest) {
            for place in linear.starts[Int(owned)]..<linear.starts[Int(owned) + 1] {
                cells.add(.linearPlain, Int(linear.columns[place]), linear.weights[place])
            }
        }
    }

    private func addComputedRow(_ row: Int, _ weight: Float, _ last: Float, _ cells: inout CellEditor) {
        let clients = Float(tallies.clients)
        let from = Float(tallies.takers[row])
        let (together, after, takers) = (counts.together, counts.after, tallies.takers)
        addRow(
            row, weight, last, &cells,
            lift: {
                Formula.logLift(
                    together: Float(together.values[$0]), from: from, to: Float(takers[Int(together.columns[$0])]), clients: clients)
            },
            cosine: { Formula.cosine(together: Float(together.values[$0]), from: from, to: Float(takers[Int(together.columns[$0])])) },
            follows: { Formula.follows(steps: Float(after.values[$0]), from: from, to: Float(takers[Int(after.columns[$0])])) })
    }

    /// Adds what goes together with an item that the client has. The closures tell a cell's strength by its place.
    @inline(__always)
    private func addRow(
        _ row: Int, _ weight: Float, _ last: Float, _ cells: inout CellEditor,
        lift: (Int) -> Float, cosine: (Int) -> Float, follows: (Int) -> Float
    ) {
        for place in counts.together.row(row) {
            let item = Int(counts.together.columns[place])
            let lift = weight * lift(place)
            cells.add(.lift, item, lift)
            cells.raise(.strongestLift, item, lift)
            cells.add(.cosine, item, weight * cosine(place))
        }
        for place in counts.after.row(row) {
            let item = Int(counts.after.columns[place])
            let follows = follows(place)
            cells.add(.after, item, weight * follows)
            cells.add(.next, item, last * follows)
        }
    }

    private func addRefusals(_ client: Evidence, _ cells: inout CellEditor) {
        for declined in client.declined.prefix(Formula.longest) {
            let row = Int(declined)
            let takers = Float(tallies.takers[row])
            for place in counts.together.row(row) {
                let item = Int(counts.together.columns[place])
                let cosine = Formula.cosine(
                    together: Float(counts.together.values[place]), from: takers, to: Float(tallies.takers[item]))
                cells.add(.refused, item, cosine)
            }
        }
    }

    private func rules(_ client: Evidence, _ scratch: inout SignalScratch) {
        count(client.history, &scratch) { $0.history += 1 }
        count(client.accepted, &scratch) { $0.accepted += 1 }
        count(client.declined, &scratch) { $0.declined += 1 }
        scratch.taken = Array(client.taken.prefix(Formula.longest))
        scratch.fatigue = (
            Float(log(1 + Double(client.declines))), Float(log(1 + Double(client.accepts))),
            Float((Double(client.accepts) + 0.45) / (Double(client.accepts + client.declines) + 3))
        )
    }

    @inline(__always)
    private func count(_ owned: [Int32], _ scratch: inout SignalScratch, _ met: (inout SignalScratch.Met) -> Void) {
        for item in owned {
            for need in items.needs[Int(item)] { met(&scratch.needs[Int(need)]) }
            let company = items.companies[Int(item)]
            if company >= 0 { met(&scratch.companies[Int(company)]) }
        }
    }

    /// Fills in ``Signal/count`` numbers for the item.
    @inline(__always)
    func signals(of item: Int, into numbers: UnsafeMutableBufferPointer<Float>, scratch: borrowing SignalScratch) {
        let base = item * SignalScratch.width
        var needs = SignalScratch.Met()
        for need in items.needs[item] {
            let met = scratch.needs[Int(need)]
            needs.history += met.history
            needs.accepted += met.accepted
            needs.declined += met.declined
        }
        let number = Int(items.companies[item])
        let company = scratch.companies[number >= 0 ? number : items.companyCount]
        var back: Float = 0
        for target in items.links[item] where scratch.taken.contains(target) { back += 1 }
        let priors = strengths?.priors[item] ?? CellStrengths.Priors(item, tallies)
        scratch.cells.withUnsafeBufferPointer { cells in
            numbers[0] = priors.popularity
            numbers[1] = priors.recentPopularity
            numbers[2] = priors.acceptance
            numbers[3] = cells[base + Signal.lift.rawValue]
            numbers[4] = cells[base + Signal.strongestLift.rawValue]
            numbers[5] = cells[base + Signal.cosine.rawValue].squareRoot()
            numbers[6] = cells[base + Signal.after.rawValue].squareRoot()
            numbers[7] = cells[base + Signal.next.rawValue].squareRoot()
            numbers[8] = Formula.signedRoot(cells[base + Signal.linear.rawValue])
            numbers[9] = Formula.signedRoot(cells[base + Signal.linearPlain.rawValue])
            numbers[10] = cells[base + Signal.refused.rawValue].squareRoot()
            numbers[11] = Formula.signedRoot(cells[base + Signal.neighbours.rawValue])
            numbers[12] = cells[base + Signal.linkedHistory.rawValue]
            numbers[13] = cells[base + Signal.linkedAccepted.rawValue]
        }
        numbers[14] = back
        numbers[15] = needs.history
        numbers[16] = needs.accepted
        numbers[17] = Self.logarithm(needs.declined)
        numbers[18] = company.history
        numbers[19] = company.accepted
        numbers[20] = Self.logarithm(company.declined)
        numbers[21] = scratch.fatigue.declines
        numbers[22] = scratch.fatigue.accepts
        numbers[23] = scratch.fatigue.rate
    }

    /// log(1 + count), mostly of none.
    @inline(__always)
    private static func logarithm(_ count: Float) -> Float { count == 0 ? 0 : log(1 + count) }

    /// Appends ``Signal/count`` numbers for the item.
    func signals(of item: Int, into numbers: inout [Float], scratch: SignalScratch) {
        let first = numbers.count
        numbers += repeatElement(0, count: Signal.count)
        numbers.withUnsafeMutableBufferPointer {
            signals(of: item, into: UnsafeMutableBufferPointer(rebasing: $0[first...]), scratch: scratch)
        }
    }
}
