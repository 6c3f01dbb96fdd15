import Vocabulary

extension Model {
    /// Changes the counts behind the answers at once: what a client is known to have done becomes `after` instead of `before`. Weights stay until
    /// the next training. In catalogues of up to ``Reach/exactItems`` services the counts are then those that counting everything anew gives.
    ///
    /// - Parameters:
    ///   - before: the client's observations as this model counts them: in the training data, or absorbed since; empty for a new client.
    ///   - after: as they are now; empty forgets the client.
    public mutating func absorb(_ client: ClientID, audience: Audience, before: [Observation], after: [Observation]) {
        rankers[Self.place(of: audience)].absorb(client, before: before, after: after)
    }

    /// Whether training drew the client, or would have, as a neighbour of others.
    public func wantsToRemember(_ client: ClientID, audience: Audience) -> Bool {
        rankers[Self.place(of: audience)].maker.neighbours.isDrawn(TrainingData.key(client))
    }

    /// Makes a client that was drawn a neighbour of others, for a model that was read from an artefact: those hold no rows of single clients.
    /// In whatever order they come, the model then answers as the one that was trained on them.
    public mutating func remember(_ client: ClientFacts) {
        let place = Self.place(of: client.audience)
        let key = TrainingData.key(client.id)
        rankers[place].remember(rankers[place].events(client.history, key: key), key: key)
    }

    /// Neighbours that may vote, over all audiences.
    public var neighbourCount: Int { rankers.reduce(0) { $0 + $1.maker.neighbours.count } }
}

extension Ranker {
    fileprivate mutating func absorb(_ client: ClientID, before: [Observation], after: [Observation]) {
        let key = TrainingData.key(client)
        let (old, new) = (events(before, key: key), events(after, key: key))
        guard old != new else { return }
        maker.change { tallies, counts in
            var (together, after) = (CellChanges(), CellChanges())
            Self.add(old, key: key, sign: -1, &tallies, &together, &after)
            Self.add(new, key: key, sign: 1, &tallies, &together, &after)
            counts.together.add(together)
            counts.after.add(after)
        }
        maker.neighbours.put(Self.member(new, key: key))
    }

    /// - Parameter events: oldest first.
    mutating func remember(_ events: [Event], key: UInt64) {
        guard maker.neighbours.isDrawn(key) else { return }
        maker.neighbours.put(Self.member(events, key: key))
    }

    private static func member(_ events: [Event], key: UInt64) -> Neighbours.Member {
        let evidence = Evidence(events)
        return Neighbours.Member(key: key, taken: evidence.taken.sorted(), declined: evidence.declined.sorted())
    }

    /// Adds or takes off one client's part of every count; of the matrices, only notes it.
    private static func add(
        _ events: [Event], key: UInt64, sign: Int32, _ tallies: inout Tallies, _ together: inout CellChanges, _ after: inout CellChanges
    ) {
        guard !events.isEmpty else { return }
        tallies.clients += Int(sign)
        for event in events { tallies.add(event, sign) }
        var rows = EventRows()
        for event in events {
            rows.append(
                client: 0, item: event.item, isPositive: event.isPositive, isOffer: event.isOffer, propensity: event.propensity,
                time: event.time)
        }
        let sequence = Sequences(EventTable(rows, keys: [key]), items: tallies.takers.count) { _, _ in true }
        for item in sequence.items { tallies.takers[Int(item)] += sign }
        ItemCounts.note(sequence, sign: sign, &together, &after)
    }
}

extension ItemCounts {
    /// Notes one client's pairs and steps.
    fileprivate static func note(_ sequence: Sequences, sign: Int32, _ together: inout CellChanges, _ after: inout CellChanges) {
        for later in sequence.items.indices {
            var isSameMoment = true
            for earlier in (0..<later).reversed() {
                isSameMoment = isSameMoment && sequence.marks[earlier + 1] & Sequences.tied != 0
                let (from, to) = (Int(sequence.items[earlier]), Int(sequence.items[later]))
                together.add(sign, row: from, column: to)
                together.add(sign, row: to, column: from)
                if isSameMoment {
                    after.add(sign * Int32(unit / 2), row: from, column: to)
                    after.add(sign * Int32(unit / 2), row: to, column: from)
                } else if later - earlier <= window {
                    after.add(sign * decay[later - earlier - 1], row: from, column: to)
                }
            }
        }
    }
}
