import Accounts
import Database
import Group
import Testing
import Vocabulary

@testable import Leads

/// What lists, counts and charts cost: with a hundred thousand leads a page has 50 ms, so nothing may visit the whole table or sort what it
/// does not show.
@Suite struct QueryPlanTests {
    /// The plan's steps, for a person at each place of the tree.
    private func plans(_ sql: @escaping @Sendable (inout LeadConditions, Account) -> String) async throws -> [(Level, [String])] {
        let world = try await World()
        let places: [(Level, Place)] = [
            (.founder, .group), (.partner, .company(World.bank)), (.department, .unit(World.retail, of: World.bank)),
            (.unit, .unit(World.north, of: World.bank)), (.sales, .unit(World.north, of: World.bank)),
        ]
        var plans: [(Level, [String])] = []
        for (level, place) in places {
            let account = try await world.person("who-\(level.name)", level, at: place)
            plans.append(
                (
                    level,
                    try await world.database.read { transaction in
                        var conditions = try LeadConditions(account, in: transaction)
                        let text = sql(&conditions, account)
                        return try transaction.rows("EXPLAIN QUERY PLAN " + text, conditions.arguments)
                            .map { row -> String in try row["detail"] }
                    }
                ))
        }
        return plans
    }

    static let statuses: [LeadQuery.Status] =
        [.open, .all, .late(before: World.start)] + LeadStage.allCases.map { .stage($0) }

    @Test(arguments: [LeadQuery.Order.created, .changed, .rating], statuses)
    func aPageIsReadOffTheIndexOfItsOrder(_ order: LeadQuery.Order, _ status: LeadQuery.Status) async throws {
        let plans = try await plans { conditions, account in
            var query = LeadQuery()
            (query.order, query.status) = (order, status)
            return LeadList.page(of: query, limit: LeadQuery.size, walk: &conditions, for: account)
        }
        for (level, steps) in plans {
            let walk = steps.first { $0.contains("lead_") } ?? ""
            #expect(walk.contains("COVERING INDEX"), "\(level): \(steps)")
            #expect(!steps.contains { $0.hasPrefix("SCAN lead") && !$0.contains("COVERING") }, "\(level): \(steps)")
            // Within the page, which is materialised first, nothing is sorted: the only sorting left is of its 25 rows. For the group, what is late
            // comes by stages, and is little.
            let sorts = if case .late = status, level == .founder { 2 } else { 1 }
            #expect(steps.count { $0.contains("TEMP B-TREE") } <= sorts, "\(level): \(steps)")
        }
    }

    @Test(arguments: statuses) func aCountNeverVisitsTheTable(_ status: LeadQuery.Status) async throws {
        let plans = try await plans { conditions, account in
            var query = LeadQuery()
            query.status = status
            conditions.add(query, for: account, isWalk: false)
            return "SELECT count(*) AS n FROM lead WHERE \(conditions.sql)"
        }
        for (level, steps) in plans { #expect(steps.allSatisfy { $0.contains("COVERING INDEX") }, "\(level): \(steps)") }
    }

    /// One's own leads are few among the company's: sorting them is nothing, going through all others is not.
    @Test func onesOwnLeadsAreReadByTheirHolder() async throws {
        let plans = try await plans { conditions, account in
            var query = LeadQuery()
            (query.order, query.holder, query.ascending) = (.urgent, .mine, true)
            return LeadList.page(of: query, limit: 5, walk: &conditions, for: account)
        }
        for (level, steps) in plans { #expect(steps.contains { $0.contains("lead_") && $0.contains("holder=?") }, "\(level): \(steps)") }
    }

    /// However many leads there are, what is searched for is read off the indexes of numbers and ids.
    @Test func whatIsTypedIsFoundByIndexes() async throws {
        let plans = try await plans { conditions, account in
            var query = LeadQuery()
            query.text = .init(reference: "eyes", wholeReference: "eyes", number: "EYES")
            return LeadList.page(of: query, limit: LeadQuery.size, walk: &conditions, for: account)
        }
        for (level, steps) in plans {
            #expect(!steps.contains { $0.hasPrefix("SCAN") && !$0.contains("COVERING") && !$0.contains("page") }, "\(level): \(steps)")
            #expect(steps.contains { $0.hasPrefix("SEARCH numbered") && $0.contains("number>? AND number<?") }, "\(level): \(steps)")
            let clients = steps.filter { $0.hasPrefix("SEARCH client") }
            #expect(!clients.isEmpty && clients.allSatisfy { $0.contains("company_id=? AND reference") }, "\(level): \(steps)")
            #expect(steps.filter { $0.contains(" owned ") }.allSatisfy { $0.contains("lead_by_client") }, "\(level): \(steps)")
        }
    }
}
