import Resources

/// The names of the published Bot API: which methods exist, what their parameters are called, which kinds of update there are.
struct Schema: Sendable {
    /// A method's published spelling and parameters, by its name in lower case: Telegram does not mind the case.
    private let methods: [String: (name: String, parameters: Set<String>)]
    let updateKinds: Set<String>
    /// Kinds that come only to a bot that names them.
    static let onlyOnDemand: Set<String> = ["chat_member", "message_reaction", "message_reaction_count"]

    static let published = Schema(Resource.named("emulator/methods.txt")?.text ?? "")

    init(_ text: String) {
        var methods: [String: (name: String, parameters: Set<String>)] = [:]
        var kinds: Set<String> = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard let name = words.first else { continue }
            if name == "Update" {
                kinds = Set(words.dropFirst())
            } else {
                methods[name.lowercased()] = (name, Set(words.dropFirst()))
            }
        }
        self.methods = methods
        updateKinds = kinds
    }

    /// The published spelling of a method; nil when Telegram has none such.
    func method(_ name: String) -> String? { methods[name.lowercased()]?.name }

    /// Parameters the method does not have. Telegram ignores them; the log names them, because a client that sends them is mistaken.
    func unknown(_ names: some Collection<String>, of method: String) -> [String] {
        names.filter { methods[method.lowercased()]?.parameters.contains($0) != true }.sorted()
    }
}
