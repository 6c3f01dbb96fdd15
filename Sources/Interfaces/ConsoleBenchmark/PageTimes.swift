import Accounts
import Foundation

/// What one page took, asked for often by so many at once. Milliseconds by the clock, from the request to the last byte.
public struct PageTimes: Sendable, Codable {
    public let page: String
    public let level: String
    /// How many ask at the same time.
    public let atOnce: Int
    public let requests: Int
    public let perSecond: Double
    public let p50: Double
    public let p95: Double
    /// Median of the runs.
    public let p99: Double
    public let p99Least: Double
    public let p99Most: Double
    public let most: Double
    /// Processor time of one request, of console and browser together: a busy machine tells the same.
    public let processor: Double
    public let bytes: Int
    /// How often the first answer was that it is still being counted, and how long the page itself took then, at most.
    public let later: Int
    public let laterMost: Double
    /// Within the goal; nil: none is set for so many at once.
    public let isWithinGoal: Bool?

    struct Run: Sendable {
        let times: [Double]
        var waits: [Double] = []
        /// By the clock, and of all processors.
        let seconds: Double
        let processorSeconds: Double
    }

    init(_ row: PageRow, atOnce: Int, runs: [Run], bytes: Int, goal: Double?) {
        func percentile(_ share: Double, _ times: [Double]) -> Double {
            let sorted = times.sorted()
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        func median(_ values: [Double]) -> Double { percentile(0.5, values) }
        (page, level, self.atOnce, self.bytes) = (row.name, row.level.name, atOnce, bytes)
        requests = runs.reduce(0) { $0 + $1.times.count }
        perSecond = median(runs.map { $0.seconds > 0 ? Double($0.times.count) / $0.seconds : 0 })
        processor = median(runs.map { $0.times.isEmpty ? 0 : $0.processorSeconds * 1000 / Double($0.times.count) })
        p50 = median(runs.map { percentile(0.5, $0.times) })
        p95 = median(runs.map { percentile(0.95, $0.times) })
        let tails = runs.map { percentile(0.99, $0.times) }
        (p99, p99Least, p99Most) = (median(tails), tails.min() ?? 0, tails.max() ?? 0)
        most = runs.flatMap(\.times).max() ?? 0
        let waits = runs.flatMap(\.waits)
        (later, laterMost) = (waits.count, waits.max() ?? 0)
        let worst = p99
        isWithinGoal = goal.map { worst <= $0 }
    }

    static let head =
        "page                                level       at once     /s     p50     p95     p99  (least–most)       max  processor    kB  goal"

    var line: String {
        let place = page.padding(toLength: 36, withPad: " ", startingAt: 0) + level.padding(toLength: 12, withPad: " ", startingAt: 0)
        let figures = String(
            format: "%7ld %6.0f %7.1f %7.1f %7.1f  (%.1f–%.1f)", atOnce, perSecond, p50, p95, p99, p99Least, p99Most)
        let rest = String(format: "%8.1f %10.1f %5.1f  ", most, processor, Double(bytes) / 1000)
        var word = isWithinGoal.map { $0 ? "kept" : "MISSED" } ?? "–"
        if later > 0 { word += String(format: "  (%ld counted apart, at most %.0f ms)", later, laterMost) }
        return place + figures.padding(toLength: max(figures.count, 58), withPad: " ", startingAt: 0) + rest + word
    }
}

/// What the process has used so far.
enum ProcessUse {
    /// Seconds of all threads, in the program and in the kernel.
    static var seconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    /// MB of 1,000,000 bytes, at most.
    static var peakMegabytes: Double { Double(usage.ru_maxrss) * 1024 / 1e6 }

    private static var usage: rusage {
        var usage = rusage()
        // Cannot fail for one's own process.
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }
}
