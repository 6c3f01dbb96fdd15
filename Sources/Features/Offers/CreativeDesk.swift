import Database
import Group
import Vocabulary

/// What an offer of a service is made of: its texts and its terms, as they hold now.
public struct Creative: Hashable, Sendable {
    public var texts: [Language: OfferText]
    public var terms: OfferTerms

    public init(texts: [Language: OfferText], terms: OfferTerms) { (self.texts, self.terms) = (texts, terms) }
}

/// A version of a service's texts or terms.
public struct CreativeVersion: Hashable, Sendable {
    public enum Part: String, Hashable, Sendable, CaseIterable { case text, terms }

    public let part: Part
    /// From 1, without gaps, counted for each part.
    public let number: Int
    public let by: String
    public let at: Instant
}

/// Where people write offers: every change is a new version, in the audit log within the same transaction. Offers that were made keep theirs.
public struct CreativeDesk: Sendable {
    private let texts = OfferTextStore()
    private let terms = OfferTermsStore()

    public init() {}

    /// What new offers of the service are made with; nil: nothing was written yet.
    public func creative(of service: ServiceID, in transaction: Transaction) throws(DatabaseError) -> Creative? {
        guard let text = try texts.latest(of: service, in: transaction), let terms = try terms.latest(of: service, in: transaction) else {
            return nil
        }
        return Creative(texts: try texts.texts(of: service, version: text, in: transaction), terms: terms.terms)
    }

    /// Makes a version of each part that is not as it was.
    /// - Returns: the parts that changed.
    @discardableResult
    public func save(
        _ creative: Creative, for service: ServiceID, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(OfferError) -> [CreativeVersion.Part] {
        let (oldTexts, oldTerms) = try OfferError.storing { () throws(DatabaseError) in
            (
                try texts.latest(of: service, in: transaction).map { version throws(DatabaseError) in
                    try texts.texts(of: service, version: version, in: transaction)
                }, try terms.latest(of: service, in: transaction)?.terms
            )
        }
        var changed: [CreativeVersion.Part] = []
        if oldTexts != creative.texts {
            let version = try texts.save(creative.texts, for: service, by: actor, at: now, in: transaction)
            try audit("offer_text.changed", service, version, by: actor, at: now, in: transaction)
            changed.append(.text)
        }
        if oldTerms != creative.terms {
            let version = try OfferError.storing { () throws(DatabaseError) in
                try terms.save(creative.terms, for: service, by: actor, at: now, in: transaction)
            }
            try audit("offer_terms.changed", service, version, by: actor, at: now, in: transaction)
            changed.append(.terms)
        }
        return changed
    }

    /// Makes an older version of a part the latest again.
    /// - Throws: ``OfferError/noText(_:)``, ``OfferError/noTerms(_:)`` when there is no such version.
    public func restore(
        _ part: CreativeVersion.Part, _ number: Int, of service: ServiceID, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(OfferError) {
        switch part {
        case .text:
            let old = try OfferError.storing { () throws(DatabaseError) in
                try texts.texts(of: service, version: number, in: transaction)
            }
            guard !old.isEmpty else { throw .noText(service) }
            let version = try texts.save(old, for: service, by: actor, at: now, in: transaction)
            try audit("offer_text.restored", service, version, by: actor, at: now, in: transaction)
        case .terms:
            let old = try OfferError.storing { () throws(DatabaseError) in try terms.terms(of: service, version: number, in: transaction) }
            guard let old else { throw .noTerms(service) }
            let version = try OfferError.storing { () throws(DatabaseError) in
                try terms.save(old, for: service, by: actor, at: now, in: transaction)
            }
            try audit("offer_terms.restored", service, version, by: actor, at: now, in: transaction)
        }
    }

    /// Every version of both parts, the latest first.
    public func history(of service: ServiceID, in transaction: Transaction) throws(DatabaseError) -> [CreativeVersion] {
        var versions: [CreativeVersion] = []
        for (part, table) in [(CreativeVersion.Part.text, "offer_text"), (.terms, "offer_terms")] {
            let rows = try transaction.rows(
                "SELECT version, changed_by, max(changed_at) AS at FROM \(table) WHERE service_id = $1 GROUP BY version, changed_by",
                [service])
            for row in rows {
                versions.append(
                    CreativeVersion(part: part, number: try row["version"], by: try row["changed_by"], at: try row["at"]))
            }
        }
        return versions.sorted { ($0.at, $0.number, $0.part.rawValue) > ($1.at, $1.number, $1.part.rawValue) }
    }

    /// The creatives of all services that have one: for lists.
    public func all(in transaction: Transaction) throws(DatabaseError) -> (texts: Set<ServiceID>, terms: [ServiceID: OfferTerms]) {
        var written: Set<ServiceID> = []
        for row in try transaction.rows("SELECT DISTINCT service_id FROM offer_text") { written.insert(try row["service_id"]) }
        var latest: [ServiceID: OfferTerms] = [:]
        for row in try transaction.rows("SELECT * FROM offer_terms ORDER BY service_id, version") {
            latest[try row["service_id"]] = try OfferTerms(row)
        }
        return (written, latest)
    }

    private func audit(
        _ action: String, _ service: ServiceID, _ version: Int, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(OfferError) {
        try OfferError.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: actor, action: action, subject: "service \(service.rawValue)", detail: "version \(version)", at: now, in: transaction
            )
        }
    }
}
