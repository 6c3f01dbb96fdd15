import Foundation

/// A poster to print: an SVG template with places for words and for a QR code.
///
/// A place is written in double braces inside the SVG, with its numbers in the template's units:
///
///     <text text-anchor="middle">{{company x=74 y=22 width=120 height=14 size=9 least=5 lines=2 bold=1}}</text>
///     {{qr x=41 y=80 side=66}}
///
/// A text is set in at most `lines` lines no wider than `width` and together no higher than `height`, at the largest size from `size` down to `least`, and centred
/// in height on `y`; `x` is where the template's text-anchor says. The code fills its square without a quiet zone: the template keeps four modules' width around it free.
public struct Poster: Sendable {
    /// What the places hold.
    public struct Words: Sendable, Hashable {
        public var company: String
        public var headline: String
        /// One sentence: what one gets.
        public var benefit: String
        /// What the code leads to; in small print without its scheme.
        public var link: String

        public init(company: String, headline: String, benefit: String, link: String) {
            (self.company, self.headline, self.benefit, self.link) = (company, headline, benefit, link)
        }

        fileprivate subscript(_ name: Substring) -> String? {
            switch name {
            case "company": company
            case "headline": headline
            case "benefit": benefit
            case "link": link.hasPrefix("https://") ? String(link.dropFirst(8)) : link
            default: nil
            }
        }
    }

    private let template: String

    public init(template: String) { self.template = template }

    /// Reads the template (UTF-8) from a file.
    public init(templateAt path: String) throws(PosterError) {
        do { template = try String(contentsOfFile: path, encoding: .utf8) } catch { throw .templateUnreadable(path: path) }
    }

    /// The poster as an SVG picture. Words are escaped: whatever a company is called, the picture stays well-formed.
    public func svg(_ words: Words) throws(PosterError) -> String {
        let code = try QRCode(words.link, correction: .quartile)
        var filled = ""
        var hasCode = false
        var rest = template[...]
        while let opening = rest.range(of: "{{") {
            filled += rest[..<opening.lowerBound]
            guard let closing = rest[opening.upperBound...].range(of: "}}") else {
                throw .brokenPlaceholder(String(rest[opening.lowerBound...].prefix(40)))
            }
            let place = try Place(rest[opening.upperBound..<closing.lowerBound])
            if place.name == "qr" {
                filled += try place.drawn(code)
                hasCode = true
            } else if let text = words[place.name] {
                filled += try place.set(text)
            } else {
                throw .unknownPlaceholder(String(place.name))
            }
            rest = rest[closing.upperBound...]
        }
        guard hasCode else { throw .templateWithoutCode }
        return filled + rest
    }

    /// The poster as an HTML page that a browser prints on one sheet of A5.
    public func page(_ words: Words) throws(PosterError) -> String {
        var picture = try svg(words)
        // An XML declaration has no place inside HTML.
        if picture.hasPrefix("<?xml"), let end = picture.range(of: "?>") { picture = String(picture[end.upperBound...]) }
        return """
            <!doctype html>
            <html>
            <head>
            <meta charset="utf-8">
            <title>\(XML.escaped(words.company))</title>
            <style>
            @page { size: A5 portrait; margin: 0 }
            html, body { margin: 0; padding: 0; background: #fff }
            svg { display: block; width: 148mm; height: 209.9mm }
            @media screen { html { background: #ddd } body { background: none; padding: 8mm } svg { margin: 0 auto; box-shadow: 0 1mm 5mm #0003 } }
            </style>
            </head>
            <body>\(picture)</body>
            </html>

            """
    }
}

/// One place of a template: a name and its numbers.
private struct Place {
    let name: Substring
    private let source: Substring
    private var numbers: [Substring: Double] = [:]

    init(_ source: Substring) throws(PosterError) {
        self.source = source
        let parts = source.split(whereSeparator: \.isWhitespace)
        guard let name = parts.first else { throw .brokenPlaceholder(String(source)) }
        self.name = name
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let number = Double(pair[1]), number.isFinite else { throw .brokenPlaceholder(String(source)) }
            numbers[pair[0]] = number
        }
    }

    private func number(_ key: Substring) throws(PosterError) -> Double {
        guard let number = numbers[key] else { throw .brokenPlaceholder(String(source)) }
        return number
    }

    private func positive(_ key: Substring) throws(PosterError) -> Double {
        let number = try number(key)
        guard number > 0, number < 10_000 else { throw .brokenPlaceholder(String(source)) }
        return number
    }

    func set(_ text: String) throws(PosterError) -> String {
        let (x, y, largest) = (try number("x"), try number("y"), try positive("size"))
        let fitted = TextFitting(
            text, width: try positive("width"), height: try positive("height"), largest: largest,
            smallest: min(largest, try positive("least")),
            most: Int(try positive("lines")),
            isBold: numbers["bold"] == 1)
        let leading = fitted.size * TextFitting.leading
        // A capital is about 0.72 of the size high: half of it below the middle.
        let first = y - leading * Double(fitted.lines.count - 1) / 2 + fitted.size * 0.36
        return fitted.lines.enumerated().map { index, line in
            let baseline = first + leading * Double(index)
            return
                "<tspan x=\"\(XML.number(x))\" y=\"\(XML.number(baseline))\" font-size=\"\(XML.number(fitted.size))\">\(XML.escaped(line))</tspan>"
        }.joined()
    }

    func drawn(_ code: QRCode) throws(PosterError) -> String {
        let scale = try positive("side") / Double(code.size)
        let place = "translate(\(XML.number(try number("x"))) \(XML.number(try number("y")))) scale(\(scale))"
        return "<path transform=\"\(place)\" fill=\"#000\" shape-rendering=\"crispEdges\" d=\"\(code.path)\"/>"
    }
}

private enum XML {
    static func escaped(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe.append(contentsOf: "&amp;".unicodeScalars)
            case "<": safe.append(contentsOf: "&lt;".unicodeScalars)
            case ">": safe.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": safe.append(contentsOf: "&quot;".unicodeScalars)
            case "'": safe.append(contentsOf: "&#39;".unicodeScalars)
            // What XML cannot hold at all.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": safe.append("\u{FFFD}")
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// Hundredths of a unit are finer than any printer.
    static func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}
