import Vocabulary

/// What `demo` prints: addresses, codes and links. With `--prepare --json` it is what a script reads.
struct DemoInvitations: Encodable, Sendable {
    struct Company: Encodable, Sendable {
        let id: Int
        let code: String
        let name: String
        let nameEnglish: String
        let payload: String
        /// What the printed QR code holds.
        let link: String
        /// Where the code leads in the demo.
        let opens: String?
    }
    struct Person: Encodable, Sendable {
        let key: String
        let name: String
        let nameEnglish: String
        let language: String
        let story: String
        let storyEnglish: String
        let phone: String?
        let payload: String
        let link: String
        let opens: String?
    }

    let seed: UInt64
    let bot: String
    let chats: String?
    let companies: [Company]
    let people: [Person]

    func lines(in language: Language) -> [String] {
        let isRussian = language == .russian
        var lines = ["CactuBase demo, seed \(seed)"]
        if let chats { lines += ["", "  Customers side by side:  \(chats)/"] }
        lines += ["", "People:"]
        for person in people {
            lines.append("  \(isRussian ? person.name : person.nameEnglish): \(isRussian ? person.story : person.storyEnglish)")
            lines.append("    \(person.opens ?? person.link)")
        }
        lines += ["", "QR codes of the companies (each link opens a new customer's chat):"]
        for company in companies { lines.append("  \(isRussian ? company.name : company.nameEnglish): \(company.opens ?? company.link)") }
        lines += ["", "Staff act by commands for now: import, export leads, outcome, ledger, qr; see `cactubase --help`.", ""]
        return lines
    }
}
