import Accounts

/// Somebody signed in: what a browser would send.
struct SignedIn: Sendable {
    let level: Level
    let cookie: String
    let formToken: String

    /// By the door, as people come.
    init(_ level: Level, login: String, port: Int) throws(ConsoleBenchmarkError) {
        let browser = try Loopback(port: port)
        let door = try browser.get("/sign-in", cookie: "")
        guard let form = door.cookies["cactubase_form"], let token = Self.token(in: door.text) else { throw .notSignedIn(login: login) }
        let fields = ["login": login, "password": BenchmarkGroup.password, "form_token": token, "next": "%2F"]
        let entered = try browser.post("/sign-in", cookie: "cactubase_form=\(form)", form: fields)
        guard entered.status == 303, let session = entered.cookies["cactubase_session"] else { throw .notSignedIn(login: login) }
        (self.level, cookie) = (level, "cactubase_session=\(session)")
        guard let own = Self.token(in: try browser.get("/", cookie: cookie).text) else { throw .notSignedIn(login: login) }
        formToken = own
    }

    private static func token(in page: String) -> String? {
        page.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/).map { String($0.1) }
    }
}
