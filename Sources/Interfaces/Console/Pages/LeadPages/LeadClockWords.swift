import Leads
import Localization
import Vocabulary

extension LeadClock {
    var isLate: Bool { if case .late = self { true } else { false } }

    /// "5 hours left", "late by 2 days"; nil: nothing is due. Rounded down, so that nobody is promised more time than there is.
    var words: Message? {
        switch self {
        case .stopped: nil
        case .left(let span):
            switch Self.unit(span) {
            case .days(let n): ConsoleMessages.slaLeftDays(n: n)
            case .hours(let n): ConsoleMessages.slaLeftHours(n: n)
            case .minutes(let n): ConsoleMessages.slaLeftMinutes(n: n)
            }
        case .late(let span):
            switch Self.unit(span) {
            case .days(let n): ConsoleMessages.slaLateDays(n: n)
            case .hours(let n): ConsoleMessages.slaLateHours(n: n)
            case .minutes(let n): ConsoleMessages.slaLateMinutes(n: n)
            }
        }
    }

    private enum Count { case days(Int64), hours(Int64), minutes(Int64) }

    private static func unit(_ span: Span) -> Count {
        let minutes = span.milliseconds / 60_000
        if minutes >= 48 * 60 { return .days(minutes / (24 * 60)) }
        return minutes >= 60 ? .hours(minutes / 60) : .minutes(minutes)
    }
}

/// A chip with the time that is left; late ones stand out by colour and by their words.
func clockChip(_ clock: LeadClock, _ say: Speaker) -> HTML {
    guard let words = clock.words else { return .empty }
    return "<span class=\"clock\(clock.isLate ? " late" : "")\">\(say(words))</span>"
}
