/// What is wrong with the catalogues. Each case says where, so that its description is enough to mend it.
public enum LocalizationError: Error, Hashable, Sendable {
    /// None of the places holds a folder of catalogues.
    case noCatalogues(searched: [String])
    /// A file cannot be read, or is not a flat YAML mapping of keys to texts.
    case unreadable(file: String, problem: String)
    /// An entry's key or pattern is malformed.
    case broken(file: String, line: Int, key: String, problem: String)
    /// A key that another language has.
    case missing(key: String, file: String, presentIn: String)
    /// An entry whose arguments are not those of the same entry in another language.
    case disagreement(key: String, file: String, arguments: String, other: String, otherArguments: String)
    /// A time zone or locale that ICU does not know.
    case unsupported(problem: String)
}

extension LocalizationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noCatalogues(let searched):
            "no folder of catalogues (with a subfolder per language) in: \(searched.joined(separator: ", ")); CACTUBASE_LOCALES may name it"
        case .unreadable(let file, let problem): "\(file): \(problem)"
        case .broken(let file, let line, let key, let problem): "\(file):\(line): \(key): \(problem)"
        case .missing(let key, let file, let presentIn): "\(file): \(key) is missing; \(presentIn) has it"
        case .disagreement(let key, let file, let arguments, let other, let otherArguments):
            "\(file): \(key) takes \(arguments), but in \(other) it takes \(otherArguments)"
        case .unsupported(let problem): problem
        }
    }
}
