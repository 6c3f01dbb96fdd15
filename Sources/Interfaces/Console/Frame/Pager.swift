import Localization

/// One page of a list that is held whole. A page that the list does not have is its nearest one.
struct Paged<Item: Sendable>: Sendable {
    let items: [Item]
    /// Of all pages.
    let count: Int
    let page: Int
    let pages: Int

    init(_ all: [Item], page: Int, size: Int) {
        count = all.count
        pages = max(1, (count + size - 1) / size)
        self.page = min(max(1, page), pages)
        items = Array(all.dropFirst((self.page - 1) * size).prefix(size))
    }
}

/// The links below a list that is longer than a page.
struct Pager {
    let say: Speaker

    /// Of a list whose pages are counted: one back, where we are, one on. Nothing when all stands on one page.
    func numbered(_ page: Int, of pages: Int, _ path: (Int) -> String) -> HTML {
        guard pages > 1 else { return .empty }
        func step(_ page: Int, _ words: Message) -> HTML {
            (1...pages).contains(page)
                ? link(path(page), words) : "<span class=\"button quiet off\" aria-hidden=\"true\">\(say(words))</span>"
        }
        let place = say(ConsoleMessages.pagesPlace(page: Int64(page), pages: Int64(pages)))
        return nav("\(step(page - 1, ConsoleMessages.pagesBack))<span>\(place)</span>\(step(page + 1, ConsoleMessages.pagesOn))")
    }

    /// Of a list that is read on from its last line, so that nothing has to be counted: back to its start, and on. Nothing when there is neither.
    func onward(start: String?, _ startWords: Message, next: String?, _ nextWords: Message) -> HTML {
        let links: [HTML] = [start.map { link($0, startWords) }, next.map { link($0, nextWords) }].compactMap(\.self)
        return links.isEmpty ? .empty : nav("\(links)")
    }

    private func link(_ path: String, _ words: Message) -> HTML { "<a class=\"button quiet\" href=\"\(path)\">\(say(words))</a>" }

    private func nav(_ content: HTML) -> HTML {
        "<nav class=\"pages\" aria-label=\"\(say(ConsoleMessages.pagesLabel))\">\(content)</nav>"
    }
}
