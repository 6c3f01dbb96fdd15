import Database
import Vocabulary

/// What is wrong with what somebody wrote about a company.
public enum CompanyProblem: Error, Hashable, Sendable {
    /// 1 to 120 characters without control characters, in both languages.
    case name
    /// At most 200 characters without control characters.
    case legalName
    /// Ten digits of a firm, twelve of a person; empty while nobody has said it.
    case inn
    /// 2 to 32 of a–z, 0–9 and dash, a letter first, that no company has.
    case code
    /// See ``CRMLink``.
    case crmLink
    /// Somebody else changed the company since it was shown; nothing is changed.
    case changedMeanwhile
}

/// Where people change how a company is named and served, with the audit log in the same transaction.
public struct CompanyDesk: Sendable {
    public init() {}

    /// - Parameter before: the company as the person saw it.
    /// - Returns: what was changed, in a few words; empty: it was so before.
    @discardableResult
    public func change(
        _ before: Company, to wanted: Company, by actor: String, at now: Instant, in transaction: Transaction
    ) throws -> [String] {
        if let problem = Self.problem(of: wanted) { throw problem }
        guard try CompanyStore().company(before.id, in: transaction) == before, before.id == wanted.id else {
            throw CompanyProblem.changedMeanwhile
        }
        let words = Self.words(before, wanted)
        guard !words.isEmpty else { return [] }
        try CompanyStore().save(wanted, in: transaction)
        try AuditStore().append(
            actor: actor, action: "company.changed", subject: "company \(wanted.id.rawValue)", detail: words.joined(separator: "; "),
            at: now,
            in: transaction)
        return words
    }

    /// Makes a company; the id of the draft does not matter.
    /// - Throws: ``CompanyProblem``, also when the code or one of the names is another company's.
    public func add(_ draft: Company, by actor: String, at now: Instant, in transaction: Transaction) throws -> Company {
        let known = try CompanyStore().all(in: transaction)
        if let problem = Self.problem(of: draft) { throw problem }
        let isCode = draft.code.wholeMatch(of: /[a-z][a-z0-9\-]{1,31}/) != nil
        guard isCode, try CompanyStore().named(draft.code, in: transaction) == nil else { throw CompanyProblem.code }
        for name in [draft.name, draft.nameEnglish] where try CompanyStore().named(name, in: transaction) != nil {
            throw CompanyProblem.name
        }
        let company = Company(
            id: CompanyID((known.map(\.id.rawValue).max() ?? 0) + 1), code: draft.code, name: draft.name, nameEnglish: draft.nameEnglish,
            legalName: draft.legalName, inn: draft.inn, kind: draft.kind, sendsOffersAutomatically: draft.sendsOffersAutomatically,
            channelConfirmation: nil, crmLink: draft.crmLink)
        try CompanyStore().save(company, in: transaction)
        try AuditStore().append(
            actor: actor, action: "company.added", subject: "company \(company.id.rawValue)", detail: company.code, at: now, in: transaction
        )
        return company
    }

    static func problem(of company: Company) -> CompanyProblem? {
        func isPlain(_ text: String) -> Bool { !text.unicodeScalars.contains { $0.properties.generalCategory == .control } }
        guard [company.name, company.nameEnglish].allSatisfy({ (1...120).contains($0.count) && isPlain($0) }) else { return .name }
        guard company.legalName.count <= 200, isPlain(company.legalName) else { return .legalName }
        let isNumber = [0, 10, 12].contains(company.inn.count) && company.inn.allSatisfy { $0.isASCII && $0.isNumber }
        return isNumber ? nil : .inn
    }

    private static func words(_ before: Company, _ after: Company) -> [String] {
        func change(_ title: String, _ old: String, _ new: String) -> String? { old == new ? nil : "\(title): \(old) -> \(new)" }
        func automatic(_ company: Company) -> String { company.sendsOffersAutomatically ? "on" : "off" }
        func channel(_ company: Company) -> String { company.channelConfirmation.map { "confirmed by \($0.by)" } ?? "not confirmed" }
        return [
            change("name", before.name, after.name), change("English name", before.nameEnglish, after.nameEnglish),
            change("legal name", before.legalName, after.legalName), change("INN", before.inn, after.inn),
            change("kind", before.kind.rawValue, after.kind.rawValue), change("automatic", automatic(before), automatic(after)),
            change("channel", channel(before), channel(after)),
            change("CRM link", before.crmLink?.template ?? "", after.crmLink?.template ?? ""),
        ].compactMap(\.self)
    }
}
