import Clients
import Database
import Sealing
import Testing
import Vocabulary

@Suite struct PersonalLinkTests {
    let links: PersonalLinkStore

    init() throws { links = PersonalLinkStore(keyring: try .fixed) }

    @Test func aLinkWorksOnce() async throws {
        let world = try await World()
        let client = try await world.client("a")
        let (vera, igor): (CustomerID, CustomerID) = (world.ids.id(), world.ids.id())
        try await world.database.write { transaction throws in
            let token = try links.issue(client: client, expires: World.now + .days(30), ids: world.ids, in: transaction)
            #expect(token.count == 16)
            func redeem(_ token: [UInt8], _ customer: CustomerID, after span: Span) throws -> PersonalLinkStore.Redeemed {
                try links.redeem(token, by: customer, at: World.now + span, in: transaction)
            }
            #expect(try redeem(world.ids.bytes(16), vera, after: .days(1)) == .unknown)
            #expect(try redeem(token, vera, after: .days(30)) == .expired)
            #expect(try ClientStore().customer(of: client, in: transaction) == nil)
            #expect(try redeem(token, vera, after: .days(1)) == .linked(client))
            #expect(try redeem(token, igor, after: .days(1)) == .used)
            #expect(try redeem(token, vera, after: .days(40)) == .linked(client))
            #expect(try ClientStore().customer(of: client, in: transaction) == vera)
            let stored = try transaction.rows("SELECT hash FROM personal_link").map { row -> [UInt8] in try row["hash"] }
            #expect(!stored.contains(token))
        }
    }

    @Test func aLinkOfAClientWhomAnotherHoldsIsNotUsedUp() async throws {
        let world = try await World()
        let client = try await world.client("a")
        let (vera, igor): (CustomerID, CustomerID) = (world.ids.id(), world.ids.id())
        try await world.database.write { transaction throws in
            let token = try links.issue(client: client, expires: World.now + .days(30), ids: world.ids, in: transaction)
            try ClientStore().link(customer: igor, client: client, how: .phone, at: World.now, in: transaction)
            #expect(try links.redeem(token, by: vera, at: World.now, in: transaction) == .used)
            try ClientStore().unlink(customer: igor, client: client, in: transaction)
            #expect(try links.redeem(token, by: vera, at: World.now, in: transaction) == .linked(client))
        }
    }
}

extension Keyring {
    /// The same hashes in every run.
    static var fixed: Keyring { get throws { Keyring(root: try RootSecret(base64: String(repeating: "AAAA", count: 12))) } }
}
