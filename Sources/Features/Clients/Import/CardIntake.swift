import Catalogue
import Database
import Vocabulary

/// What became of a valid card.
public enum StoredCard: Hashable, Sendable {
    case new(CardID)
    /// Known before; its portrait, outcome, attestation or phone is newer now.
    case updated(CardID, before: CardBefore)
    /// Known before, word for word.
    case unchanged(CardID, before: CardBefore?)
    /// Its product is no service that we know (0), or one of several companies' services: a person decides, then the file is imported again.
    case waits(services: Int)
    case refused(RowProblem)
}

/// What was known of a card before it was said again: what stands once more when that word is taken back.
public struct CardBefore: Hashable, Sendable {
    public let attestation: AttestationID?
    public let outcome: Card.Outcome
}

extension CardImport {
    /// Stores valid cards, each with its client, its phone's hash and its history. The same cards again change nothing.
    ///
    /// What the client came for counts as history unless the deal ended in a refusal: a refusal leaves no trace in the matrix, since we do not know who
    /// refused whom. A refusal that corrects an earlier success takes that fact back.
    /// - Returns: one answer a card, in their order.
    public func store(_ cards: [ValidatedCard], ids: IDSource, in transaction: Transaction) throws(DatabaseError) -> [StoredCard] {
        var matches: [ProductKey: ProductMatch] = [:]
        var unmatched: [ProductKey: Int] = [:]
        var answers: [StoredCard] = []
        for card in cards {
            let key = ProductKey(product: card.product, audience: card.audience)
            if matches[key] == nil { matches[key] = try catalogueMatch(key, in: transaction) }
            switch matches[key] ?? ProductMatch.none {
            case .one(let service): answers.append(try store(card, for: service, ids: ids, in: transaction))
            case .several(let services):
                unmatched[key, default: 0] += 1
                answers.append(.waits(services: services.count))
            case ProductMatch.none:
                unmatched[key, default: 0] += 1
                answers.append(.waits(services: 0))
            }
        }
        let store = UnmatchedProductStore()
        for (key, match) in matches {
            if let rows = unmatched[key] {
                try store.add(key, of: company, rows: rows, at: now, in: transaction)
            } else if case .one = match {
                try store.remove(key.product, key.audience, of: company, in: transaction)
            }
        }
        return answers
    }

    /// What the company itself said that the name means counts more than the catalogue.
    private func catalogueMatch(_ key: ProductKey, in transaction: Transaction) throws(DatabaseError) -> ProductMatch {
        try CompanyProductStore().match(key, of: company, in: transaction).match
    }

    func store(
        _ valid: ValidatedCard, for service: ServiceID, ids: IDSource, in transaction: Transaction
    ) throws(DatabaseError) -> StoredCard {
        let sent = ClientRecord(
            id: ids.id(), company: company, reference: valid.reference, audience: valid.audience, portrait: valid.portrait, createdAt: now)
        let client: ClientID
        var isNewer = false
        switch try ClientStore().upsert(sent, in: transaction) {
        case .new(let id): client = id
        case .unchanged(let id): client = id
        case .updated(let id): (client, isNewer) = (id, true)
        case .otherAudience: return .refused(RowProblem(row: valid.row, column: .reference, rule: .otherAudience))
        }
        if let phone = valid.phone {
            isNewer = try ClientStore().setPhone(phone.hash, keyID: phone.keyID, of: client, in: transaction) || isNewer
        }
        let fresh = Card(
            id: ids.id(), client: client, service: service, outcome: valid.outcome, attestation: attestation, receivedAt: now)
        if try CardStore().add(fresh, content: valid.content(service), in: transaction) {
            try HistoryStore().keep(fresh, outcome: fresh.outcome, in: transaction)
            return .new(fresh.id)
        }
        guard let known = try CardStore().card(of: client, content: valid.content(service), in: transaction) else {
            return .unchanged(fresh.id, before: nil)
        }
        if valid.outcome != .unknown, valid.outcome != known.outcome {
            try CardStore().setOutcome(valid.outcome, of: known.id, in: transaction)
            try HistoryStore().keep(known, outcome: valid.outcome, in: transaction)
            isNewer = true
        }
        if let attestation, attestation != known.attestation {
            try CardStore().setAttestation(attestation, of: known.id, in: transaction)
            // Who found nothing to propose looks again, now that more may be.
            if known.stage == .nothing { try CardStore().move(known.id, to: .processed, at: now, in: transaction) }
            for listener in listeners { try listener.attested(client, at: now, in: transaction) }
            isNewer = true
        }
        let before = CardBefore(attestation: known.attestation, outcome: known.outcome)
        return isNewer ? .updated(known.id, before: before) : .unchanged(known.id, before: before)
    }
}

extension HistoryStore {
    /// What a card with that outcome tells of its client.
    func keep(_ card: Card, outcome: Card.Outcome, in transaction: Transaction) throws(DatabaseError) {
        switch outcome {
        case .success, .unknown:
            try record(
                Interaction(
                    client: card.client, service: card.service, source: .history, sourceID: card.id.bytes, value: 1, at: card.receivedAt),
                in: transaction)
        case .refusal: try forget(card, in: transaction)
        }
    }

    /// Takes back what the card told.
    func forget(_ card: Card, in transaction: Transaction) throws(DatabaseError) {
        try withdraw(.history, sourceID: card.id.bytes, of: card.client, service: card.service, in: transaction)
    }
}
