import Localization

/// What the keyboard can do, as a dialog that `keys.js` opens; without scripts it stays closed.
struct KeysPart: Sendable {
    let say: Speaker

    private static let keys: [(keys: [String], words: Message)] = [
        (["j", "k"], ConsoleMessages.keysMove), (["Enter"], ConsoleMessages.keysOpen), (["/"], ConsoleMessages.keysSearch),
        (["t"], ConsoleMessages.keysTake), (["c"], ConsoleMessages.keysContacted), (["g", "h"], ConsoleMessages.keysHome),
        (["g", "l"], ConsoleMessages.keysLeads), (["?"], ConsoleMessages.keysHelp), (["Esc"], ConsoleMessages.keysClose),
    ]
    /// Begins two keys that are pressed one after the other.
    private static let prefix = "g"

    var html: HTML {
        let rows: [HTML] = Self.keys.map { line in
            let keys: [HTML] = line.keys.map { key in
                key == Self.prefix ? "<kbd>\(key)</kbd> \(say(ConsoleMessages.keysThen)) " : "<kbd>\(key)</kbd> "
            }
            return "<dt>\(keys)</dt><dd>\(say(line.words))</dd>"
        }
        return """
            <dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">\(say(ConsoleMessages.keysTitle))</h2><dl>\(rows)</dl>
            <form method="dialog"><button class="button">\(say(ConsoleMessages.keysDone))</button></form></dialog>
            """
    }
}
