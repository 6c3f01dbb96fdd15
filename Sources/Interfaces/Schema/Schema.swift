import Accounts
import Catalogue
import Clients
import Consents
import CustomerBot
import Database
import Group
import Jobs
import Leads
import Loyalty
import Offers
import Recommendations

/// The whole schema, in the one order in which every process applies it: a room may refer to tables of the rooms before it. It is a room of its own so
/// that tests of pages and of the demo stand on the very tables that people have.
///
/// New migrations are appended at the end, never between: a database remembers the order.
public enum Schema {
    public static let all: [Migration] =
        versionOne + CatalogueSchema.versions + ClientsSchema.needs + RecommendationsSchema.candidateScan + LeadsSchema.thresholds
        + RecommendationsSchema.contests + ClientsSchema.feed + RecommendationsSchema.feedPositions + RecommendationsSchema.behindResults
        + RecommendationsSchema.ratingPool + AccountsSchema.migrations + LeadsSchema.holders + GroupSchema.crmLinks + LeadsSchema.contacts
        + LeadsSchema.escalation + ClientsSchema.sends
        + RecommendationsSchema.trainings + JobsSchema.timers + GroupSchema.campaigns + GroupSchema.auditIndexes + OffersSchema.queue
        + LeadsSchema.news + LeadsSchema.filters + LeadsSchema.lists + ClientsSchema.lists + ClientsSchema.takeBacks + OffersSchema.clients
        + ClientsSchema.forgotten + ClientsSchema.forgottenOfSends + LeadsSchema.endings

    /// As it was released; frozen word for word.
    public static let versionOne: [Migration] =
        JobsSchema.migrations + GroupSchema.migrations + CatalogueSchema.migrations + ConsentsSchema.migrations + ClientsSchema.migrations
        + RecommendationsSchema.migrations + LoyaltySchema.migrations + OffersSchema.migrations + LeadsSchema.migrations
        + CustomerBotSchema.migrations
}
