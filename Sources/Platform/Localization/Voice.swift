import Synchronization
import Vocabulary

/// One language of the catalogue: its compiled entries, and how it shows money and dates.
final class Voice: Sendable {
    struct Refusal: Error {
        let problem: String
    }

    private let entries: [String: Entry]
    private let money: Mutex<MoneyFormatter>
    private let days: Mutex<DateFormatter>
    private let times: Mutex<DateFormatter>

    init(_ files: [CatalogueFile], language: Language, timeZone: String) throws(LocalizationError) {
        var entries: [String: Entry] = [:]
        for file in files {
            for entry in file.entries {
                do throws(Pattern.Problem) {
                    entries["\(file.room).\(entry.key)"] = try Entry(entry.pattern, language: language)
                } catch {
                    throw .broken(file: file.name, line: entry.line, key: entry.key, problem: error.text)
                }
            }
        }
        self.entries = entries
        money = Mutex(try MoneyFormatter(language: language))
        days = Mutex(try DateFormatter(pattern: "d MMMM y", language: language, timeZone: timeZone))
        times = Mutex(try DateFormatter(pattern: "HH:mm", language: language, timeZone: timeZone))
    }

    func text(_ message: Message, escaping: (String) -> String, nested: (Message) -> String) throws(Refusal) -> String {
        guard let entry = entries[message.key] else { throw Refusal(problem: "the catalogue has no such key") }
        if let constant = entry.constant { return constant }
        var values: [(name: String, value: MessageFormatter.Value)] = []
        for slot in entry.slots {
            guard let argument = message.arguments[slot.argument] else { throw Refusal(problem: "has no argument '\(slot.argument)'") }
            values.append((slot.name, try value(argument, in: slot, escaping: escaping, nested: nested)))
        }
        guard let text = entry.formatter.withLock({ $0.text(values) }) else { throw Refusal(problem: "ICU refused it") }
        return text
    }

    private func value(
        _ argument: Message.Argument, in slot: Pattern.Slot, escaping: (String) -> String, nested: (Message) -> String
    ) throws(Refusal) -> MessageFormatter.Value {
        switch (slot.look, argument) {
        case (.text, .text(let text)): .text(escaping(text))
        case (.choice, .text(let text)): .text(text)
        case (.number, .number(let number)): .number(number)
        case (.money, .money(let amount)): .text(money.withLock { $0.text(amount) })
        case (.day, .date(let instant)): .text(days.withLock { $0.text(instant) })
        case (.time, .date(let instant)): .text(times.withLock { $0.text(instant) })
        case (.message, .message(let message)): .text(nested(message))
        default: throw Refusal(problem: "argument '\(slot.argument)' is of another kind than the entry's")
        }
    }
}

/// A compiled entry. Its formatter is locked: ICU's is not for two threads at once.
private final class Entry: Sendable {
    let slots: [Pattern.Slot]
    let formatter: Mutex<MessageFormatter>
    /// The text of an entry without arguments.
    let constant: String?

    init(_ pattern: Pattern, language: Language) throws(Pattern.Problem) {
        let formatter = try MessageFormatter(pattern, language: language)
        slots = pattern.slots
        constant = pattern.slots.isEmpty ? formatter.text([]) : nil
        self.formatter = Mutex(formatter)
    }
}
