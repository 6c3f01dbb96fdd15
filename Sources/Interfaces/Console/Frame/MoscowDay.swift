import Vocabulary

/// A day in Moscow, which keeps UTC+3 all year since 2014. Dates by Hinnant's civil_from_days and back (howardhinnant.github.io/date_algorithms.html).
struct MoscowDay: Hashable, Comparable, Sendable {
    /// Since 1970-01-01.
    let number: Int64

    init(_ instant: Instant) {
        let milliseconds = instant.milliseconds + 3 * 3_600_000
        number = milliseconds / 86_400_000 - (milliseconds % 86_400_000 < 0 ? 1 : 0)
    }

    /// As `<input type="date">` writes it: YYYY-MM-DD, a day that is in the calendar, between 2000 and 2199.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]), (2000...2199).contains(year),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        guard self.text == text else { return nil }
    }

    /// Its first moment.
    var start: Instant { Instant(milliseconds: number * 86_400_000 - 3 * 3_600_000) }
    /// The first moment of the day after it.
    var end: Instant { start + .days(1) }

    var dayOfMonth: Int64 { civil.day }

    var text: String {
        let (year, month, day) = civil
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private var civil: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let dayOfEra = shifted - shifted / 146_097 * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
