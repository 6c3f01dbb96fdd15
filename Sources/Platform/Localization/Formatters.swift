import CMessageFormat
import Vocabulary

// Owners of ICU's objects. Each is used by one thread at a time: the catalogue keeps them in a `Mutex`.

/// A compiled pattern.
struct MessageFormatter: ~Copyable {
    enum Value {
        case number(Int64)
        case text(String)
    }

    private let handle: OpaquePointer

    init(_ pattern: Pattern, language: Language) throws(Pattern.Problem) {
        var problem = [CChar](repeating: 0, count: Int(CMF_PROBLEM_CAPACITY))
        guard let handle = cmf_message_create(language.rawValue, pattern.icu, Int32(pattern.icu.count), &problem) else {
            throw Pattern.Problem(text: String(reason: problem))
        }
        self.handle = handle
    }

    deinit { cmf_message_destroy(handle) }

    /// Nil when ICU refuses, as for a plural given a text.
    borrowing func text(_ values: [(name: String, value: Value)]) -> String? {
        for (name, value) in values {
            switch value {
            case .number(let number): cmf_message_put_number(handle, name, number)
            case .text(var text): text.withUTF8 { cmf_message_put_text(handle, name, $0.baseAddress, Int32($0.count)) }
            }
        }
        var length: Int32 = 0
        return String(cmf_message_format(handle, &length), length)
    }
}

/// Calendar days or times of day in one time zone.
struct DateFormatter: ~Copyable {
    private let handle: OpaquePointer

    init(pattern: String, language: Language, timeZone: String) throws(LocalizationError) {
        var problem = [CChar](repeating: 0, count: Int(CMF_PROBLEM_CAPACITY))
        guard let handle = cmf_dates_create(language.rawValue, timeZone, pattern, &problem) else {
            throw .unsupported(problem: String(reason: problem))
        }
        self.handle = handle
    }

    deinit { cmf_dates_destroy(handle) }

    borrowing func text(_ instant: Instant) -> String {
        var length: Int32 = 0
        return String(cmf_dates_format(handle, instant.milliseconds, &length), length) ?? ""
    }
}

/// Roubles; kopecks are shown where there are any.
struct MoneyFormatter: ~Copyable {
    private let whole: OpaquePointer
    private let exact: OpaquePointer

    init(language: Language) throws(LocalizationError) {
        var problem = [CChar](repeating: 0, count: Int(CMF_PROBLEM_CAPACITY))
        guard let whole = cmf_money_create(language.rawValue, "RUB", 0, &problem) else {
            throw .unsupported(problem: String(reason: problem))
        }
        guard let exact = cmf_money_create(language.rawValue, "RUB", 2, &problem) else {
            cmf_money_destroy(whole)
            throw .unsupported(problem: String(reason: problem))
        }
        self.whole = whole
        self.exact = exact
    }

    deinit {
        cmf_money_destroy(whole)
        cmf_money_destroy(exact)
    }

    borrowing func text(_ money: Money) -> String {
        let decimal = money.decimal
        var length: Int32 = 0
        return String(cmf_money_format(money.kopecks % 100 == 0 ? whole : exact, decimal, &length), length) ?? decimal
    }
}

extension Money {
    /// Roubles as a decimal number: "-1234.05".
    fileprivate var decimal: String {
        let kopecks = kopecks.magnitude
        let fraction = String(kopecks % 100)
        return (self.kopecks < 0 ? "-" : "") + "\(kopecks / 100)." + String(repeating: "0", count: 2 - fraction.count) + fraction
    }
}

extension String {
    /// Copies what the shim answered; nil when it refused.
    fileprivate init?(_ text: UnsafePointer<CChar>?, _ length: Int32) {
        guard let text else { return nil }
        self = text.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
            String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
        }
    }
}
