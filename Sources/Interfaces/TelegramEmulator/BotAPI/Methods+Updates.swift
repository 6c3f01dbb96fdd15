import Vocabulary

/// A `getUpdates` request, read.
struct Poll: Sendable {
    let offset: Int64
    let limit: Int
    let timeout: Int
    /// Nil leaves the last choice as it is; empty is Telegram's default set.
    let allowed: [String]?

    init(_ parameters: Parameters) throws(Refusal) {
        offset = try parameters.integer("offset") ?? 0
        limit = Int(min(max(try parameters.integer("limit") ?? 100, 1), 100))
        timeout = Int(min(max(try parameters.integer("timeout") ?? 0, 0), 50))
        guard let list = try parameters.nested("allowed_updates") else {
            allowed = nil
            return
        }
        guard let kinds = list.array, kinds.allSatisfy({ $0.string != nil }) else {
            throw .badRequest("can't parse allowed_updates: expected an Array of String")
        }
        allowed = kinds.compactMap(\.string)
    }
}

extension World {
    /// Updates are kept for a day.
    static let updateLifetime = Span.hours(24)

    /// What a poll does before any waiting: remembers the kinds asked for, confirms what its offset confirms.
    mutating func confirm(_ poll: Poll, at now: Instant) {
        if let allowed = poll.allowed {
            let known = allowed.filter { Schema.published.updateKinds.contains($0) }
            let choice = allowed.isEmpty ? nil : known
            if choice != profile.allowedUpdates {
                profile.allowedUpdates = choice
                unsaved.insert(.profile)
            }
        }
        forget(queue.filter { now - $0.at >= Self.updateLifetime }.map(\.id))
        if poll.offset > 0 {
            forget(queue.prefix { $0.id < poll.offset }.map(\.id))
        } else if poll.offset < 0 {
            forget(queue.dropLast(Int(clamping: -poll.offset)).map(\.id))
        }
    }

    /// The next updates in order; they stay queued until a higher offset confirms them.
    func take(_ poll: Poll) -> [JSON] {
        queue.prefix(poll.limit).map { update in
            ["update_id": .int(update.id), update.kind: update.body]
        }
    }

    mutating func forget(_ gone: [Int64]) {
        guard !gone.isEmpty else { return }
        let gone = Set(gone)
        queue.removeAll { gone.contains($0.id) }
        unsaved.formUnion(gone.map(RecordKey.update))
    }
}
