/// An answer that arrived whole, whatever its status.
public struct HTTPResponse: Sendable {
    public let status: Int
    /// Of the last response, where redirects were followed.
    public let headers: [HTTPRequest.Header]
    /// Empty after a download that went into a file.
    public let body: [UInt8]

    public init(status: Int, headers: [HTTPRequest.Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The first header of that name, in any letter case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
