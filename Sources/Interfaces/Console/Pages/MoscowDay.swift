import Vocabulary

/// A day of the calendar in Moscow, which has no summer time: as a date field of a form writes it, `2026-11-26`.
struct MoscowDay: Hashable, Sendable {
    let text: String
    /// Midnight.
    let start: Instant
    var end: Instant { start + .days(1) }

    /// Nil unless there is such a day, of the years that people mean.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]), (2000...2999).contains(year),
            (1...12).contains(month), (1...Self.days(of: month, year)).contains(day)
        else { return nil }
        self.text = text
        // Hinnant's days_from_civil (howardhinnant.github.io/date_algorithms.html), for years after 1600.
        let shifted = month <= 2 ? year - 1 : year
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        start = Instant(seconds: days * 86_400 - 3 * 3600)
    }

    private static func days(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
