import Foundation

/// Links as Telegram takes them: http, https, tg and ton; a bare host means http.
enum WebAddress {
    enum Problem: Error, Sendable {
        case wrong, protocolUnsupported, hostEmpty
        var words: String {
            switch self {
            case .wrong: "Wrong HTTP URL"
            case .protocolUnsupported: "Unsupported URL protocol"
            case .hostEmpty: "URL host is empty"
            }
        }
    }

    /// The address with its scheme, host in lower case and a path, or why it is none.
    static func check(_ text: String) -> Result<String, Problem> {
        guard !text.isEmpty else { return .failure(.hostEmpty) }
        var rest = text
        var scheme = "http"
        if let separator = text.range(of: "://") {
            scheme = text[..<separator.lowerBound].lowercased()
            rest = String(text[separator.upperBound...])
            if scheme == "tg" || scheme == "ton" { return rest.isEmpty ? .failure(.wrong) : .success("\(scheme)://\(rest)") }
            guard scheme == "http" || scheme == "https" else { return .failure(.protocolUnsupported) }
        } else if let colon = text.firstIndex(of: ":"),
            ["javascript", "data", "mailto", "tel", "file"].contains(text[..<colon].lowercased())
        {
            return .failure(.protocolUnsupported)
        }
        let hostEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let host = rest[..<hostEnd].lowercased()
        let tail = rest[hostEnd...]
        guard !host.isEmpty else { return .failure(.hostEmpty) }
        let name = host.split(separator: "@").last.map(String.init) ?? host
        let domain = name.split(separator: ":").first.map(String.init) ?? name
        let isLocal = domain == "localhost"
        guard isLocal || (domain.contains(".") && !domain.hasPrefix(".") && !domain.hasSuffix(".")) else { return .failure(.wrong) }
        guard !rest.contains(where: { $0.isWhitespace || $0 == "<" || $0 == "\"" }) || tail.contains("<") else { return .failure(.wrong) }
        guard domain.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else { return .failure(.wrong) }
        return .success("\(scheme)://\(host)" + (tail.hasPrefix("/") ? "" : "/") + tail)
    }
}
