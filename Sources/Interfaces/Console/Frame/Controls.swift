import Localization

/// A field of a form with its label, a hint and what is wrong with what was typed. The problem is tied to the field, so that it is read with it.
struct Field {
    let name: String
    let label: String
    var value = ""
    var hint = ""
    var problem: String?
    /// Where several forms of a page have a field of this name.
    var ownID: String?

    /// Browsers complete only what says so itself.
    func input(_ attributes: HTML = "") -> HTML {
        let off: HTML = attributes.text.contains(" autocomplete=") ? .empty : " autocomplete=\"off\""
        return "\(head)<input id=\"\(id)\" name=\"\(name)\" value=\"\(value)\"\(off)\(attributes)\(state)>\(notes)"
    }

    func area(rows: Int, _ attributes: HTML = "") -> HTML {
        // The first line feed after the tag is not part of the value (HTML, 13.1.2.5).
        "\(head)<textarea id=\"\(id)\" name=\"\(name)\" rows=\"\(rows)\"\(attributes)\(state)>\n\(value)</textarea>\(notes)"
    }

    func select(_ options: [(value: String, label: String)], _ attributes: HTML = "") -> HTML {
        let items = options.map { option($0.value, value, $0.label) }
        return "\(head)<select id=\"\(id)\" name=\"\(name)\"\(attributes)\(state)>\(items)</select>\(notes)"
    }

    /// A box to tick, with its label behind it.
    func check() -> HTML {
        let mark: HTML = value == "1" ? " checked" : ""
        return "<label class=\"check\"><input type=\"checkbox\" name=\"\(name)\" value=\"1\"\(mark)> \(label)</label>"
    }

    private var id: String { ownID ?? name }
    private var head: HTML { "<div class=\"field\"><label for=\"\(id)\">\(label)</label>" }

    private var state: HTML {
        let described = [hint.isEmpty ? nil : "\(id)-hint", problem == nil ? nil : "\(id)-problem"].compactMap(\.self)
        let ids: HTML = described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\""
        return problem == nil ? ids : "\(ids) aria-invalid=\"true\""
    }

    private var notes: HTML {
        let help: HTML = hint.isEmpty ? "" : "<p id=\"\(id)-hint\" class=\"muted\">\(hint)</p>"
        let wrong: HTML = problem.map { "<p id=\"\(id)-problem\" class=\"wrong\">\($0)</p>" } ?? ""
        return "\(wrong)\(help)</div>"
    }
}

/// One choice of a select.
func option(_ value: String, _ chosen: String, _ label: String) -> HTML {
    let mark: HTML = value == chosen ? " selected" : ""
    return "<option value=\"\(value)\"\(mark)>\(label)</option>"
}

/// The end of a search: its button, and the way back to the whole list once something narrows it.
func searchButtons(_ path: String, isNarrow: Bool, _ say: Speaker) -> HTML {
    let reset: HTML = isNarrow ? " <a href=\"\(path)\">\(say(ConsoleMessages.searchReset))</a>" : .empty
    return "<div class=\"go\"><button class=\"button\">\(say(ConsoleMessages.searchGo))</button>\(reset)</div>"
}
