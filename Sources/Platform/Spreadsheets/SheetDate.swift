/// A day of the Gregorian calendar, with a time of day that is midnight unless the cell holds one. No time zone: a sheet has none.
public struct SheetDate: Hashable, Sendable, Comparable {
    public let year: Int, month: Int, day: Int
    public let hour: Int, minute: Int, second: Int

    /// nil unless such a day and time exist in the years 1…9999.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        (self.year, self.month, self.day, self.hour, self.minute, self.second) = (year, month, day, hour, minute, second)
    }

    /// Reads `31.12.1985`, `31/12/1985`, `1985-12-31`, each with an optional ` 9:30`, ` 09:30:15` or `T09:30:15`. A year has four digits: `85` would be a guess.
    public init?(_ text: String) {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "T" || $0 == "\u{A0}" }
        guard let first = halves.first, let separator = first.first(where: { $0 == "." || $0 == "/" || $0 == "-" }) else { return nil }
        let parts = first.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, let numbers = Self.numbers(parts) else { return nil }
        let yearFirst = separator == "-"
        guard parts[yearFirst ? 0 : 2].utf8.count == 4 else { return nil }
        var time = [0, 0, 0]
        if halves.count == 2 {
            let clock = halves[1].drop { $0 == " " }.split(separator: ":", omittingEmptySubsequences: false)
            guard (2...3).contains(clock.count), let read = Self.numbers(clock) else { return nil }
            time = read + (read.count == 2 ? [0] : [])
        }
        self.init(
            year: numbers[yearFirst ? 0 : 2], month: numbers[1], day: numbers[yearFirst ? 2 : 0], hour: time[0], minute: time[1],
            second: time[2])
    }

    /// `1985-12-31`, or `1985-12-31 09:30:15` when there is a time of day.
    public var text: String {
        let day = "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(self.day))"
        guard (hour, minute, second) != (0, 0, 0) else { return day }
        return day + " \(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))"
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day, left.hour * 3600 + left.minute * 60 + left.second)
            < (right.year, right.month, right.day, right.hour * 3600 + right.minute * 60 + right.second)
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func numbers(_ parts: [Substring]) -> [Int]? {
        let read = parts.compactMap { part in part.utf8.allSatisfy { (48...57).contains($0) } && part.utf8.count <= 4 ? Int(part) : nil }
        return read.count == parts.count ? read : nil
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension SheetDate {
    /// The two ways a workbook counts days (ECMA-376 part 1, 18.17.4.1).
    enum System: Sendable {
        /// Day 1 is 1900-01-01, and there is a day 60, 1900-02-29, that never was: Lotus 1-2-3's mistake, kept.
        case from1900
        /// Day 0 is 1904-01-01.
        case from1904
    }

    /// nil for what no program shows as a date: below 0 and beyond the year 9999.
    init?(serial: Double, in system: System) {
        guard serial.isFinite, serial >= 0, serial < 2_958_466 else { return nil }
        let seconds = Int((serial * 86_400).rounded())
        let (day, clock) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let sinceEpoch =
            switch system {
            case .from1900: day - (day < 60 ? 25_568 : 25_569)
            case .from1904: day - 24_107
            }
        // Days to civil date: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let shifted = sinceEpoch + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
            hour: clock / 3600, minute: clock / 60 % 60, second: clock % 60)
    }
}
