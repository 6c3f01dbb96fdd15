import Vocabulary

/// Why a value was not taken for a setting. Knows no words: the edge says them in the person's language.
public enum SettingProblem: Error, Hashable, Sendable {
    case notAWholeNumber
    case notANumber
    case notASwitch
    case notOneOf([String])
    case notADuration
    case outOfRange(lowest: String, highest: String)
    case tooLong(most: Int)
    case notATaxNumber
    /// A control character or U+0000.
    case notText
}

/// What a setting's values are, for whoever shows a field for it.
public enum SettingKind: Hashable, Sendable {
    case wholeNumber(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case onOff
    case choice([String])
    case text(most: Int)
    case taxNumber
    /// In seconds.
    case span(ClosedRange<Int64>)
}

/// A value that people change at run time: its name, its default, and how it is read from and written as text.
public struct Setting<Value: Sendable & Equatable>: Sendable {
    public let name: String
    public let standard: Value
    let kind: SettingKind
    let parse: @Sendable (String) -> Result<Value, SettingProblem>
    let write: @Sendable (Value) -> String

    /// Its name and texts, without the type: what a list of all settings needs.
    public var untyped: AnySetting {
        AnySetting(name: name, standard: write(standard), kind: kind) { [parse, write] text in parse(text).map(write) }
    }
}

/// A setting of any type, as text.
public struct AnySetting: Sendable {
    public let name: String
    public let standard: String
    public let kind: SettingKind
    /// The text brought to its canonical form, or what is wrong with it.
    public let canonical: @Sendable (String) -> Result<String, SettingProblem>
}

extension Setting where Value == Int {
    init(_ name: String, _ standard: Int, in range: ClosedRange<Int>) {
        self.init(
            name: name, standard: standard, kind: .wholeNumber(range),
            parse: { text in
                guard let number = Int(text.trimmed) else { return .failure(.notAWholeNumber) }
                guard range.contains(number) else {
                    return .failure(.outOfRange(lowest: String(range.lowerBound), highest: String(range.upperBound)))
                }
                return .success(number)
            },
            write: { String($0) })
    }
}

extension Setting where Value == Double {
    init(_ name: String, _ standard: Double, in range: ClosedRange<Double>) {
        self.init(
            name: name, standard: standard, kind: .number(range),
            parse: { text in
                // A decimal comma is what Russian keyboards give.
                guard let number = Double(text.trimmed.replacing(",", with: ".")), number.isFinite else { return .failure(.notANumber) }
                guard range.contains(number) else {
                    return .failure(.outOfRange(lowest: "\(range.lowerBound)", highest: "\(range.upperBound)"))
                }
                return .success(number)
            },
            write: { "\($0)" })
    }
}

extension Setting where Value == Bool {
    init(_ name: String, _ standard: Bool) {
        self.init(
            name: name, standard: standard, kind: .onOff,
            parse: { text in
                switch text.trimmed.lowercased() {
                case "1", "on", "yes", "true", "да": .success(true)
                case "0", "off", "no", "false", "нет": .success(false)
                default: .failure(.notASwitch)
                }
            },
            write: { $0 ? "1" : "0" })
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    init(_ name: String, oneOf standard: Value) {
        self.init(
            name: name, standard: standard, kind: .choice(Value.allCases.map(\.rawValue)),
            parse: { text in
                Value(rawValue: text.trimmed.lowercased()).map(Result.success) ?? .failure(.notOneOf(Value.allCases.map(\.rawValue)))
            },
            write: { $0.rawValue })
    }
}

extension Setting where Value == String {
    init(_ name: String, _ standard: String, most: Int) {
        self.init(
            name: name, standard: standard, kind: .text(most: most),
            parse: { text in
                let text = text.trimmed
                guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return .failure(.notText) }
                return text.count <= most ? .success(text) : .failure(.tooLong(most: most))
            },
            write: { $0 })
    }
}

extension Setting where Value == String {
    /// ИНН: ten digits of a firm, twelve of a person; empty while nobody has said it. The consent shows it to everybody.
    init(taxNumber name: String) {
        self.init(
            name: name, standard: "", kind: .taxNumber,
            parse: { text in
                let text = text.trimmed
                let isOne = [0, 10, 12].contains(text.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
                return isOne ? .success(text) : .failure(.notATaxNumber)
            },
            write: { $0 })
    }
}

extension Setting where Value == Span {
    /// Written in whole seconds; read as `300`, `300 s`, `5 min`, `2 h` or `7 d`.
    init(_ name: String, seconds standard: Int64, in range: ClosedRange<Int64>) {
        self.init(
            name: name, standard: .seconds(standard), kind: .span(range),
            parse: { text in
                let text = text.trimmed.lowercased()
                let digits = text.prefix { $0.isASCII && $0.isNumber }
                guard let count = Int64(digits), let unit = secondsByUnit[String(text.dropFirst(digits.count)).trimmed] else {
                    return .failure(.notADuration)
                }
                let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
                guard !overflow, range.contains(seconds) else {
                    return .failure(.outOfRange(lowest: "\(range.lowerBound) s", highest: "\(range.upperBound) s"))
                }
                return .success(.seconds(seconds))
            },
            write: { String($0.milliseconds / 1000) })
    }
}

private let secondsByUnit: [String: Int64] = ["": 1, "s": 1, "min": 60, "h": 3600, "d": 86_400]

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
