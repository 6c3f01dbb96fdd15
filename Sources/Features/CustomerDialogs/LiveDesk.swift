import Catalogue
import Clients
import Consents
import Conversations
import Database
import Group
import Localization
import Loyalty
import Sealing
import Vocabulary

/// The desk on the real stores, within one update's transaction.
public final class LiveDesk: CustomerDesk {
    public struct Services: Sendable {
        let keyring: Keyring
        let now: Instant
        let ids: IDSource
        let erasure: Erasure
        /// A message in words, without markup: consents are kept word for word as they are shown.
        let plain: @Sendable (Message, Language) -> String

        public init(
            keyring: Keyring, now: Instant, ids: IDSource, erasure: Erasure, plain: @escaping @Sendable (Message, Language) -> String
        ) {
            self.keyring = keyring
            self.now = now
            self.ids = ids
            self.erasure = erasure
            self.plain = plain
        }
    }

    let services: Services
    let transaction: Transaction
    let chat: Int64
    let arrivingLanguage: Language
    let pressedMessage: Int64?
    /// The person as the transaction leaves them: created by arriving, gone after erasure.
    public internal(set) var customer: Customer?

    public init(
        services: Services, chat: Int64, customer: Customer?, arrivingLanguage: Language, pressedMessage: Int64?,
        in transaction: Transaction
    ) {
        self.services = services
        self.transaction = transaction
        self.chat = chat
        self.customer = customer
        self.arrivingLanguage = arrivingLanguage
        self.pressedMessage = pressedMessage
    }

    public var language: Language { customer?.language ?? arrivingLanguage }

    /// Everything but arriving needs a person.
    func known() throws(DeskError) -> Customer {
        guard let customer else { throw .nobody }
        return customer
    }

    // MARK: - Coming and going

    public func hasAgreed() throws -> Bool {
        guard let customer else { return false }
        return try ConsentStore().standing(of: customer.id, in: transaction).processing
    }

    public func hasRefused() throws -> Bool { try ConsentStore().hasRefused(chat: chat, keyring: services.keyring, in: transaction) }

    public func arrive(_ payload: String?) throws -> WelcomeDialog.Arrival {
        var arrival = WelcomeDialog.Arrival()
        var company: Company?
        if let payload {
            switch services.keyring.payload(from: payload) {
            case .company(let id, _):
                company = try CompanyStore().company(id, in: transaction)
                arrival.hadBadLink = company == nil
            case .personal(let token): arrival.token = token
            // The programme of invitations comes later; an invited person is simply welcome.
            case .referral: break
            case nil: arrival.hadBadLink = true
            }
        }
        if let known = customer {
            if let company { try CustomerStore().enter(known.id, by: company.id, in: transaction) }
        } else {
            try services.erasure.forgiveRefusal(chat: chat, keyring: services.keyring, in: transaction)
            customer = try CustomerStore().create(
                chat: chat, language: arrivingLanguage, enteredBy: company?.id, at: services.now, ids: services.ids,
                keyring: services.keyring, in: transaction)
        }
        arrival.company = company?.id
        return arrival
    }

    // MARK: - Home, points

    public func perform(_ request: HomeDialog.Request) throws -> HomeDialog.Fact? {
        let customer = try known()
        let hasCard = try ClientStore().clients(of: customer.id, in: transaction).contains { !$0.isOwnAnswer }
        return .seen(balance: try balance(of: customer.id), hasCard: hasCard)
    }

    public func perform(_ request: PointsDialog.Request) throws -> PointsDialog.Fact? {
        let customer = try known()
        let companies = try CompanyStore().all(in: transaction)
        let catalogue = CatalogueStore()
        let lines = try LedgerStore().history(of: customer.id, limit: 10, in: transaction).map { line in
            let company = companies.first { $0.id == line.subject?.company }?.name(in: language) ?? ""
            let service = try line.subject?.service.flatMap { try catalogue.service($0, in: transaction) }?.name(in: language) ?? company
            let names = HistoryNames(company: company, service: service)
            return PointsDialog.Line(at: line.at, movement: line.words(names), why: line.why(names))
        }
        return .account(balance: try balance(of: customer.id), lines)
    }

    func balance(of customer: CustomerID) throws -> Points { try LedgerStore().balance(of: .customer(customer), in: transaction).available }

    // MARK: - Link, answers

    public func perform(_ request: LinkDialog.Request) throws -> LinkDialog.Fact? {
        let customer = try known()
        let clients = ClientStore()
        switch request {
        case .find(let contact):
            let found = try clients.clients(withPhoneHash: contact.phoneHash, in: transaction)
            let own = try clients.clients(of: customer.id, in: transaction).map(\.id)
            let free = try clients.unlinkedClients(withPhoneHash: contact.phoneHash, in: transaction)
            if free.isEmpty, found.contains(where: { own.contains($0.id) }) { return .result(.already) }
            return .found(free.map(\.id))
        case .connect(let ids):
            let linked = try ids.map { try clients.link(customer: customer.id, client: $0, how: .phone, at: services.now, in: transaction) }
            try reviewLeads(of: ids)
            return .result(linked.contains(.linked) ? .done : linked.contains(.already) ? .already : .notFound)
        }
    }

    func redeem(_ token: [UInt8]) throws -> LinkDialog.Result {
        let customer = try known()
        let before = try ClientStore().clients(of: customer.id, in: transaction).map(\.id)
        return switch try PersonalLinkStore(keyring: services.keyring).redeem(token, by: customer.id, at: services.now, in: transaction) {
        case .linked(let client): before.contains(client) ? .already : try connected(client)
        case .expired: .expired
        case .used: .used
        case .unknown: .unknown
        }
    }

    private func connected(_ client: ClientID) throws -> LinkDialog.Result {
        try reviewLeads(of: [client])
        return .done
    }

    public func perform(_ request: AboutDialog.Request) throws -> AboutDialog.Fact? {
        let customer = try known()
        guard case .keep(let answers) = request else { return nil }
        // Without a code the answers belong to no company's client: the first company of the group keeps them until one is entered.
        let company = try customer.enteredBy ?? CompanyStore().all(in: transaction).first?.id
        if let company {
            try ClientStore().ownAnswers(answers, of: customer.id, enteredBy: company, ids: services.ids, at: services.now, in: transaction)
        }
        return .kept
    }
}

/// The desk was asked for something that needs a person who is not there: a fault of ours.
public enum DeskError: Error, Sendable, Equatable { case nobody }
