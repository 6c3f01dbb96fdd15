import Conversations
import Localization
import TelegramBotAPI
import Vocabulary

/// Puts screens into words: Telegram's HTML, every text argument escaped.
public struct Renderer: Sendable {
    /// Telegram's limit after entities are read; counted here with the markup, so always on the safe side. https://core.telegram.org/bots/api#sendmessage
    static let longest = 4096

    private let catalogue: Localization.Catalogue

    public init(_ catalogue: Localization.Catalogue) { self.catalogue = catalogue }

    /// Without markup: for what is kept word for word, for buttons and for comparing typed words.
    public func plain(_ message: Message, _ language: Language) -> String { catalogue.text(message, in: language) }

    func html(_ screen: Screen, note: Message?, _ language: Language) -> String {
        var text = ""
        let paragraphs = (note.map { [[$0]] } ?? []) + screen.paragraphs
        for lines in paragraphs {
            let paragraph = lines.map { catalogue.text($0, in: language, escaping: TelegramHTML.escape) }.joined(separator: "\n")
            let longer = text.isEmpty ? paragraph : text + "\n\n" + paragraph
            // Whole paragraphs only: cut markup would be refused.
            guard longer.utf16.count <= Self.longest else { return text.isEmpty ? String(plainPrefix(of: lines, language)) : text }
            text = longer
        }
        return text
    }

    func keyboard(_ screen: Screen, _ language: Language) -> OutgoingMessage.Keyboard {
        let rows = screen.buttons.map { row in
            row.map { OutgoingMessage.Button(text: String(plain($0.label, language).prefix(60)), data: $0.data) }
        }
        guard let contact = screen.asksForContact else { return .inline(rows) }
        return .contact(plain(contact, language), words: rows.map { $0.map(\.text) })
    }

    /// Whether a typed text is this word in any language: letters and digits count, case and signs do not.
    public func isWord(_ text: String, _ message: Message) -> Bool {
        let typed = Self.folded(text)
        return !typed.isEmpty && Language.allCases.contains { Self.folded(plain(message, $0)) == typed }
    }

    private static func folded(_ text: String) -> String {
        text.lowercased().replacing("ё", with: "е").filter { $0.isLetter || $0.isNumber }
    }

    private func plainPrefix(of lines: [Message], _ language: Language) -> String {
        let whole = lines.map { plain($0, language) }.joined(separator: "\n")
        var text = String(whole.prefix(Self.longest - 1))
        while TelegramHTML.escape(text).utf16.count >= Self.longest { text.removeLast(64) }
        return TelegramHTML.escape(text) + "…"
    }
}
