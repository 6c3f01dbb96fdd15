import Database
import Group
import Testing
import Vocabulary

@Suite struct CRMLinkTests {
    @Test(arguments: [
        "https://crm.example.ru/client/{id}", "https://crm.example.ru:8443/#/people/{id}/card", "https://crm.example.ru/?q={id}&tab=1",
    ]) func addressesWithOnePlaceForAnIDAreTaken(template: String) {
        #expect(CRMLink(template)?.template == template)
    }

    @Test(arguments: [
        "", "http://crm.example.ru/{id}", "javascript:alert('{id}')", "https://crm.example.ru/", "https://{id}.example.ru/", "https://{id}",
        "https://crm.example.ru/{id}/{id}", "https://user:x@crm.example.ru/{id}", "https://crm/{id}", "https://crm.example.ru/ {id}",
        "https://crm.example.ru/{id}\"onclick=", "https://црм.рф/{id}",
        "https://crm.example.ru/" + String(repeating: "a", count: 300) + "{id}",
    ]) func anythingElseIsRefused(template: String) { #expect(CRMLink(template) == nil) }

    @Test func anIDStaysOnePartOfTheAddress() throws {
        let link = try #require(CRMLink("https://crm.example.ru/client/{id}"))
        #expect(link.address(of: "1001") == "https://crm.example.ru/client/1001")
        #expect(link.address(of: "../a?b#c\"<Ж") == "https://crm.example.ru/client/%2E%2E%2Fa%3Fb%23c%22%3C%D0%96")
    }

    @Test func theCompanyKeepsIt() async throws {
        let database = try Database.open(.memory)
        try await database.migrate(GroupSchema.migrations + GroupSchema.crmLinks, at: Instant(seconds: 0))
        let saved = try await database.write { transaction in
            var company = GroupTests.dealer
            company.crmLink = CRMLink("https://crm.example.ru/{id}")
            try CompanyStore().save(company, in: transaction)
            return try CompanyStore().company(company.id, in: transaction)
        }
        #expect(saved?.crmLink?.template == "https://crm.example.ru/{id}")
    }
}
