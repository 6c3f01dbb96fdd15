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
    /// Where staff sign in; nil when nothing is served.
    let console: String?
    let staff: [DemoStaff.Person]
    let companies: [Company]
    let people: [Person]

    func lines(in language: Language) -> [String] {
        let isRussian = language == .russian
        var lines = ["CactuBase demo, seed \(seed)"]
        if let chats { lines += ["", "  Customers side by side:  \(chats)/"] }
        if let console { lines += ["  Staff console:           \(console)/"] }
        if let password = staff.first?.password {
            lines += ["", "Staff, by level; the password of all is \(password)"]
            lines += staff.map { "  \($0.login): \($0.name), \($0.level), \($0.place)" }
        }
        lines += ["", "People:"]
        for person in people {
            lines.append("  \(isRussian ? person.name : person.nameEnglish): \(isRussian ? person.story : person.storyEnglish)")
            lines.append("    \(person.opens ?? person.link)")
        }
        lines += ["", "QR codes of the companies (each link opens a new customer's chat):"]
        for company in companies { lines.append("  \(isRussian ? company.name : company.nameEnglish): \(company.opens ?? company.link)") }
        lines += ["", "Most of this also works from a terminal: see `cactubase --help`.", ""]
        return lines
    }
}
