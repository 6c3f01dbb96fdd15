import Accounts
import Catalogue
import Clients
import Consents
import Database
import Group
import Leads
import Loyalty
import Offers
import Recommendations
import Schema
import Sealing
import Testing
import Vocabulary

@testable import DemoWorld

@Suite struct DemoWorldTests {
    static let now = Instant(seconds: 1_800_000_000)
    static let keyring: Keyring = {
        guard let root = try? RootSecret(base64: String(repeating: "A", count: 43) + "=") else { preconditionFailure("32 zero bytes") }
        return Keyring(root: root)
    }()

    static func made(seed: UInt64 = 7, now: Instant = now) async throws -> Database {
        let database = try Database.open(.memory)
        try await database.migrate(Schema.all, at: now)
        let world = try DemoWorld(seed: seed, now: now)
        try await database.write { try world.write(keyring: keyring, in: $0) }
        return database
    }

    /// A world to look at, made once for all tests.
    static let shown = Task { try await made(seed: 7) }

    static func int(_ sql: String, in database: Database) async throws -> Int {
        try await database.read { try $0.row(sql)?["n"] ?? -1 }
    }

    /// Every value of every table that the world fills, in order.
    static func dump(_ database: Database) async throws -> [String] {
        let tables = [
            "company", "setting", "audit", "service", "service_alias", "need", "service_link", "client", "attestation", "card",
            "interaction",
            "client_phone", "earning_rule", "offer_text", "offer_terms", "sales_record",
        ]
        return try await database.read { transaction in
            var lines: [String] = []
            for table in tables {
                var rows: [String] = []
                try transaction.each("SELECT * FROM \(table)") { rows.append("\(table) \($0)") }
                lines += rows.sorted()
            }
            return lines
        }
    }

    @Test func theSameSeedMakesTheSameWorld() async throws {
        let world = try await Self.dump(Self.shown.value)
        #expect(world.count > 8000)
        #expect(try await Self.dump(Self.made(seed: 7)) == world)
        let other = try await Self.dump(Self.made(seed: 8))
        #expect(Set(world).intersection(other).count < world.count / 4)
        #expect(try DemoWorld(seed: 7, now: Self.now).people != DemoWorld(seed: 8, now: Self.now).people)
    }

    @Test func thePeopleAreFoundAgainLater() async throws {
        let later = Self.now + .days(3)
        #expect(try DemoWorld(seed: 7, now: Self.now).people == DemoWorld(seed: 7, now: later).people)
        let database = try await Self.made(seed: 18_446_744_073_709_551_615)
        #expect(try await database.read { try DemoWorld.seed(of: $0) } == .max)
        let empty = try Database.open(.memory)
        try await empty.migrate(Schema.all, at: Self.now)
        #expect(try await empty.read { try DemoWorld.seed(of: $0) } == nil)
    }

    @Test(arguments: [0, 1, 7, 42, 2_026, UInt64.max])
    func everySeedMakesABelievablePast(_ seed: UInt64) async throws {
        let database = try await seed == 7 ? Self.shown.value : Self.made(seed: seed)
        #expect((380...430).contains(try await Self.int("SELECT count(*) AS n FROM client", in: database)))
        let offers = try await Self.int("SELECT count(*) AS n FROM interaction WHERE source = 'offer'", in: database)
        let accepted = try await Self.int("SELECT count(*) AS n FROM interaction WHERE source = 'offer' AND value = 1", in: database)
        #expect((5000...7000).contains(offers))
        #expect((0.1...0.2).contains(Double(accepted) / Double(offers)), "accepted \(accepted) of \(offers)")
        #expect(
            try await Self.int(
                "SELECT count(*) AS n FROM interaction WHERE source = 'offer' AND (propensity IS NULL OR propensity <= 0 OR propensity > 1)",
                in: database)
                == 0)
        #expect(try await Self.int("SELECT count(*) AS n FROM interaction WHERE at > \(Self.now.milliseconds)", in: database) == 0)
        let latest = try await Self.int("SELECT max(at) AS n FROM interaction WHERE source = 'offer'", in: database)
        #expect(latest > Int((Self.now - .days(4)).milliseconds))
        #expect((40...80).contains(try await Self.int("SELECT count(*) AS n FROM card WHERE stage = 'pending'", in: database)))
        #expect(try await Self.int("SELECT count(*) AS n FROM sales_record WHERE won > leads OR leads < 10", in: database) == 0)
        #expect(try await Self.int("SELECT count(*) AS n FROM client WHERE age < 18 OR age > 90", in: database) == 0)
    }
}
