import Foundation

/// Computes the signals of one client for many items at once, by walking the rows of what the client has.
struct SignalMaker: Sendable {
    let items: ItemTable
    var tallies: Tallies
    var counts: ItemCounts
    let linear: LinearItems?
    var neighbours: Neighbours

    /// Fills the scratch for one client; afterwards ``signals(of:into:scratch:)`` reads any item.
    /// - Parameter key: of the client, who is no neighbour of its own.
    func prepare(_ client: Evidence, key: UInt64, scratch: inout SignalScratch) {
        scratch.clear(items: items.count, needs: items.needNames.count)
        let clients = Float(tallies.clients)
        var weight: Float = 1
        var last: Float = 1
        for owned in client.taken.prefix(Formula.longest) {
            let row = Int(owned)
            let takers = Float(tallies.takers[row])
            for place in counts.together.row(row) {
                let item = Int(counts.together.columns[place])
                let together = Float(counts.together.values[place])
                let others = Float(tallies.takers[item])
                let lift = weight * Formula.logLift(together: together, from: takers, to: others, clients: clients)
                scratch.add(.lift, item, lift)
                scratch.raise(.strongestLift, item, lift)
                scratch.add(.cosine, item, weight * Formula.cosine(together: together, from: takers, to: others))
            }
            let out = Float(counts.afterOut[row])
            for place in counts.after.row(row) {
                let item = Int(counts.after.columns[place])
                let follows = Formula.follows(steps: Float(counts.after.values[place]), out: out, into: Float(counts.afterIn[item]))
                scratch.add(.after, item, weight * follows)
                scratch.add(.next, item, last * follows)
            }
            if let linear {
                for place in linear.starts[row]..<linear.starts[row + 1] {
                    scratch.add(.linear, Int(linear.columns[place]), weight * linear.weights[place])
                }
            }
            weight *= Formula.recency
            last *= 0.5
        }
        if let linear {
            for owned in client.taken.prefix(4 * Formula.longest) {
                for place in linear.starts[Int(owned)]..<linear.starts[Int(owned) + 1] {
                    scratch.add(.linearPlain, Int(linear.columns[place]), linear.weights[place])
                }
            }
        }
        for declined in client.declined.prefix(Formula.longest) {
            let row = Int(declined)
            let takers = Float(tallies.takers[row])
            for place in counts.together.row(row) {
                let item = Int(counts.together.columns[place])
                let cosine = Formula.cosine(
                    together: Float(counts.together.values[place]), from: takers, to: Float(tallies.takers[item]))
                scratch.add(.refused, item, cosine)
            }
        }
        neighbours.vote(taken: client.taken, except: key, scratch: &scratch.neighbours)
        for (item, share) in scratch.neighbours.votes { scratch.add(.neighbours, Int(item), share) }
        rules(client, &scratch)
    }

    private func rules(_ client: Evidence, _ scratch: inout SignalScratch) {
        for owned in client.history {
            for item in items.links[Int(owned)] { scratch.add(.linkedHistory, Int(item), 1) }
            for need in items.needs[Int(owned)] { scratch.needs[Int(need)].history += 1 }
            scratch.count(company: items.companies[Int(owned)], \.history)
        }
        for owned in client.accepted {
            for item in items.links[Int(owned)] { scratch.add(.linkedAccepted, Int(item), 1) }
            for need in items.needs[Int(owned)] { scratch.needs[Int(need)].accepted += 1 }
            scratch.count(company: items.companies[Int(owned)], \.accepted)
        }
        for declined in client.declined {
            for need in items.needs[Int(declined)] { scratch.needs[Int(need)].declined += 1 }
            scratch.count(company: items.companies[Int(declined)], \.declined)
        }
        scratch.taken = Array(client.taken.prefix(Formula.longest))
        scratch.fatigue = (
            Float(log(1 + Double(client.declines))), Float(log(1 + Double(client.accepts))),
            Float((Double(client.accepts) + 0.45) / (Double(client.accepts + client.declines) + 3))
        )
    }

