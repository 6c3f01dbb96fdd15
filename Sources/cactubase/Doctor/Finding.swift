/// One thing that the doctor looked at.
struct Finding: Codable, Sendable, Equatable {
    enum Verdict: String, Codable, Sendable {
        case ok
        /// Works, but somebody should know.
        case warn
        /// Something does not work until it is mended.
        case fail
    }

    let name: String
    let verdict: Verdict
    let words: String
    /// What to do; nil when all is well.
    let remedy: String?

    static func ok(_ name: String, _ words: String) -> Finding { Finding(name: name, verdict: .ok, words: words, remedy: nil) }
    static func warn(_ name: String, _ words: String, _ remedy: String) -> Finding {
        Finding(name: name, verdict: .warn, words: words, remedy: remedy)
    }
    static func fail(_ name: String, _ words: String, _ remedy: String) -> Finding {
        Finding(name: name, verdict: .fail, words: words, remedy: remedy)
    }
}
