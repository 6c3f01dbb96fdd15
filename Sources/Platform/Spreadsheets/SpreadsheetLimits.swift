/// How much one file may ask of us. Everything counts what really happened, never only what the file declares.
public struct SpreadsheetLimits: Sendable, Hashable {
    /// The file itself.
    public var fileBytes = 32 << 20
    /// All parts of a workbook that we inflate, together.
    public var inflatedBytes = 512 << 20
    /// Inflated to packed, looked at once a part exceeds `ratioFrom` bytes. Honest sheets stay below 40.
    public var ratio = 100
    public var ratioFrom = 8 << 20
    /// Files inside a workbook.
    public var entries = 2_000
    /// Text of all shared strings, in bytes; they are the one part of a workbook that is held in memory whole.
    public var sharedStringBytes = 32 << 20
    public var sharedStrings = 1_000_000
    /// Rows with something in them.
    public var rows = 200_000
    public var columns = 512
    /// Unicode scalars in a cell; Excel's own limit.
    public var cellCharacters = 32_767

    public init() {}
    public static let standard = SpreadsheetLimits()
}
