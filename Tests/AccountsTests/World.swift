import Accounts
import Database
import Group
import Passwords
import Sealing
import Synchronization
import Vocabulary

/// Two companies with units in memory; passwords that cost next to nothing; a clock that tests move.
struct World {
    static let now = Instant(seconds: 1_790_000_000)
    static let (bank, hotel) = (CompanyID(1), CompanyID(2))
    /// Retail has two offices; corporate stands alone; the hotel has a desk.
    static let (retail, north, south, corporate, desk) = (UnitID(1), UnitID(2), UnitID(3), UnitID(4), UnitID(5))
    static let password = "correct horse battery"

    let database: Database
    let ids: IDSource
    let keyring: Keyring
    var service: AccountService { AccountService(keyring: keyring) }
    var door: Door {
        Door(database: database, keyring: keyring, passwords: PasswordHashing(cost: .init(kibibytes: 64, passes: 1)), ids: ids)
    }

    init() async throws {
        let random = Mutex(SeededGenerator(seed: 1))
        ids = IDSource { random.withLock { ($0.next(), $0.next()) } }
        keyring = Keyring(root: try RootSecret(base64: String(repeating: "BwcH", count: 10) + "Bwc="))
        database = try Database.open(.memory)
        try await database.migrate(GroupSchema.migrations + GroupSchema.crmLinks + AccountsSchema.migrations, at: Self.now)
        try await database.write { transaction in
            for (id, kind) in [(Self.bank, CompanyKind.bank), (Self.hotel, .hotel)] {
                try CompanyStore().save(
                    Company(
                        id: id, code: "c\(id.rawValue)", name: "Компания", nameEnglish: "Company", legalName: "", inn: "", kind: kind,
                        sendsOffersAutomatically: true, channelConfirmation: nil), in: transaction)
            }
            let units: [(UnitID, CompanyID, UnitID?)] = [
                (Self.retail, Self.bank, nil), (Self.north, Self.bank, Self.retail), (Self.south, Self.bank, Self.retail),
                (Self.corporate, Self.bank, nil), (Self.desk, Self.hotel, nil),
            ]
            for (id, company, parent) in units {
                try UnitStore().save(Unit(id: id, company: company, parent: parent, name: "Отдел", nameEnglish: "Unit"), in: transaction)
            }
        }
    }

    /// An account made on the command line, with its invitation.
    @discardableResult
    func issue(
        _ login: String, _ level: Level, at place: Place, grants: Set<Grant> = [], by actor: AccountService.Actor = .commandLine("test")
    ) async throws -> (account: Account, invitation: SecretToken) {
        let (service, ids) = (service, ids)
        let draft = Account.Draft(login: login, name: "Имя Фамилия", level: level, place: place, grants: grants)
        return try await database.write { transaction in
            let (account, invitation) = try service.issue(draft, by: actor, at: Self.now, ids: ids, in: transaction)
            return (account: account, invitation: invitation)
        }
    }

    /// One whose password is ``password``.
    @discardableResult
    func person(_ login: String, _ level: Level, at place: Place, grants: Set<Grant> = []) async throws -> Account {
        let (account, invitation) = try await issue(login, level, at: place, grants: grants)
        _ = try await door.accept(invitation, password: Self.password, at: Self.now)
        return account
    }

    func account(of token: SecretToken, at now: Instant = now) async throws -> Account? {
        let keyring = keyring
        return try await database.read { try SessionStore(keyring: keyring).account(token, at: now, in: $0)?.account }
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { try $0.row("SELECT count(*) AS n FROM \(table)")?["n"] ?? 0 }
    }
}
