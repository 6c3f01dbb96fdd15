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
    public let bytes: Int
    /// Within the goal; nil: none is set for so many at once.
    public let isWithinGoal: Bool?

    init(_ row: PageRow, atOnce: Int, runs: [(times: [Double], seconds: Double)], bytes: Int, goal: Double?) {
        func percentile(_ share: Double, _ times: [Double]) -> Double {
            let sorted = times.sorted()
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
        func median(_ values: [Double]) -> Double { percentile(0.5, values) }
        (page, level, self.atOnce, self.bytes) = (row.name, row.level.name, atOnce, bytes)
        requests = runs.reduce(0) { $0 + $1.times.count }
        perSecond = median(runs.map { $0.seconds > 0 ? Double($0.times.count) / $0.seconds : 0 })
        p50 = median(runs.map { percentile(0.5, $0.times) })
        p95 = median(runs.map { percentile(0.95, $0.times) })
        let tails = runs.map { percentile(0.99, $0.times) }
        (p99, p99Least, p99Most) = (median(tails), tails.min() ?? 0, tails.max() ?? 0)
        most = runs.flatMap(\.times).max() ?? 0
        let worst = p99
        isWithinGoal = goal.map { worst <= $0 }
    }

    static let head =
        "page                                level       at once     /s     p50     p95     p99  (least–most)       max    kB  goal"

    var line: String {
        let place = page.padding(toLength: 36, withPad: " ", startingAt: 0) + level.padding(toLength: 12, withPad: " ", startingAt: 0)
        let figures = String(
            format: "%7ld %6.0f %7.1f %7.1f %7.1f  (%.1f–%.1f)", atOnce, perSecond, p50, p95, p99, p99Least, p99Most)
        let rest = String(format: "%8.1f %5.1f  ", most, Double(bytes) / 1000)
        let word = isWithinGoal.map { $0 ? "kept" : "MISSED" } ?? "–"
        return place + figures.padding(toLength: max(figures.count, 58), withPad: " ", startingAt: 0) + rest + word
    }
}
