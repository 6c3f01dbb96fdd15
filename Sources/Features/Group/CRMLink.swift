/// Where a company's CRM shows a client: an https address with `{id}` in place of the company's own client id.
public struct CRMLink: Hashable, Sendable {
    public static let place = "{id}"
    public static let longest = 300
    public let template: String

    /// Nil unless it is an https address of a host, in plain ASCII, with exactly one `{id}` behind the host: an id must not choose where people go.
    public init?(_ template: String) {
        let parts = template.split(separator: Self.place, omittingEmptySubsequences: false)
        guard template.utf8.count <= Self.longest, parts.count == 2, template.hasPrefix("https://"),
            template.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && !#"<>"\^`|"#.utf8.contains($0) })
        else { return nil }
        let before = parts[0].dropFirst("https://".count)
        guard let slash = before.firstIndex(of: "/") else { return nil }
        let host = before[..<slash]
        guard host.contains("."), host.first != ".", host.utf8.allSatisfy({ Self.isHost($0) }) else { return nil }
        self.template = template
    }

    /// The page of that client. Whatever the id holds, it stays one part of the address.
    public func address(of reference: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~".utf8)
        let escaped = reference.utf8.map { byte in
            unreserved.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return template.replacing(Self.place, with: escaped.joined())
    }

    /// Letters, digits, dots, dashes, and the colon before a port.
    private static func isHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
