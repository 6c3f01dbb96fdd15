import CMessageFormat
import Vocabulary

/// What a catalogue entry says it is given, told from how the pattern uses it.
package enum ArgumentKind: String, Hashable, Sendable {
    case text, number, money, date, message
}

/// A text in ICU MessageFormat with named arguments, and three types of our own: `{price, money}`, `{day, date}` and `{at, time}`, `{reason, message}`.
///
/// Whatever ICU's own MessageFormat does not format as we want is formatted before and passed as a string, under a slot's name of its own.
package struct Pattern: Sendable {
    package struct Problem: Error {
        package let text: String
    }

    /// A value passed to ICU: one argument in one of its looks.
    struct Slot: Hashable, Sendable {
        enum Look: String, Sendable {
            case text, choice, number, money, day, time, message
        }
        let argument: String
        let look: Look
        /// Arguments hold no underscore, so slots never collide with them.
        var name: String { look == .text || look == .number ? argument : "\(argument)_\(look.rawValue)" }
    }

    package let source: String
    /// In the order of their first appearance.
    package let arguments: [(name: String, kind: ArgumentKind)]
    let slots: [Slot]
    /// The same text with each argument replaced by its slot; no type in it is ours.
    let icu: [UInt16]

    package init(_ source: String, language: Language) throws(Problem) {
        let text = Array(source.utf16)
        try Self.refuseQuotedBraces(text)
        let places = try Place.all(in: text)
        for place in places { try place.requirePluralForms(of: language) }

        var arguments: [(name: String, kind: ArgumentKind)] = []
        for name in places.map(\.name) where !arguments.contains(where: { $0.name == name }) {
            let kinds = Set(places.filter { $0.name == name }.compactMap(\.kind))
            guard kinds.count <= 1 else {
                throw Problem(text: "{\(name)} is used as \(kinds.map(\.rawValue).sorted().joined(separator: " and as "))")
            }
            arguments.append((name, kinds.first ?? .text))
        }
        let kinds = Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, $0.kind) })

        var slots: [Slot] = []
        var icu = text
        // From the end, so that positions before stay true. An argument nested in another one's branch opens later, and a choice only has its name replaced.
        for place in places.reversed() {
            let slot = Slot(argument: place.name, look: place.look(kinds[place.name] ?? .text))
            if !slots.contains(slot) { slots.append(slot) }
            icu.replaceSubrange(place.replaced, with: Array(slot.name.utf16))
        }
        self.source = source
        self.arguments = arguments
        self.slots = slots
        self.icu = icu
    }

    /// ICU reads an apostrophe right before a brace as a quotation mark, and the argument would be shown as its name. Nobody wants that here.
    private static func refuseQuotedBraces(_ text: [UInt16]) throws(Problem) {
        let apostrophe = UInt16(0x27)
        let braces: [UInt16] = [0x7B, 0x7D]
        var index = 0
        while index + 1 < text.count {
            if text[index] == apostrophe, text[index + 1] == apostrophe {
                index += 2
                continue
            }
            if text[index] == apostrophe, braces.contains(text[index + 1]) {
                throw Problem(text: "an apostrophe right before a brace hides the argument; write ’ or “{name}”")
            }
            index += 1
        }
    }
}

/// One argument's place in a pattern.
private struct Place {
    let name: String
    /// Nil for a plain `{x}`, which takes the kind that other places give it.
    let kind: ArgumentKind?
    private let isChoice: Bool
    private let isTime: Bool
    private let plural: (categories: Int32, ordinal: Bool)?
    /// What the slot's name replaces: the name of a plural or select, everything between the braces of the rest.
    let replaced: Range<Int>

    static func all(in text: [UInt16]) throws(Pattern.Problem) -> [Place] {
        // Every argument has an opening brace, so there are at most as many.
        var found = [cmf_argument](repeating: cmf_argument(), count: text.count { $0 == 0x7B })
        var problem = [CChar](repeating: 0, count: Int(CMF_PROBLEM_CAPACITY))
        let count = cmf_arguments(text, Int32(text.count), &found, Int32(found.count), &problem)
        guard count >= 0 else { throw Pattern.Problem(text: String(reason: problem)) }
        var places: [Place] = []
        for argument in found.prefix(Int(count)) { places.append(try Place(argument, in: text)) }
        return places
    }

    private init(_ argument: cmf_argument, in text: [UInt16]) throws(Pattern.Problem) {
        func part(_ start: Int32, _ limit: Int32) -> String { String(decoding: text[Int(start)..<Int(limit)], as: UTF16.self) }
        name = part(argument.nameStart, argument.nameLimit)
        guard name.first?.isASCIILowercase == true, name.allSatisfy(\.isASCIIAlphanumeric) else {
            throw Pattern.Problem(text: "{\(name)}: an argument's name is lower camel case in Latin letters")
        }
        let type = part(argument.typeStart, argument.typeLimit)
        let known: [String: ArgumentKind] = ["number": .number, "money": .money, "date": .date, "time": .date, "message": .message]
        switch Int(argument.kind) {
        case CMF_PLAIN: kind = nil
        case CMF_PLURAL, CMF_ORDINAL: kind = .number
        case CMF_SELECT: kind = .text
        case CMF_TYPED where known[type] != nil && argument.styleStart == argument.styleLimit: kind = known[type]
        case CMF_TYPED:
            throw Pattern.Problem(
                text: "{\(name), \(type)…}: types are number, money, date, time, message, plural, selectordinal and select, with no style")
        default: throw Pattern.Problem(text: "{\(name)}: write plural or select instead of choice")
        }
        isTime = type == "time"
        isChoice = [CMF_PLURAL, CMF_ORDINAL, CMF_SELECT].contains(Int(argument.kind))
        plural = isChoice && kind == .number ? (argument.categories, Int(argument.kind) == CMF_ORDINAL) : nil
        replaced = Int(argument.nameStart)..<Int(isChoice ? argument.nameLimit : argument.close)
    }

    func look(_ kind: ArgumentKind) -> Pattern.Slot.Look {
        switch kind {
        case .text: isChoice ? .choice : .text
        case .number: .number
        case .money: .money
        case .date: isTime ? .time : .day
        case .message: .message
        }
    }

    /// A plural that tells any category apart must tell all that whole numbers of the language have (CLDR, "Language Plural Rules"): else 2 балл.
    func requirePluralForms(of language: Language) throws(Pattern.Problem) {
        guard let plural, plural.categories != 0 else { return }
        let needed: [(Int, String)] =
            switch (language, plural.ordinal) {
            case (.russian, false): [(CMF_ONE, "one"), (CMF_FEW, "few"), (CMF_MANY, "many")]
            case (.russian, true): []
            case (.english, false): [(CMF_ONE, "one")]
            case (.english, true): [(CMF_ONE, "one"), (CMF_TWO, "two"), (CMF_FEW, "few")]
            }
        for (category, word) in needed where plural.categories & Int32(category) == 0 {
            throw Pattern.Problem(text: "the plural of {\(name)} has no form '\(word)', which the language \(language.rawValue) needs")
        }
    }
}

extension Character {
    fileprivate var isASCIILowercase: Bool { ("a"..."z").contains(self) }
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}

extension String {
    /// A reason that the shim wrote.
    init(reason: [CChar]) {
        self = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
