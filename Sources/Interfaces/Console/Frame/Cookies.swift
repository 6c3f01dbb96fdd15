import Accounts
import Hummingbird
import Vocabulary

/// The cookies of the console. Scripts cannot read them, other sites cannot make them be sent with a form.
struct Cookies: Sendable {
    static let language = "cactubase_language"
    let isSecure: Bool

    /// With TLS the prefix binds a cookie to this host and to TLS (RFC 6265bis), so that no neighbour can plant one.
    var session: String { isSecure ? "__Host-cactubase_session" : "cactubase_session" }
    /// What forms are tied to before anybody is signed in.
    var form: String { isSecure ? "__Host-cactubase_form" : "cactubase_form" }

    func session(_ token: SecretToken) -> Cookie {
        made(session, token.text, seconds: Int(SessionRule.whole.milliseconds / 1000))
    }
    func form(_ token: SecretToken) -> Cookie { made(form, token.text, seconds: 24 * 3600) }
    func language(_ tag: String) -> Cookie { made(Self.language, tag, seconds: 365 * 24 * 3600) }
    func removed(_ name: String) -> Cookie { made(name, "", seconds: 0) }

    private func made(_ name: String, _ value: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}
