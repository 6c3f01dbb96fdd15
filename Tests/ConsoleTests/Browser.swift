import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

/// What a browser does: keeps cookies, sends forms with the fields that stand in them.
final class Browser {
    struct Page {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: String
        var bytes: [UInt8] = []

        var location: String? { headers[.location] }
        /// The token in the page's forms.
        var formToken: String {
            guard let found = body.firstMatch(of: /name="form_token" value="([0-9a-f]+)"/) else { return "" }
            return String(found.1)
        }
    }

    private let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]
    var language = "ru"
    var token = ""

    init(_ client: any TestClientProtocol) { self.client = client }

    @discardableResult
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Page {
        let page = try await send(path, .get, headers, nil)
        if !page.formToken.isEmpty { token = page.formToken }
        return page
    }

    /// Asks by any method, without a body.
    @discardableResult
    func ask(_ method: HTTPRequest.Method, _ path: String) async throws -> Page { try await send(path, method, [:], nil) }

    /// Sends a form with the token of the page that was seen last, unless another one is given.
    @discardableResult
    func post(
        _ path: String, _ fields: [String: String] = [:], repeated: [(String, String)] = [], token given: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Page {
        var fields = fields
        fields["form_token"] = given ?? token
        let body = (fields.map { ($0.key, $0.value) } + repeated).map { "\($0.0.escapedForQuery)=\($0.1.escapedForQuery)" }.joined(
            separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(path, .post, headers, ByteBuffer(string: body))
    }

    /// Sends a file with the form of the page that was seen last.
    @discardableResult
    func upload(
        _ path: String, _ file: [UInt8], named name: String = "clients.csv", token given: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Page {
        let boundary = "----browser7MA4YWxk"
        var body = Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n\(given ?? token)\r\n".utf8)
        body +=
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n".utf8
        body += file + Array("\r\n--\(boundary)--\r\n".utf8)
        return try await send(path, body: body, type: "multipart/form-data; boundary=\(boundary)", headers)
    }

    /// Sends any body at all.
    @discardableResult
    func send(_ path: String, body: [UInt8], type: String, _ headers: HTTPFields = [:]) async throws -> Page {
        var headers = headers
        headers[.contentType] = type
        return try await send(path, .post, headers, ByteBuffer(bytes: body))
    }

    /// Sends fields of which some come several times.
    @discardableResult
    func post(_ path: String, pairs: [(String, String)]) async throws -> Page {
        let body = ([("form_token", token)] + pairs).map { "\($0.0.escapedForQuery)=\($0.1.escapedForQuery)" }.joined(separator: "&")
        return try await send(path, body: Array(body.utf8), type: "application/x-www-form-urlencoded")
    }

    @discardableResult
    func signIn(_ login: String, _ password: String = World.password, next: String = "/") async throws -> Page {
        try await get("/sign-in")
        let page = try await post("/sign-in", ["login": login, "password": password, "next": next])
        if page.status == .seeOther { try await get("/") }
        return page
    }

    func plant(_ name: String, _ value: String) { cookies[name] = value }

    private func send(_ path: String, _ method: HTTPRequest.Method, _ extra: HTTPFields, _ body: ByteBuffer?) async throws -> Page {
        var headers = extra
        if headers[.acceptLanguage] == nil { headers[.acceptLanguage] = language }
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers, body: body)
        for cookie in response.headers[values: .setCookie] {
            let parts = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let pair = parts.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false), pair.count == 2 else {
                continue
            }
            if parts.contains("Max-Age=0") { cookies[String(pair[0])] = nil } else { cookies[String(pair[0])] = String(pair[1]) }
        }
        return Page(
            status: response.status, headers: response.headers, body: String(buffer: response.body),
            bytes: Array(buffer: response.body))
    }
}

extension World {
    /// Runs the console in this process, without a socket.
    func run(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await Application(router: site.router()).test(.router) { client in try await body(client) }
    }
}
