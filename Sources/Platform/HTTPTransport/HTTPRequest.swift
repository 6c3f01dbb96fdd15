/// One HTTP call. Urls and bodies may hold secrets, so a request shows nothing but its method and host when it is printed.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// `multipart/form-data`; the boundary and the content type are set by the transport.
        case multipart([Part])
    }

    /// A field of a form; with a `filename` it is a file.
    public struct Part: Hashable, Sendable {
        public let name: String
        public let content: [UInt8]
        public let filename: String?
        public let contentType: String?

        public init(name: String, content: [UInt8], filename: String? = nil, contentType: String? = nil) {
            self.name = name
            self.content = content
            self.filename = filename
            self.contentType = contentType
        }
    }

    public var method: Method
    /// Absolute, `http` or `https`, ASCII, without user and password.
    public var url: String
    /// `Content-Length`, `Transfer-Encoding` and `Expect` belong to the transport and are refused.
    public var headers: [Header]
    public var body: Body
    /// Longest wait for name, connection and TLS together.
    public var connectTimeout: Duration
    /// Longest wait for the whole call, from `send` to the last byte.
    public var totalTimeout: Duration
    /// Bytes of body that are accepted; a longer answer fails with ``HTTPError/tooLarge(host:limit:)``.
    public var responseLimit: Int
    /// At most five hops, never from `https` down to `http`.
    public var followsRedirects: Bool

    public init(
        _ method: Method = .get, _ url: String, headers: [Header] = [], body: Body = .none,
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(30),
        responseLimit: Int = 16 << 20, followsRedirects: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.responseLimit = responseLimit
        self.followsRedirects = followsRedirects
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \((try? Target(of: self).host) ?? "?")" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
