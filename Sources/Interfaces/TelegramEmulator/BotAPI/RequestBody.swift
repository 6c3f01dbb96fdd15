import Foundation

extension Parameters {
    /// Reads the query and the body of a request by its content type.
    init(query: String?, contentType: String?, body: [UInt8]) throws(Refusal) {
        if let query { readForm(query) }
        let type = (contentType ?? "").lowercased()
        if type.hasPrefix("application/json") {
            guard !body.isEmpty else { return }
            guard let object = JSON(parsing: body)?.object else { throw .badRequest("can't parse JSON object") }
            values.merge(object) { _, new in new }
        } else if type.hasPrefix("multipart/form-data") {
            guard let boundary = Self.attribute("boundary", in: contentType ?? "") else {
                throw .badRequest("boundary is missing in the Content-Type")
            }
            try readMultipart(body, boundary: boundary)
        } else if type.isEmpty || type.hasPrefix("application/x-www-form-urlencoded") {
            readForm(String(decoding: body, as: UTF8.self))
        } else {
            throw .badRequest("unsupported Content-Type")
        }
    }

    private mutating func readForm(_ text: String) {
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { half in
                String(half).replacing("+", with: " ").removingPercentEncoding ?? String(half)
            }
            guard let name = halves.first, !name.isEmpty else { continue }
            values[name] = .string(halves.count > 1 ? halves[1] : "")
        }
    }

    private mutating func readMultipart(_ body: [UInt8], boundary: String) throws(Refusal) {
        let data = Data(body)
        let delimiter = Data("--\(boundary)".utf8)
        guard var place = data.range(of: delimiter)?.upperBound else { throw .badRequest("can't parse multipart body") }
        while let next = data.range(of: delimiter, in: place..<data.endIndex) {
            // A part is CRLF, headers, an empty line, its bytes and CRLF.
            let part = data[place..<next.lowerBound]
            guard let blank = part.range(of: Data("\r\n\r\n".utf8)), part.count >= 4 else {
                throw .badRequest("can't parse multipart body")
            }
            let headers = String(decoding: part[..<blank.lowerBound], as: UTF8.self)
            let content = part[blank.upperBound...].dropLast(2)
            let disposition = headers.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") }
            guard let name = disposition.flatMap({ Self.attribute("name", in: String($0)) }) else {
                throw .badRequest("can't parse multipart body")
            }
            if let filename = disposition.flatMap({ Self.attribute("filename", in: String($0)) }) {
                uploads[name] = Upload(filename: filename, bytes: Array(content))
            } else {
                values[name] = .string(String(decoding: content, as: UTF8.self))
            }
            place = next.upperBound
        }
        guard data[place...].starts(with: Data("--".utf8)) else { throw .badRequest("can't parse multipart body") }
    }

    /// `name="value"` or `name=value` in a header.
    private static func attribute(_ name: String, in header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let halves = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard halves.count == 2, halves[0].lowercased() == name else { continue }
            return halves[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        }
        return nil
    }
}
