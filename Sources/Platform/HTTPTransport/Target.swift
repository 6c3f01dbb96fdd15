import CCurl

/// Where a request goes, after everything in it that could change the meaning of another line was refused.
struct Target: Sendable {
    let host: String
    let isSecure: Bool

    /// Checks url, headers and parts. What passes here cannot smuggle a line into the request.
    init(of request: HTTPRequest) throws(HTTPError) {
        (host, isSecure) = try Self.address(request.url)
        for header in request.headers {
            guard Self.isToken(header.name), Self.isPlain(header.value), !Self.reserved.contains(header.name.lowercased()) else {
                throw .malformed(.header)
            }
        }
        switch request.body {
        case .none: break
        case .bytes: if request.method == .get || request.method == .head { throw .malformed(.body) }
        case .multipart(let parts):
            guard request.method == .post else { throw .malformed(.body) }
            let texts = parts.flatMap { [$0.name, $0.filename, $0.contentType] }.compactMap(\.self)
            guard texts.allSatisfy(Self.isPlain) else { throw .malformed(.part) }
        }
    }

    /// A local address is never reached through a proxy, whatever the environment says.
    var isLocal: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }

    private static let reserved: Set<String> = ["content-length", "transfer-encoding", "expect"]

    private static func address(_ url: String) throws(HTTPError) -> (host: String, isSecure: Bool) {
        // libcurl's own parser, so that no two readings of one url can differ.
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let handle = curl_url() else { throw .malformed(.url) }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME, of: handle), scheme == "http" || scheme == "https",
            let host = part(CURLUPART_HOST, of: handle), !host.isEmpty
        else { throw .malformed(.url) }
        return (host.lowercased(), scheme == "https")
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// RFC 9110, 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// No control characters: RFC 9110, 5.5.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 == 9 || $0 >= 0x20 && $0 != 0x7F } }
}
