import Clients
import Group
import Localization
import Spreadsheets
import Vocabulary

/// The sender's word on its clients' consent, as it was typed. Nothing is ticked beforehand.
struct AttestationDraft: Sendable, Hashable {
    /// `yes`, `no`, or nothing yet.
    var has = ""
    var document = ""
    var date = ""
    /// `all`, `some`, or nothing yet.
    var recipients = ""
    var companies: [String] = []
    var mayMessage = false

    init() {}

    init(_ fields: FormFields) {
        has = fields["has"]
        document = String(fields["document"].trimmingSpaces.prefix(400))
        date = String(fields["date"].prefix(10))
        recipients = fields["recipients"]
        companies = Array(fields.all("recipient").prefix(100))
        mayMessage = fields["may_message"] == "1"
    }

    /// What is wrong, with the name of the field.
    struct Problem: Error, Hashable {
        let field: String
        let words: Message
    }

    /// Nil: there is no document.
    func attestation(
        of company: CompanyID, known: [Company], by actor: String, at now: Instant, ids: IDSource
    ) throws(Problem) -> Attestation? {
        guard ["yes", "no"].contains(has) else { throw Problem(field: "has", words: ConsoleMessages.attestMissing) }
        guard has == "yes" else { return nil }
        let isClean = document.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard (1...200).contains(document.count), isClean else {
            throw Problem(field: "document", words: ConsoleMessages.attestBadDocument)
        }
        // Browsers send YYYY-MM-DD; whoever types it may write 31.12.2025.
        guard let day = SheetDate(date), day.text.count == 10, day.year >= 2000, day.text <= Self.today(now) else {
            throw Problem(field: "date", words: ConsoleMessages.attestBadDate)
        }
        return Attestation(
            id: ids.id(), company: company, document: document, date: day.text, recipients: try chosen(known), mayMessage: mayMessage,
            actor: actor, at: now)
    }

    private func chosen(_ known: [Company]) throws(Problem) -> Attestation.Recipients {
        if recipients == "all" { return .all }
        let named = Set(companies.compactMap { Int($0) }.map { CompanyID($0) }).intersection(known.map(\.id))
        guard recipients == "some", !named.isEmpty else {
            throw Problem(field: "recipients", words: ConsoleMessages.attestBadRecipients)
        }
        return .only(named)
    }

    /// The day in Moscow, as dates are written.
    static func today(_ now: Instant) -> String { SheetDate.moscowDay(of: now)?.text ?? "9999-12-31" }

    /// The fields of a form. What belongs to a document stands under "yes" and is shown once that is chosen.
    func html(
        _ say: Speaker, _ companies: [Company], own: CompanyID, today: String, problem: Problem?, isOne: Bool = false
    ) -> HTML {
        func wrong(_ field: String) -> HTML { problem?.field == field ? " aria-invalid=\"true\" aria-describedby=\"attest-problem\"" : "" }
        func radio(_ name: String, _ value: String, _ chosen: String, _ label: String) -> HTML {
            let mark: HTML = value == chosen ? " checked" : ""
            return "<label class=\"check\"><input type=\"radio\" name=\"\(name)\" value=\"\(value)\"\(mark)\(wrong(name))> \(label)</label>"
        }
        let boxes: [HTML] = companies.filter { $0.id != own }.map { company in
            let mark: HTML = self.companies.contains("\(company.id.rawValue)") ? " checked" : ""
            return """
                <label class="check"><input type="checkbox" name="recipient" value="\(company.id.rawValue)"\(mark)> \(company.name(in: say.language))</label>
                """
        }
        let message: HTML? = problem.map { "<p id=\"attest-problem\" class=\"wrong\" role=\"alert\">\(say($0.words))</p>" }
        return """
            <fieldset class="attest"><legend>\(say(isOne ? ConsoleMessages.attestLeadOne : ConsoleMessages.attestLead))</legend>
            \(message)
            \(radio("has", "yes", has, say(ConsoleMessages.attestYes)))
            <div class="document">
            <div><label for="document">\(say(ConsoleMessages.attestDocument))</label>
            <input id="document" name="document" value="\(document)" maxlength="200" autocomplete="off"\(wrong("document"))>
            <p class="muted">\(say(isOne ? ConsoleMessages.attestDocumentHintOne : ConsoleMessages.attestDocumentHint))</p></div>
            <div><label for="date">\(say(ConsoleMessages.attestDate))</label>
            <input id="date" name="date" type="date" max="\(today)" value="\(date)"\(wrong("date"))></div>
            <fieldset><legend>\(say(ConsoleMessages.attestRecipients))</legend>
            \(radio("recipients", "all", recipients, say(ConsoleMessages.attestAll)))
            \(radio("recipients", "some", recipients, say(ConsoleMessages.attestSome)))
            <div class="choices">\(boxes)</div></fieldset>
            <label class="check"><input type="checkbox" name="may_message" value="1"\(mayMessage ? " checked" as HTML : "")> \(say(ConsoleMessages.attestMayMessage))</label>
            </div>
            \(radio("has", "no", has, say(ConsoleMessages.attestNo)))</fieldset>
            """
    }
}
