import Accounts
import Database
import Group
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct CRMLinkPageTests {
    /// The client's own company looks it up; founders and partners' people have no account in that CRM.
    @Test func theLinkIsForOnesOwnClients() async throws {
        let world = try await World()
        try await world.sales()
        try await world.person("boss", .founder, at: .group)
        try await world.database.write { transaction in
            for id in [World.bank, World.hotel] {
                guard var company = try CompanyStore().company(id, in: transaction) else { continue }
                company.crmLink = CRMLink("https://crm\(id.rawValue).example.ru/client/{id}")
                try CompanyStore().save(company, in: transaction)
            }
        }
        let (own, partners) = (try await world.lead("10/01\"", from: World.bank), try await world.lead("guest"))
        try await world.run { client in
            let (sales, boss) = (Browser(client), Browser(client))
            try await sales.signIn("sales")
            try await boss.signIn("boss")
            #expect(try await sales.get("/leads/\(own.number.text)").body.contains("href=\"https://crm1.example.ru/client/10%2F01%22\""))
            #expect(try await !sales.get("/leads/\(partners.number.text)").body.contains("crm2.example.ru"))
            #expect(try await !boss.get("/leads/\(own.number.text)").body.contains("crm1.example.ru"))
        }
    }
}
