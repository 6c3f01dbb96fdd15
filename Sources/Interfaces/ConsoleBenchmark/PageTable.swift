import Accounts

/// The pages that are measured: one row each. A row is asked for by a person of that level; `{…}` is filled in anew for each request.
struct PageRow: Sendable {
    enum Ask: Sendable {
        case get(String)
        /// Sends the form to that address with these fields.
        case act(String, [String: String])
    }

    let name: String
    let level: Level
    let ask: Ask

    init(_ name: String, _ level: Level, _ path: String) { (self.name, self.level, ask) = (name, level, .get(path)) }
    init(_ name: String, _ level: Level, act path: String, _ fields: [String: String] = [:]) {
        (self.name, self.level, ask) = (name, level, .act(path, fields))
    }

    func needs(_ sample: String) -> Bool {
        switch ask {
        case .get(let path), .act(let path, _): path.contains(sample)
        }
    }

    /// Filled in: `{lead}` a lead within the person's sight, `{free}` one that nobody took and that was not used before, `{own}` one that this
    /// salesperson works on, `{number}` a number as people type it, `{client}` a client's id, `{card}` the address of its card, `{send}` a file that
    /// was sent, `{export}` the address of a long file, `{service}` a service, `{company}` a company, `{rating}` a threshold, `{page}` any page of the list.
    static let all: [PageRow] = work + clients + group

    /// Leads, staff, and what is done about a lead.
    private static let work: [PageRow] = [
        PageRow("sign-in page", .sales, "/sign-in"),
        PageRow("home", .founder, "/"),
        PageRow("home", .partner, "/"),
        PageRow("home", .department, "/"),
        PageRow("home", .unit, "/"),
        PageRow("home", .sales, "/"),
        PageRow("leads", .founder, "/leads"),
        PageRow("leads", .partner, "/leads"),
        PageRow("leads", .department, "/leads"),
        PageRow("leads", .unit, "/leads"),
        PageRow("leads", .sales, "/leads"),
        PageRow("leads by rating", .founder, "/leads?sort=rating"),
        PageRow("leads by rating", .sales, "/leads?sort=rating"),
        PageRow("leads by rating, least first", .partner, "/leads?sort=rating&up=1"),
        PageRow("leads by change", .founder, "/leads?sort=changed"),
        PageRow("leads by change, oldest first", .unit, "/leads?sort=changed&up=1"),
        PageRow("all leads", .founder, "/leads?status=all"),
        PageRow("all leads", .partner, "/leads?status=all"),
        PageRow("late leads", .founder, "/leads?status=late&sort=changed&up=1"),
        PageRow("late leads", .sales, "/leads?status=late&sort=changed&up=1"),
        PageRow("won leads", .founder, "/leads?status=won&sort=changed"),
        PageRow("won leads", .partner, "/leads?status=won&sort=changed"),
        PageRow("lost leads by rating", .partner, "/leads?status=lost&sort=rating"),
        PageRow("free leads by rating", .founder, "/leads?who=nobody&sort=rating"),
        PageRow("free leads by rating", .sales, "/leads?who=nobody&sort=rating"),
        PageRow("my leads", .sales, "/leads?who=mine"),
        PageRow("leads of a service", .founder, "/leads?status=all&service={service}"),
        PageRow("leads of a service", .unit, "/leads?status=all&service={service}"),
        PageRow("any page of all leads", .founder, "/leads?status=all&page={page}"),
        PageRow("any page of all leads by rating", .partner, "/leads?status=all&sort=rating&page={page}"),
        PageRow("last page of all leads", .founder, "/leads?status=all&page=1000000"),
        PageRow("search by number", .founder, "/leads?status=all&q={number}"),
        PageRow("search by number", .sales, "/leads?status=all&q={number}"),
        PageRow("search by client's id", .founder, "/leads?status=all&q={client}"),
        PageRow("search by client's id", .partner, "/leads?status=all&q={client}"),
        PageRow("search by a service's name", .founder, "/leads?status=all&q=Service+1"),
        PageRow("search by a service's name", .sales, "/leads?q=Service+1"),
        PageRow("search that finds nothing", .founder, "/leads?status=all&q=nobody"),
        PageRow("a lead", .founder, "/leads/{lead}"),
        PageRow("a lead", .unit, "/leads/{lead}"),
        PageRow("a lead", .sales, "/leads/{own}"),
        PageRow("staff", .founder, "/staff"),
        PageRow("staff", .unit, "/staff"),
        PageRow("take a lead", .sales, act: "/leads/{free}/take"),
        PageRow("contacted", .sales, act: "/leads/{own}/contacted"),
        PageRow("not reached", .sales, act: "/leads/{own}/not-reached"),
    ]

