import CExpat

/// What listens to a part of a workbook. Names come without their prefix.
protocol XMLHandler: AnyObject {
    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(SpreadsheetError)
    func end(_ name: XMLName) throws(SpreadsheetError)
    func text(_ bytes: UnsafeRawBufferPointer) throws(SpreadsheetError)
}

extension XMLHandler {
    func end(_ name: XMLName) throws(SpreadsheetError) {}
    func text(_ bytes: UnsafeRawBufferPointer) throws(SpreadsheetError) {}
}

/// The local name of an element or attribute, valid only within the call that hands it over.
struct XMLName {
    fileprivate let local: UnsafePointer<CChar>

    fileprivate init(_ qualified: UnsafePointer<CChar>) {
        var at = qualified
        var start = qualified
        while at.pointee != 0 {
            at += 1
            if at[-1] == 58 { start = at }  // a colon
        }
        local = start
    }

    /// Cheaper than making a String of each of a million cells.
    static func == (name: XMLName, literal: StaticString) -> Bool {
        literal.withUTF8Buffer { wanted in
            for (index, byte) in wanted.enumerated() where UInt8(bitPattern: name.local[index]) != byte { return false }
            return name.local[wanted.count] == 0
        }
    }

    static func ~= (literal: StaticString, name: XMLName) -> Bool { name == literal }
}

/// The attributes of one element, valid only within the call that hands them over.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// The raw value, ended by a NUL.
    func pointer(_ name: StaticString) -> UnsafePointer<CChar>? {
        guard var at = pairs else { return nil }
        while let key = at[0], let value = at[1] {
            if XMLName(key) == name { return value }
            at += 2
        }
        return nil
    }

    subscript(_ name: StaticString) -> String? { pointer(name).map { String(cString: $0) } }

    func number(_ name: StaticString) -> Int? { self[name].flatMap { Int($0) } }

    /// An XML Schema boolean; absent is false.
    func truth(_ name: StaticString) -> Bool { self[name].map { $0 == "1" || $0 == "true" || $0 == "on" } ?? false }
}

/// Feeds one part through expat. Not Sendable; ends at the first error of expat, of the handler, or of the guards here.
final class XMLScanner {
    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let part: String
    private var depth = 0
    private var fed = 0
    private var failure: SpreadsheetError?

    /// SpreadsheetML nests a dozen deep; expat keeps memory for every open element.
    private static let deepest = 64
    /// A tag that expat must hold whole before it can hand it over: its scan starts anew with each piece.
    private static let longestTag = 1 << 18

    init(part: String, handler: any XMLHandler) throws(SpreadsheetError) {
        guard let parser = XML_ParserCreate(nil) else { throw .broken(part: part, row: nil) }
        (self.parser, self.handler, self.part) = (parser, handler, part)
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let name else { return }
                XMLScanner.from(data)?.start(XMLName(name), XMLAttributes(pairs: attributes))
            },
            { data, name in
                guard let name else { return }
                XMLScanner.from(data)?.end(XMLName(name))
            })
        XML_SetCharacterDataHandler(parser) { data, text, length in
            XMLScanner.from(data)?.text(UnsafeRawBufferPointer(start: text, count: Int(length)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLScanner.from(data)?.doctype() }
    }

    deinit { XML_ParserFree(parser) }

    func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(SpreadsheetError) {
        let status = XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
        if let failure { throw failure }
        guard status == XML_STATUS_OK else { throw .broken(part: part, row: nil) }
        fed += bytes.count
        guard isLast || fed - Int(XML_GetCurrentByteIndex(parser)) <= Self.longestTag else { throw .broken(part: part, row: nil) }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLScanner? {
        data.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
    }

    private func start(_ name: XMLName, _ attributes: XMLAttributes) {
        depth += 1
        run { () throws(SpreadsheetError) in
            guard depth <= Self.deepest else { throw .broken(part: part, row: nil) }
            try handler.start(name, attributes)
        }
    }

    private func end(_ name: XMLName) {
        depth -= 1
        run { () throws(SpreadsheetError) in try handler.end(name) }
    }

    private func text(_ bytes: UnsafeRawBufferPointer) { run { () throws(SpreadsheetError) in try handler.text(bytes) } }

    private func doctype() { run { () throws(SpreadsheetError) in throw .documentType(part: part) } }

    /// expat may still call after it was stopped: nothing is heard after the first failure.
    private func run(_ act: () throws(SpreadsheetError) -> Void) {
        guard failure == nil else { return }
        do { try act() } catch {
            failure = error
            _ = XML_StopParser(parser, XML_Bool(0))
        }
    }
}

extension ZipArchive {
    /// Runs a whole part through a handler. Answers whether there is such a part.
    @discardableResult
    func scan(_ part: String, _ handler: any XMLHandler) throws(SpreadsheetError) -> Bool {
        guard let file = try open(part) else { return false }
        let scanner = try XMLScanner(part: part, handler: handler)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = try file.read(into: buffer)
            try scanner.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), isLast: count == 0)
            if count == 0 { return true }
        }
    }
}
