import Foundation

/// What several runs of one thing took: half were below the median.
public struct Measurement: Sendable, Codable {
    public let name: String
    /// s: seconds of all cores together; ms: of the one thread; MB: 1,000,000 bytes.
    public let unit: String
    public let median: Double
    public let least: Double
    public let most: Double
    public let runs: Int

    init(_ name: String, _ unit: String, _ values: [Double]) {
        let sorted = values.sorted()
        self.name = name
        self.unit = unit
        median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        least = sorted.first ?? 0
        most = sorted.last ?? 0
        runs = values.count
    }

    /// Percentiles of single acts.
    static func percentiles(_ name: String, _ values: [Double]) -> [Measurement] {
        let sorted = values.sorted()
        return [50, 95, 99].compactMap { percent in
            sorted.isEmpty ? nil : Measurement("\(name), p\(percent)", "ms", [sorted[min(sorted.count - 1, sorted.count * percent / 100)]])
        }
    }

    public var line: String {
        let value = String(format: "%10.3f", median)
        let spread = runs > 1 ? String(format: "  (%.3f–%.3f, %ld runs)", least, most, runs) : ""
        return value + " " + unit.padding(toLength: 3, withPad: " ", startingAt: 0) + " " + name + spread
    }
}

/// Processor time and memory of this process: unlike the clock on the wall, they do not depend on what else the machine does.
enum Processor {
    /// Seconds of all threads, in the program and in the kernel.
    static var seconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    /// Of the calling thread.
    static var threadMilliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    /// The most memory that was in use at once.
    static var peakMegabytes: Double { Double(usage.ru_maxrss) * 1024 / 1e6 }

    private static var usage: rusage {
        var usage = rusage()
        // Cannot fail for one's own process.
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }
}
