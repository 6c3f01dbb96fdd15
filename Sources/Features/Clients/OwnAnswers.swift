import Consents
import Database
import Vocabulary

/// What a person without a card answers to the bot's two questions.
public struct OwnAnswers: Hashable, Sendable {
    /// Bands are coarse on purpose: nobody is asked for a date of birth.
    public enum AgeBand: String, Hashable, Sendable, Codable, CaseIterable {
        case under18, from18to20, from21to24, from25to34, from35to49, from50to64, from65

        /// The lowest age of the band: whoever answers "21–24" is certainly offered nothing that needs 25.
        /// Below 18 nothing is certain, so 0.
        public var lowestAge: Int {
            switch self {
            case .under18: 0
            case .from18to20: 18
            case .from21to24: 21
            case .from25to34: 25
            case .from35to49: 35
            case .from50to64: 50
            case .from65: 65
            }
        }
    }

    public var ageBand: AgeBand?
    public var hasDrivingLicense: Bool?

    public init(ageBand: AgeBand? = nil, hasDrivingLicense: Bool? = nil) {
        (self.ageBand, self.hasDrivingLicense) = (ageBand, hasDrivingLicense)
    }

    public var portrait: Portrait {
        var portrait = Portrait()
        portrait.age = ageBand?.lowestAge
        portrait.drivingLicense = hasDrivingLicense.map { $0 ? 1 : 0 }
        return portrait
    }
}

extension ClientStore {
    /// Keeps a person's own answers as a client of the company whose QR code they entered by. Answering again changes the portrait of the same client.
    @discardableResult
    public func ownAnswers(
        _ answers: OwnAnswers, of customer: CustomerID, enteredBy company: CompanyID, ids: IDSource, at now: Instant,
        in transaction: Transaction
    ) throws(DatabaseError) -> ClientID {
        let known = try clients(of: customer, in: transaction).first { $0.isOwnAnswer && $0.company == company }
        if let known {
            let portrait = known.portrait.merged(with: answers.portrait)
            if portrait != known.portrait { try setPortrait(portrait, of: known.id, in: transaction) }
            return known.id
        }
        let (id, reference): (ClientID, ClientID) = (ids.id(), ids.id())
        try insert(
            ClientRecord(
                id: id, company: company, reference: "bot-\(reference.hex)", audience: .individual, portrait: answers.portrait,
                isOwnAnswer: true, createdAt: now),
            in: transaction)
        try link(customer: customer, client: id, how: .answers, at: now, in: transaction)
        return id
    }
}

extension ClientStore: HoldsPersonalData {
    /// Erasure of a person: the cards are parted from them and stay the companies'; what the person answered themselves is wiped,
    /// with all that is known of it: no company sent that, so nobody else has a right to it.
    public func erase(_ customer: CustomerID, in transaction: Transaction) throws -> [String: Int] {
        let own = try clients(of: customer, in: transaction).filter(\.isOwnAnswer)
        for client in own {
            try setPortrait(Portrait(), of: client.id, in: transaction)
            try ClientNeedStore().forget(client.id, in: transaction)
            try HistoryStore().forget(client.id, in: transaction)
        }
        let links = try transaction.execute("DELETE FROM client_link WHERE customer_id = $1", [customer])
        return ["client_link": links, "own_answers": own.count]
    }
}
