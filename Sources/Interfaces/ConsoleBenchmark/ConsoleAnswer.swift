import Foundation

/// What the benchmark found, as scripts read it; `lines` for people.
public struct ConsoleAnswer: Sendable, Codable {
    public let size: ConsoleBenchmark.Size
    public let requests: Int
    public let runs: Int
    /// p99 in milliseconds.
    public let goal: Double
    public let pages: [PageTimes]
    /// Nil: not measured.
    public let upload: UploadTimes?
    /// Nil: not measured, or leads are so few that the file is the answer itself.
    public let export: ExportTimes?
    /// Nil: not measured, or this build serves no events.
    public let live: LiveTimes?
    /// MB of 1,000,000 bytes, server and browsers together.
    public let peakMegabytes: Double
    public let isOptimised: Bool

    init(
        size: ConsoleBenchmark.Size, requests: Int, runs: Int, goal: Double, pages: [PageTimes], upload: UploadTimes?, export: ExportTimes?,
        live: LiveTimes?
    ) {
        (self.size, self.requests, self.runs, self.goal, self.pages) = (size, requests, runs, goal, pages)
        (self.upload, self.export, self.live) = (upload, export, live)
        peakMegabytes = ProcessUse.peakMegabytes
        #if DEBUG
        isOptimised = false
        #else
        isOptimised = true
        #endif
    }

    /// Pages that took longer than they may.
    public var missed: [PageTimes] { pages.filter { $0.isWithinGoal == false } }

    public var lines: [String] {
        let build = isOptimised ? "release build" : "debug build"
        var lines = [
            "\(size.leads) leads, \(size.clients) clients, seed \(size.seed); \(build); \(runs) runs of \(requests) requests; milliseconds by the clock",
            PageTimes.head,
        ]
        lines += pages.map(\.line)
        lines += upload?.lines ?? []
        lines += export?.lines ?? []
        lines += live?.lines ?? ["open pages: not measured, or not served by this build"]
        lines.append(String(format: "peak memory of console and browsers: %.0f MB", peakMegabytes))
        let slow = missed
        lines.append(
            slow.isEmpty
                ? String(format: "every page kept p99 ≤ %.0f ms", goal)
                : String(format: "p99 ≤ %.0f ms missed by %ld of %ld", goal, slow.count, pages.count { $0.isWithinGoal != nil }))
        return lines
    }
}
