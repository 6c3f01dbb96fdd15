import Foundation

/// The bytes of a field; valid until the next record is read.
typealias FieldBytes = UnsafeBufferPointer<UInt8>

/// Splits a CSV file (RFC 4180: quotes, doubled quotes, line breaks inside quotes; CRLF or LF) into records, in one small buffer however large the
/// file is. It reads instead of mapping: a file that is cut short under a mapping kills the process, and pipes work as well.
struct RecordReader: ~Copyable {
    static let mostColumns = 256
    static let capacity = 1 << 20

    struct Span {
        var start: Int
        var count: Int
        /// Quotes in it are doubled still.
        var isEscaped: Bool
    }

    /// What one attempt to read a record came to.
    private enum Scan { case record, blank, more, end, unclosedQuote, tooManyColumns }

    let file: DataFile
    /// Bytes in the file; 0 when it does not say.
    private let size: Int
    private let descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private let spans: UnsafeMutablePointer<Span>
    private(set) var fieldCount = 0
    /// Fields of this record have doubled quotes, or text behind a closing quote.
    private var hasEscapes = false
    private(set) var strayField: Int?
    /// Of the record's first byte, from 1.
    private(set) var line = 1
    private var nextLine = 1
    private var start = 0
    private var at = 0
    private var end = 0
    private var taken = 0
    private var isComplete = false
    /// The buffer holds neither NUL nor anything beyond ASCII, so records need no check.
    private var isPlain = true

    init(_ file: DataFile) throws(DataFileError) {
        self.file = file
        descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            let code = errno
            throw .file(file, code == ENOENT || code == ENOTDIR ? .missing : code == EACCES ? .notAllowed : .unreadable(systemWord(code)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .file(file, .unreadable(systemWord(code)))
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .file(file, .folder)
        }
        size = Int(status.st_size)
        // One byte more for the sentinel behind the last record.
        buffer = .allocate(capacity: Self.capacity + 1)
        spans = .allocate(capacity: Self.mostColumns)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
        spans.deallocate()
    }

    /// How much of the file has been read, 0…1.
    var share: Double { size > 0 ? min(1, Double(taken - end + at) / Double(size)) : 0 }

    /// About how many records the whole file has, judged by those read.
    func expected(from records: Int) -> Int {
        let read = taken - end + at
        return read > 0 && size > 0 ? Int(Double(records) * Double(size) / Double(read)) : 0
    }

    /// Goes to the next record that is not blank; false at the end of the file.
    mutating func next() throws(DataFileError) -> Bool {
        while true {
            switch scan() {
            case .record: return true
            case .blank: continue
            case .end: return false
            case .more: try refill()
            case .unclosedQuote: throw .file(file, line: line, .unclosedQuote)
            case .tooManyColumns: throw .file(file, line: line, .tooManyColumns(most: Self.mostColumns))
            }
        }
    }

    /// The n-th field of the record, without its quotes.
    mutating func field(_ index: Int) -> FieldBytes {
        let span = spans[index]
        if span.isEscaped { unescape(index) }
        return FieldBytes(start: buffer + spans[index].start, count: spans[index].count)
    }

    /// The line that a field begins in.
    func line(of field: Int) -> Int {
        var lines = line
        for place in start..<spans[field].start where buffer[place] == Byte.lineFeed { lines += 1 }
        return lines
    }

    /// The whole record as it stands in the file.
    var record: FieldBytes { FieldBytes(start: buffer + start, count: at - start) }
    var needsCheck: Bool { !isPlain }

    func span(of field: Int) -> Range<Int> { spans[field].start - start..<spans[field].start - start + spans[field].count }

    private mutating func scan() -> Scan {
        let (buffer, spans, end) = (buffer, spans, end)
        var place = at
        guard place < end else { return isComplete ? .end : .more }
        var count = 0
        var breaks = 0
        var stray: Int?
        start = place
        line = nextLine
        while true {
            guard count < Self.mostColumns else { return .tooManyColumns }
            if buffer[place] == Byte.quote, place < end {
                place += 1
                let first = place
                var isEscaped = false
                while true {
                    guard place < end else { return isComplete ? .unclosedQuote : .more }
                    let byte = buffer[place]
                    if byte == Byte.quote {
                        guard place + 1 < end else {
                            guard isComplete else { return .more }
                            break
                        }
                        guard buffer[place + 1] == Byte.quote else { break }
                        isEscaped = true
                        place += 1
                    } else if byte == Byte.lineFeed {
                        breaks += 1
                    }
                    place += 1
                }
                spans[count] = Span(start: first, count: place - first, isEscaped: isEscaped)
                place += 1
                let behind = place
                while buffer[place] != Byte.comma, buffer[place] != Byte.lineFeed { place += 1 }
                if place > behind, !(place == behind + 1 && buffer[behind] == Byte.carriageReturn && buffer[place] == Byte.lineFeed) {
                    stray = stray ?? count
                }
            } else {
                let first = place
                // The sentinel at `end` is a line feed.
                while true {
                    let byte = buffer[place]
                    if byte <= Byte.comma, byte == Byte.comma || byte == Byte.lineFeed { break }
                    place += 1
                }
                var last = place
                if buffer[place] == Byte.lineFeed, last > first, buffer[last - 1] == Byte.carriageReturn { last -= 1 }
                spans[count] = Span(start: first, count: last - first, isEscaped: false)
            }
            count += 1
            if place >= end, !isComplete { return .more }
            if place >= end || buffer[place] == Byte.lineFeed { break }
            place += 1
        }
        let isBlank = count == 1 && spans[0].count == 0 && buffer[start] != Byte.quote
        at = min(place + 1, end)
        nextLine = line + breaks + 1
        fieldCount = count
        strayField = stray
        return isBlank ? .blank : .record
    }

    /// Moves the unread rest to the front and reads on behind it.
    private mutating func refill() throws(DataFileError) {
        let rest = end - at
        if rest > 0, at > 0 { memmove(buffer, buffer + at, rest) }
        at = 0
        end = rest
        guard rest < Self.capacity else { throw .file(file, line: line, .rowTooLong(most: Self.capacity)) }
        while end < Self.capacity {
            let count = read(descriptor, buffer + end, Self.capacity - end)
            if count < 0 {
                if errno == EINTR { continue }
                throw .file(file, .unreadable(systemWord(errno)))
            }
            if count == 0 {
                isComplete = true
                break
            }
            taken += count
            end += count
        }
        if taken == end { try skipMark() }
        buffer[end] = Byte.lineFeed
        isPlain = Text.isPlain(FieldBytes(start: buffer, count: end))
    }

    /// A byte order mark is no part of the first column's name.
    private mutating func skipMark() throws(DataFileError) {
        guard end >= 2, at == 0 else { return }
        if buffer[0] == 0xFF && buffer[1] == 0xFE || buffer[0] == 0xFE && buffer[1] == 0xFF { throw .file(file, .utf16) }
        if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { at = 3 }
    }

    private mutating func unescape(_ index: Int) {
        let span = spans[index]
        var target = span.start
        var source = span.start
        while source < span.start + span.count {
            buffer[target] = buffer[source]
            source += buffer[source] == Byte.quote ? 2 : 1
            target += 1
        }
        spans[index] = Span(start: span.start, count: target - span.start, isEscaped: false)
    }
}

enum Byte {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let minus = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let dot = UInt8(ascii: ".")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let one = UInt8(ascii: "1")
}

/// What the system says of an error number; no part of any file.
func systemWord(_ code: Int32) -> String { String(cString: strerror(code)) }
