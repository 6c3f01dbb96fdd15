import Accounts
import Leads
import Localization
import Vocabulary

/// The row of a person's saved filters above the list, and the forms that keep, rename and delete them.
struct SavedFilterPart: Sendable {
    let visit: Visit
    let filter: LeadFilter
    let saved: [SavedFilter]
    var typedName = ""
    var isOpen = false

    private var say: Speaker { visit.say }

    /// Each filter a press away.
    var row: HTML {
        let chips: [HTML] = saved.map { one in
            let own = LeadFilter(query: one.query)
            let current: HTML = own.query == filter.query ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(own.path { _ in })\"\(current)>\(one.name)</a></li>"
        }
        return chips.isEmpty ? .empty : "<ul class=\"counts saved\" aria-label=\"\(say(ConsoleMessages.filterMine))\">\(chips)</ul>"
    }

    /// Where they are kept, renamed and deleted.
    var box: HTML {
        """
        <details class="card keep"\(isOpen ? " open" as HTML : "")><summary>\(say(ConsoleMessages.filterManage))</summary>
        <form method="post" action="/filters" class="outcome">\(visit.tokenField)\(query)
        <label for="filter-name">\(say(ConsoleMessages.filterName))</label>
        <input id="filter-name" name="name" maxlength="\(SavedFilterStore.longestName)" value="\(typedName)" autocomplete="off" required>
        <button class="button quiet">\(say(ConsoleMessages.filterSave))</button></form>
        \(saved.map(manage))</details>
        """
    }

    private var query: HTML { "<input type=\"hidden\" name=\"query\" value=\"\(filter.query)\">" }

    private func manage(_ one: SavedFilter) -> HTML {
        let (path, id) = ("/filters/\(one.id.hex)", "filter-\(one.id.hex)")
        return """
            <div class="outcome pair"><form method="post" action="\(path)/rename">\(visit.tokenField)\(query)
            <label for="\(id)">\(say(ConsoleMessages.filterRenameLabel(name: one.name)))</label>
            <input id="\(id)" name="name" maxlength="\(SavedFilterStore.longestName)" value="\(one.name)" autocomplete="off" required>
            <button class="button quiet">\(say(ConsoleMessages.filterRename))</button></form>
            <form method="post" action="\(path)/delete">\(visit.tokenField)\(query)<button class="button quiet" aria-label="\(say(ConsoleMessages.filterDelete)): \(one.name)">\(say(ConsoleMessages.filterDelete))</button></form></div>
            """
    }
}
