import Accounts
import Database
import Vocabulary

/// Clients as people of the staff look at them. Whoever asks gets only what ``Access`` lets them see.
///
/// A person without a card who answered the bot's questions is nobody's client here: no company sent them.
public struct ClientDesk: Sendable {
    private let clients = ClientStore()

    public init() {}

    /// Nil when there is no such client, and when this person may not see it: nobody learns of it.
    public func client(_ id: ClientID, for account: Account, in transaction: Transaction) throws(DatabaseError) -> ClientRecord? {
        guard let client = try clients.client(id, in: transaction), Self.sees(client, account) else { return nil }
        return client
    }

    /// Nil as with clients.
    public func send(_ id: SendID, for account: Account, in transaction: Transaction) throws(DatabaseError) -> ClientSend? {
        guard let send = try ClientSendStore().send(id, in: transaction),
            Access.allows(.seeClient, to: account, reach: account.reach(ofCompany: send.company))
        else { return nil }
        return send
    }

    /// The latest sends of all companies whose clients the person sees.
    /// - Parameter isForm: clients that were typed into the form instead of files.
    public func sends(
        _ limit: Int, ofForm isForm: Bool = false, for account: Account, in transaction: Transaction
    ) throws(DatabaseError) -> [ClientSend] {
        guard Self.seesAny(account) else { return [] }
        return try ClientSendStore().latest(limit, ofForm: isForm, of: account.place.company, in: transaction)
    }

    /// For whom the person may send clients; nil: for nobody.
    public static func sendsFor(_ account: Account) -> CompanyID? {
        guard let company = account.place.company, Access.allows(.addLead, to: account, reach: account.reach(ofCompany: company)) else {
            return nil
        }
        return company
    }

    /// Nobody works on one who was taken back.
    public static func mayWork(on client: ClientRecord, _ account: Account) -> Bool {
        client.forgottenAt == nil
            && Access.allows(.workClient, to: account, reach: account.reach(ofCompany: client.company))
    }

    static func sees(_ client: ClientRecord, _ account: Account) -> Bool {
        !client.isOwnAnswer && Access.allows(.seeClient, to: account, reach: account.reach(ofCompany: client.company))
    }

    static func seesAny(_ account: Account) -> Bool {
        Access.allows(.seeClient, to: account, reach: account.place.company.map { account.reach(ofCompany: $0) } ?? .part)
    }
}

/// What a list of clients is asked for.
public struct ClientQuery: Hashable, Sendable {
    public var audience: Audience?
    /// How the company's own id begins.
    public var reference = ""
    /// The last client of the page before: lists go on behind it.
    public var after: Place?

    public struct Place: Hashable, Sendable {
        public let at: Instant
        public let client: ClientID

        public init(at: Instant, client: ClientID) { (self.at, self.client) = (at, client) }
    }

    public static let size = 25

    public init() {}
}

/// A page of clients within a person's sight, the latest first.
public struct ClientList: Sendable {
    public struct Line: Sendable {
        public let client: ClientRecord
        /// What the client came for last.
        public let card: Card?
        public let isLinked: Bool
    }

    public let lines: [Line]
    /// Where the next page begins; nil: this is the last.
    public let next: ClientQuery.Place?

    public init(_ query: ClientQuery, for account: Account, in transaction: Transaction) throws(DatabaseError) {
        guard ClientDesk.seesAny(account) else {
            (lines, next) = ([], nil)
            return
        }
        var arguments: [any Storable] = []
        func place(_ value: any Storable) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        var parts = ["is_own_answer = 0", "forgotten_at IS NULL"]
        if let company = account.place.company { parts.append("company_id = \(place(company))") }
        if let audience = query.audience { parts.append("audience = \(place(audience))") }
        if !query.reference.isEmpty {
            // A range of bytes and not LIKE, so that the index of ids serves it and no sign of the id is a wildcard.
            if account.place.company == nil { parts.append("company_id IN (SELECT id FROM company)") }
            parts.append("reference >= \(place(query.reference))")
            parts.append("reference < \(place(query.reference + "\u{10FFFF}"))")
        }
        if let after = query.after { parts.append("(created_at, id) < (\(place(after.at)), \(place(after.client)))") }
        let limit = place(ClientQuery.size + 1)
        // The plus keeps the planner from walking the index of times where the one of ids finds few.
        let time = query.reference.isEmpty ? "created_at" : "+created_at"
        let found = try ClientStore().clients(
            where: "\(parts.joined(separator: " AND ")) ORDER BY \(time) DESC, id DESC LIMIT \(limit)", arguments, in: transaction)
        let shown = found.prefix(ClientQuery.size)
        next = found.count > shown.count ? shown.last.map { .init(at: $0.createdAt, client: $0.id) } : nil
        lines = try shown.map { client throws(DatabaseError) in
            Line(
                client: client, card: try CardStore().cards(of: client.id, in: transaction).last { $0.stage != .takenBack },
                isLinked: try ClientStore().customer(of: client.id, in: transaction) != nil)
        }
    }
}
