import Accounts
import Foundation

/// How long until the file of all leads lies ready. Milliseconds by the clock; medians of the runs.
public struct ExportTimes: Sendable, Codable {
    public let runs: Int
    /// From the click to the page that shows how far the file is.
    public let answer: Double
    /// From the click to the page that offers the file.
    public let ready: Double
    public let readyLeast: Double
    public let readyMost: Double
    /// From the click on the file to its last byte.
    public let download: Double
    public let bytes: Int

    var lines: [String] {
        [
            String(
                format: "file of all leads, %.1f MB: answer %.0f ms, ready after %.0f ms (%.0f–%.0f, %ld runs), download %.0f ms",
                Double(bytes) / 1e6, answer, ready, readyLeast, readyMost, runs, download)
        ]
    }
}

/// Asks for the file of all leads as a person does: the click, the page that shows how far it is, the download.
struct ExportBenchmark: Sendable {
    let people: [SignedIn]
    let port: Int

    /// - Returns: the times, and the address of a page that offers the file; nil when leads are so few that the file is the answer itself.
    func run(_ runs: Int, _ progress: @escaping @Sendable (String) -> Void) async throws -> (times: ExportTimes, path: String)? {
        guard runs > 0, let person = people.first(where: { $0.level == .founder }) else { return nil }
        progress("file of all leads")
        let found = try await onThread { try (0..<runs).compactMap { _ in try once(person) } }
        guard let last = found.last else { return nil }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let ready = found.map(\.ready)
        let times = ExportTimes(
            runs: found.count, answer: median(found.map(\.answer)), ready: median(ready), readyLeast: ready.min() ?? 0,
            readyMost: ready.max() ?? 0, download: median(found.map(\.download)), bytes: last.bytes)
        return (times, last.path)
    }

    private struct Export {
        let path: String
        let answer: Double
        let ready: Double
        let download: Double
        let bytes: Int
    }

    private func once(_ person: SignedIn) throws -> Export? {
        let browser = try Loopback(port: port)
        let clicked = Stopwatch.milliseconds
        let form = ["form_token": person.formToken, "query": "status%3Dall"]
        guard let path = try browser.post("/leads/export", cookie: person.cookie, form: form).location else { return nil }
        var page = try browser.get(path, cookie: person.cookie)
        let answered = Stopwatch.milliseconds
        while page.comesAgain {
            usleep(20_000)
            page = try browser.get(path, cookie: person.cookie)
        }
        let ready = Stopwatch.milliseconds
        let file = try browser.get(path + "/file", cookie: person.cookie)
        // A workbook is a zip archive.
        guard file.status == 200, file.body.starts(with: Array("PK".utf8)) else {
            throw ConsoleBenchmarkError.answer(page: "file of all leads", status: file.status)
        }
        return Export(
            path: path, answer: answered - clicked, ready: ready - clicked, download: Stopwatch.milliseconds - ready,
            bytes: file.body.count)
    }
}