    private static let clients: [PageRow] = [
        PageRow("clients", .founder, "/clients"),
        PageRow("clients", .sales, "/clients"),
        PageRow("clients that are firms, of which there are none", .founder, "/clients?who=legal"),
        PageRow("clients that are firms, of which there are none", .sales, "/clients?who=legal"),
        PageRow("clients by id", .founder, "/clients?q={client}"),
        PageRow("clients by id", .sales, "/clients?q={client}"),
        PageRow("clients by how the id begins", .founder, "/clients?q=K1-1"),
        PageRow("clients by how the id begins", .sales, "/clients?q=K1-1"),
        PageRow("a client", .founder, "/clients/{card}"),
        PageRow("a client", .unit, "/clients/{card}"),
        PageRow("a client", .sales, "/clients/{card}"),
        PageRow("send clients", .founder, "/clients/send"),
        PageRow("send clients", .sales, "/clients/send"),
        PageRow("report of 1,000 rows", .sales, "/clients/sends/{send}"),
        PageRow("taking 1,000 rows back", .sales, "/clients/sends/{send}/take-back"),
        PageRow("one client's form", .unit, "/clients/new"),
        PageRow("requests for contacts", .founder, "/requests"),
        PageRow("requests for contacts", .sales, "/requests"),
    ]

    /// What is sold, the model, and the system.
    private static let group: [PageRow] = [
        PageRow("account", .sales, "/account"),
        PageRow("units", .founder, "/units"),
        PageRow("units", .partner, "/units"),
        PageRow("catalogue", .founder, "/catalogue"),
        PageRow("catalogue", .sales, "/catalogue"),
        PageRow("texts of a service", .founder, "/catalogue/{service}"),
        PageRow("texts of a service", .sales, "/catalogue/{service}"),
        PageRow("facts of a service", .founder, "/catalogue/{service}/facts"),
        PageRow("posters", .founder, "/posters"),
        PageRow("posters of a company", .partner, "/posters/1"),
        PageRow("threshold", .founder, "/model/threshold"),
        PageRow("threshold of a company, any preview", .founder, "/model/threshold?scope=company-{company}&value={rating}"),
        PageRow("versions", .founder, "/model/versions"),
        PageRow("links", .founder, "/model/links"),
        PageRow("proposals of links", .founder, "/model/links/proposals"),
        PageRow("history of links", .founder, "/model/links/history"),
        PageRow("upload of the matrix", .founder, "/model/links/upload"),
        PageRow("needs", .founder, "/model/needs"),
        PageRow("system", .founder, "/system"),
        PageRow("settings", .founder, "/system/settings"),
        PageRow("companies", .founder, "/system/companies"),
        PageRow("a company", .founder, "/system/companies/{company}"),
        PageRow("file of all leads, ready", .founder, "{export}"),
        PageRow("audit", .founder, "/system/audit"),
        PageRow("audit of a person", .founder, "/system/audit?who=bench-sales"),
        PageRow("audit of leads", .founder, "/system/audit?what=lead"),
        PageRow("audit of a kind without entries", .founder, "/system/audit?what=campaign"),
        PageRow("audit of one thing", .founder, "/system/audit?subject=account+bench-sales"),
        PageRow("audit of past days", .founder, "/system/audit?from=2020-01-01&until=2020-12-31"),
        PageRow("ledger", .founder, "/system/ledger"),
    ]
}
