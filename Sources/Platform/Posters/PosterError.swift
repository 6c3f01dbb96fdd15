/// Why a code or a poster could not be made.
public enum PosterError: Error, Sendable, Hashable {
    /// Nothing to encode, or a NUL in it.
    case noText
    /// More than a QR code of this correction holds.
    case textTooLong(bytes: Int)
    case outOfMemory
    case templateUnreadable(path: String)
    /// The template asks for something that there is not; the name as it stands there.
    case unknownPlaceholder(String)
    /// A placeholder without its closing braces, or one whose numbers are missing or wrong.
    case brokenPlaceholder(String)
    /// A poster without its code is worth nothing.
    case templateWithoutCode
}
