import HTTPTypes

extension HTTPField.Name {
    /// Of requests that a page makes by itself.
    static let xLive = known("X-Live")
    static let secFetchSite = known("Sec-Fetch-Site")
    static let forwardedFor = known("X-Forwarded-For")
    static let referrerPolicy = known("Referrer-Policy")
    static let frameOptions = known("X-Frame-Options")
    static let permissionsPolicy = known("Permissions-Policy")
    static let refresh = known("Refresh")
    static let openerPolicy = known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = known("Cross-Origin-Resource-Policy")

    private static func known(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("a constant of ours is no header's name") }
        return name
    }
}
