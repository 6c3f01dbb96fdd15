import Localization
import Offers
import Vocabulary

/// Texts and terms of an offer as they were typed.
struct CreativeForm: Sendable {
    enum Input: String, Sendable, CaseIterable {
        case title, body, price, from, to, erid, age, until
        case titleEnglish = "title_en"
        case bodyEnglish = "body_en"
    }

    private(set) var values: [Input: String] = [:]
    private(set) var problems: [Input: Message] = [:]

    init(_ fields: FormFields) {
        // Browsers send line ends as CR LF.
        for input in Input.allCases { values[input] = String(fields[input.rawValue].replacing("\r\n", with: "\n").prefix(4000)) }
    }

    init(_ creative: Creative?) {
        guard let creative else { return }
        let (russian, english) = (creative.texts[.russian], creative.texts[.english])
        (values[.title], values[.body]) = (russian?.title, russian?.body)
        (values[.titleEnglish], values[.bodyEnglish]) = (english?.title, english?.body)
        values[.price] = creative.terms.price.map(Self.typed)
        values[.from] = creative.terms.fullCost.map { Self.percent($0.lowerBound) }
        values[.to] = creative.terms.fullCost.map { Self.percent($0.upperBound) }
        values[.erid] = creative.terms.erid
        values[.age] = creative.terms.ageMark?.rawValue
        values[.until] = creative.terms.validUntil.map { MoscowDay($0 - .milliseconds(1)).text }
    }

    subscript(_ input: Input) -> String { values[input] ?? "" }

    /// What the form of a change shows.
    var basis: FormBasis { FormBasis(Input.allCases.map { self[$0] }) }

    /// What was meant; nil when something is wrong, and then ``problems`` says what.
    mutating func creative() -> Creative? {
        problems = [:]
        var texts: [Language: OfferText] = [:]
        texts[.russian] = text(.title, .body)
        let isEnglishEmpty = self[.titleEnglish].trimmingSpaces.isEmpty && self[.bodyEnglish].trimmingSpaces.isEmpty
        if !isEnglishEmpty { texts[.english] = text(.titleEnglish, .bodyEnglish) }
        let price = price()
        let cost = fullCost()
        let erid = self[.erid].trimmingSpaces
        if !erid.isEmpty, (try? OfferTerms(price: nil, erid: erid, ageMark: nil)) == nil {
            problems[.erid] = ConsoleMessages.creativeBadErid
        }
        let until = self[.until].trimmingSpaces
        let day = MoscowDay(until)
        if !until.isEmpty, day == nil { problems[.until] = ConsoleMessages.creativeBadDay }
        guard problems.isEmpty else { return nil }
        let terms = try? OfferTerms(
            price: price, fullCost: cost, erid: erid.isEmpty ? nil : erid, ageMark: AgeMark(rawValue: self[.age]), validUntil: day?.end)
        return terms.map { Creative(texts: texts, terms: $0) }
    }

    private mutating func text(_ title: Input, _ body: Input) -> OfferText? {
        for (input, probe) in [(title, (self[title], "x")), (body, ("x", self[body]))] {
            do throws(OfferError) { _ = try OfferText(title: probe.0, body: probe.1) } catch {
                problems[input] =
                    if case .text(let problem) = error { Self.words(problem, input == title) } else { ConsoleMessages.creativeEmpty }
            }
        }
        return try? OfferText(title: self[title].trimmingSpaces, body: self[body].trimmingSpaces)
    }

    private static func words(_ problem: OfferError.TextProblem, _ isTitle: Bool) -> Message {
        switch problem {
        case .noLanguage, .empty: ConsoleMessages.creativeEmpty
        case .tooLong: ConsoleMessages.creativeTooLong(most: Int64(isTitle ? OfferText.longestTitle : OfferText.longestBody))
        case .markup: ConsoleMessages.creativeMarkup
        case .controlCharacter: ConsoleMessages.creativeControl
        }
    }

    /// Nothing typed: on request. A nought: free.
    private mutating func price() -> Money? {
        let typed = self[.price].trimmingSpaces
        if typed.isEmpty { return nil }
        if !typed.isEmpty, typed.allSatisfy({ $0 == "0" || $0 == "." || $0 == "," }), typed.contains("0") { return .zero }
        let money = Money(typed: typed)
        if money == nil { problems[.price] = ConsoleMessages.creativeBadPrice }
        return money
    }

    private mutating func fullCost() -> ClosedRange<Int>? {
        let typed = (self[.from].trimmingSpaces, self[.to].trimmingSpaces)
        if typed == ("", "") { return nil }
        let from = Self.thousandths(typed.0)
        let to = typed.1.isEmpty ? from : Self.thousandths(typed.1)
        if from == nil { problems[.from] = ConsoleMessages.creativeBadCost }
        if to == nil { problems[.to] = ConsoleMessages.creativeBadCost }
        guard let from, let to else { return nil }
        guard from <= to else {
            problems[.to] = ConsoleMessages.creativeCostOrder
            return nil
        }
        return from...to
    }

    // MARK: Numbers as people type them

    /// A percentage with at most three decimals, up to 1,000 %.
    static func thousandths(_ text: String) -> Int? {
        let parts = text.map { $0 == "," ? "." : $0 }.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "0"..."9" ~= $0 } }), parts[0].count <= 4,
            parts.count == 1 || parts[1].count <= 3, let whole = Int(parts[0])
        else { return nil }
        let decimals = parts.count == 2 ? Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count)) ?? 0 : 0
        let value = whole * 1000 + decimals
        return value <= 1_000_000 ? value : nil
    }

    private static func percent(_ thousandths: Int) -> String {
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static func typed(_ money: Money) -> String {
        let rest = money.kopecks % 100
        return "\(money.kopecks / 100)" + (rest == 0 ? "" : "." + (rest < 10 ? "0" : "") + "\(rest)")
    }
}
