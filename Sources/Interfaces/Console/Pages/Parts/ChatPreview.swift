import CustomerBot
import Vocabulary

extension OfferPost.Preview {
    /// The message as the chat shows it.
    func chat(_ say: Speaker) -> HTML {
        let rows: [HTML] = buttons.map { row in
            let keys: [HTML] = row.map { "<span>\($0)</span>" }
            return "<li>\(keys)</li>"
        }
        return """
            <div class="chat" lang="\(language.rawValue)"><div class="bubble">\(TelegramText(source: html).html)</div>
            <ul aria-label="\(say(ConsoleMessages.botButtons))">\(rows)</ul></div>
            """
    }
}
