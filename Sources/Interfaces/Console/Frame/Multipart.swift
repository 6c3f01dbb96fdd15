import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// A form with a file (`multipart/form-data`, RFC 7578), as browsers send it. Whatever deviates is refused as a whole.
struct MultipartForm: Sendable {
    struct File: Sendable {
        /// As the browser named it: never stored, never logged.
        let name: String
        let bytes: [UInt8]
    }

    private(set) var fields: [String: String] = [:]
    private(set) var file: File?

    /// How much one form may hold.
    struct Limits: Sendable {
        var fileBytes = 20 << 20
        /// All that is not the file.
        var otherBytes = 64 << 10
        var parts = 16
        var headerBytes = 2 << 10
    }

    /// - Throws: 415 for another kind of body, 413 for one that is too long, after it was read to its end, so that the browser hears of it.
    init(_ request: Request, _ limits: Limits = Limits()) async throws {
        guard let boundary = Self.boundary(request.headers[.contentType] ?? "") else { throw HTTPError(.unsupportedMediaType) }
        let most = limits.fileBytes + limits.otherBytes
        var body: [UInt8] = []
        if let declared = request.headers[.contentLength].flatMap(Int.init), declared <= most { body.reserveCapacity(declared) }
        var length = 0
        for try await piece in request.body {
            length += piece.readableBytes
            // Read on, keeping nothing: a browser that is cut off in the middle shows its own error and not our words.
            if length <= most { body.append(contentsOf: piece.readableBytesView) } else { body = [] }
        }
        guard length <= most else { throw HTTPError(.contentTooLarge) }
        guard let form = Self(body, boundary: boundary, limits) else { throw HTTPError(.badRequest) }
        self = form
    }

    /// Nil when the body is not exactly what the format says.
    init?(_ body: [UInt8], boundary: String, _ limits: Limits = Limits()) {
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter stands at the very beginning; nothing of ours comes before it.
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var place = delimiter.count - 2
        var count = 0
        while true {
            let rest = body[place...]
            if rest.starts(with: [45, 45]) {
                // `--` and nothing but an end of line behind it.
                let tail = rest.dropFirst(2)
                guard tail.isEmpty || tail.elementsEqual([13, 10]) else { return nil }
                return
            }
            guard rest.starts(with: [13, 10]), count < limits.parts else { return nil }
            count += 1
            place += 2
            guard let headerEnd = Self.find([13, 10, 13, 10], in: body, from: place, to: min(body.count, place + limits.headerBytes)),
                let end = Self.find(delimiter, in: body, from: headerEnd + 2, to: body.count),
                let header = Header(body[place..<headerEnd])
            else { return nil }
            let content = headerEnd + 4
            // A part without content has its delimiter right behind the empty line.
            let bytes = content <= end ? body[content..<end] : []
            place = end + delimiter.count
            if let name = header.fileName {
                guard file == nil, bytes.count <= limits.fileBytes else { return nil }
                file = File(name: name, bytes: Array(bytes))
            } else {
                guard fields[header.name] == nil, bytes.count <= limits.otherBytes, !bytes.contains(0),
                    let text = String(validating: bytes, as: UTF8.self)
                else { return nil }
                fields[header.name] = text
            }
        }
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The boundary that the type names: 1 to 70 of the characters that RFC 2046 allows without quotes.
    static func boundary(_ type: String) -> String? {
        let parts = type.split(separator: ";").map { String($0).trimmingSpaces }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        let named = parts.dropFirst().filter { $0.lowercased().hasPrefix("boundary=") }
        guard named.count == 1, var boundary = named.first?.dropFirst(9) else { return nil }
        if boundary.count >= 2, boundary.hasPrefix("\""), boundary.hasSuffix("\"") { boundary = boundary.dropFirst().dropLast() }
        let allowed = "'()+_,-./:=?".utf8
        let isClean = boundary.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || allowed.contains(byte)
        }
        return isClean && (1...70).contains(boundary.utf8.count) ? String(boundary) : nil
    }

    private static func find(_ needle: [UInt8], in body: [UInt8], from: Int, to end: Int) -> Int? {
        guard from + needle.count <= end else { return nil }
        return body.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let first = needle.first else { return nil }
            var place = from
            while place + needle.count <= end,
                let found = memchr(base + place, Int32(first), end - needle.count + 1 - place)
            {
                place = base.distance(to: UnsafeRawPointer(found))
                if memcmp(base + place, needle, needle.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }

    /// The head of a part: of interest are the field's name and, for a file, the file's.
    private struct Header {
        let name: String
        var fileName: String?

        init?(_ bytes: ArraySlice<UInt8>) {
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
            let marked = lines.filter { $0.lowercased().hasPrefix("content-disposition:") }
            guard marked.count == 1, let line = marked.first, !text.utf8.contains(0) else { return nil }
            guard let value = line.split(separator: ":", maxSplits: 1).last.map({ String($0).trimmingSpaces }),
                value.hasPrefix("form-data;"), let name = Self.parameter("name", in: value), (1...64).contains(name.count)
            else { return nil }
            self.name = name
            fileName = Self.parameter("filename", in: value)
        }

        /// `; name="…"`; browsers write a quote in it as %22.
        private static func parameter(_ name: String, in value: String) -> String? {
            guard let opening = value.firstRange(of: "; \(name)=\"") else { return nil }
            let rest = value[opening.upperBound...]
            guard let closing = rest.firstIndex(of: "\"") else { return nil }
            return String(rest[..<closing])
        }
    }
}