    /// Appends ``Signal/count`` numbers for the item.
    func signals(of item: Int, into numbers: inout [Float], scratch: SignalScratch) {
        let base = item * SignalScratch.width
        let cell = { (signal: Signal) -> Float in scratch.cells[base + signal.rawValue] }
        var needs: (history: Float, accepted: Float, declined: Float) = (0, 0, 0)
        for need in items.needs[item] {
            let met = scratch.needs[Int(need)]
            needs = (needs.history + met.history, needs.accepted + met.accepted, needs.declined + met.declined)
        }
        let company = scratch.companies[items.companies[item]] ?? (0, 0, 0)
        var back: Float = 0
        for target in items.links[item] where scratch.taken.contains(target) { back += 1 }
        numbers.append(Float(log(tallies.popularity(item))))
        numbers.append(Float(log(tallies.recentPopularity(item))))
        numbers.append(Formula.logOdds(tallies.acceptance(item)))
        numbers.append(cell(.lift))
        numbers.append(cell(.strongestLift))
        numbers.append(cell(.cosine).squareRoot())
        numbers.append(cell(.after).squareRoot())
        numbers.append(cell(.next).squareRoot())
        numbers.append(Formula.signedRoot(cell(.linear)))
        numbers.append(Formula.signedRoot(cell(.linearPlain)))
        numbers.append(cell(.refused).squareRoot())
        numbers.append(Formula.signedRoot(cell(.neighbours)))
        numbers.append(cell(.linkedHistory))
        numbers.append(cell(.linkedAccepted))
        numbers.append(back)
        numbers.append(needs.history)
        numbers.append(needs.accepted)
        numbers.append(log(1 + needs.declined))
        numbers.append(company.history)
        numbers.append(company.accepted)
        numbers.append(log(1 + company.declined))
        numbers.append(scratch.fatigue.declines)
        numbers.append(scratch.fatigue.accepts)
        numbers.append(scratch.fatigue.rate)
    }
}

/// Buffers of one thread, so that a request allocates nothing.
struct SignalScratch {
    /// Cells of an item: the signals up to `linkedAccepted` are summed here, and in the last cell the weights of pairs.
    static let pairCell = Signal.linkedBack.rawValue
    static let width = pairCell + 1

    private(set) var cells: [Float] = []
    /// Items whose cells are not all zero.
    private(set) var touched: [Int32] = []
    private var isTouched: [Bool] = []
    var neighbours = NeighbourScratch()
    var needs: [(history: Float, accepted: Float, declined: Float)] = []
    var companies: [Int32: (history: Float, accepted: Float, declined: Float)] = [:]
    var taken: [Int32] = []
    var fatigue: (declines: Float, accepts: Float, rate: Float) = (0, 0, 0)

    mutating func clear(items: Int, needs: Int) {
        if isTouched.count != items {
            cells = [Float](repeating: 0, count: items * Self.width)
            isTouched = [Bool](repeating: false, count: items)
        } else {
            for item in touched {
                isTouched[Int(item)] = false
                for place in Int(item) * Self.width..<(Int(item) + 1) * Self.width { cells[place] = 0 }
            }
        }
        touched.removeAll(keepingCapacity: true)
        companies.removeAll(keepingCapacity: true)
        if self.needs.count != needs { self.needs = [(Float, Float, Float)](repeating: (0, 0, 0), count: needs) }
        for need in self.needs.indices { self.needs[need] = (0, 0, 0) }
    }

    @inline(__always)
    mutating func add(_ signal: Signal, _ item: Int, _ amount: Float) {
        touch(item)
        cells[item * Self.width + signal.rawValue] += amount
    }

    @inline(__always)
    mutating func raise(_ signal: Signal, _ item: Int, _ amount: Float) {
        touch(item)
        let place = item * Self.width + signal.rawValue
        if amount > cells[place] { cells[place] = amount }
    }

    @inline(__always)
    mutating func addPair(_ item: Int, _ amount: Float) {
        touch(item)
        cells[item * Self.width + Self.pairCell] += amount
    }

    /// How much the item part and the users speak for the item: a quick word before the full score.
    @inline(__always)
    func promise(_ item: Int) -> Float {
        let base = item * Self.width
        return cells[base + Signal.after.rawValue].squareRoot() + cells[base + Signal.cosine.rawValue].squareRoot()
            + max(0, cells[base + Signal.linear.rawValue]).squareRoot() + max(0, cells[base + Signal.neighbours.rawValue]).squareRoot()
    }

    @inline(__always)
    private mutating func touch(_ item: Int) {
        if !isTouched[item] {
            isTouched[item] = true
            touched.append(Int32(item))
        }
    }

    mutating func count(company: Int32, _ kind: WritableKeyPath<(history: Float, accepted: Float, declined: Float), Float>) {
        guard company >= 0 else { return }
        companies[company, default: (0, 0, 0)][keyPath: kind] += 1
    }
}
