import Localization

/// What a person is shown: paragraphs, buttons, and perhaps a request for the phone. Knows no messenger.
public struct Screen: Hashable, Sendable {
    public struct Button: Hashable, Sendable {
        public let label: Message
        /// What comes back when it is pressed: `s.<tag>.<key>` for a step's own button, `x.<exit>` for one that works at any time.
        public let data: String

        init(label: Message, data: String) {
            self.label = label
            self.data = data
        }

        /// A button that works at any time.
        public init(label: Message, exit: some ExitCode) { self.init(label: label, data: "x.\(exit.code)") }
    }

    public let paragraphs: [[Message]]
    public let buttons: [[Button]]
    /// The word on the button that shares the phone.
    public let asksForContact: Message?

    public init(paragraphs: [[Message]], buttons: [[Button]] = [], asksForContact: Message? = nil) {
        self.paragraphs = paragraphs
        self.buttons = buttons
        self.asksForContact = asksForContact
    }

    public init<D: Dialog>(_ turn: Turn<D>, at step: D.Step) {
        var rows: [[Button]] = []
        var contact: Message?
        let tag = Self.tag(D.self, step)
        for (index, heard) in turn.hears.enumerated() {
            let (label, data): (Label, String)
            switch heard {
            case .button(let word, _): (label, data) = (word, "s.\(tag).\(index)")
            case .exit(let word, let exit): (label, data) = (word, "x.\(exit.code)")
            case .contact(let word, _):
                contact = word
                continue
            case .word, .text, .fact: continue
            }
            let button = Button(label: label.message, data: data)
            if label.isBeside, !rows.isEmpty { rows[rows.count - 1].append(button) } else { rows.append([button]) }
        }
        self.init(paragraphs: turn.says, buttons: rows, asksForContact: contact)
    }

    /// What a pressed button says.
    public enum Press: Equatable, Sendable {
        case step(tag: String, key: String)
        case exit(code: String)

        /// Nil when the data was forged or comes from another age.
        public init?(data: String) {
            let parts = data.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch (parts.first, parts.count) {
            case ("x", 2): self = .exit(code: parts[1])
            case ("s", 2):
                let rest = parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
                guard rest.count == 2 else { return nil }
                self = .step(tag: rest[0], key: rest[1])
            default: return nil
            }
        }
    }

    /// A short mark of a dialog's step (FNV-1a over its description): a button remembers where it was shown.
    static func tag<D: Dialog>(_ dialog: D.Type, _ step: D.Step) -> String {
        let hash = "\(D.name)/\(step)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
        return String(hash & 0xFF_FFFF_FFFF, radix: 36)
    }
}
