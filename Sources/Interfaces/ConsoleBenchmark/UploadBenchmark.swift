import Accounts
import Clients
import Foundation
import Vocabulary

/// How long from the choice of a file of clients to its whole report. Milliseconds by the clock.
public struct UploadTimes: Sendable, Codable {
    public let rows: Int
    public let runs: Int
    /// From the first byte of the file to the last of the preview. Medians of the runs.
    public let preview: Double
    /// From the click on "import" to the report that is done.
    public let report: Double
    /// Both together.
    public let whole: Double
    public let wholeLeast: Double
    public let wholeMost: Double

    var lines: [String] {
        [
            String(
                format: "upload of %ld rows: preview %.0f ms, import and report %.0f ms, together %.0f ms (%.0f–%.0f, %ld runs)", rows,
                preview,
                report, whole, wholeLeast, wholeMost, runs)
        ]
    }
}

/// Sends a file of new clients as a person does: upload, look at the preview, import, wait for the report.
struct UploadBenchmark: Sendable {
    let people: [SignedIn]
    let port: Int
    let runs: Int

    static let rows = 1000

    func run(_ progress: @escaping @Sendable (String) -> Void) async throws -> UploadTimes? {
        guard let person = people.first(where: { $0.level == .sales }) else { return nil }
        progress("upload of \(Self.rows) rows")
        // The first one warms.
        let times = try await onThread { try (0...runs).map { _ in try once(person) }.dropFirst() }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        let whole = times.map { $0.preview + $0.report }
        return UploadTimes(
            rows: Self.rows, runs: runs, preview: median(times.map(\.preview)), report: median(times.map(\.report)), whole: median(whole),
            wholeLeast: whole.min() ?? 0, wholeMost: whole.max() ?? 0)
    }

    private func once(_ person: SignedIn) throws -> (preview: Double, report: Double) {
        let (browser, file) = (try Loopback(port: port), Self.file(UUID().uuidString.prefix(8)))
        let start = Stopwatch.milliseconds
        let sent = try browser.post("/clients/send", cookie: person.cookie, formToken: person.formToken, file: file, named: "clients.csv")
        guard sent.status == 303, let upload = sent.location else {
            throw ConsoleBenchmarkError.answer(page: "upload", status: sent.status)
        }
        let preview = try browser.get(upload, cookie: person.cookie)
        guard preview.status == 200 else { throw ConsoleBenchmarkError.answer(page: "preview", status: preview.status) }
        let clicked = Stopwatch.milliseconds
        let begun = try browser.post(upload + "/import", cookie: person.cookie, form: ["form_token": person.formToken, "has": "no"])
        guard begun.status == 303, let path = begun.location else {
            throw ConsoleBenchmarkError.answer(page: "import", status: begun.status)
        }
        var report = try browser.get(path, cookie: person.cookie)
        while report.comesAgain {
            usleep(20_000)
            report = try browser.get(path, cookie: person.cookie)
        }
        let end = Stopwatch.milliseconds
        guard report.status == 200, report.text.contains(">1,000</b>") else {
            throw ConsoleBenchmarkError.answer(page: "report", status: report.status)
        }
        return (clicked - start, end - clicked)
    }

    /// Clients that nobody sent before, in the form that companies get.
    static func file(_ mark: some StringProtocol) -> String {
        let columns: [CardColumn] = [.reference, .product, .outcome, .birthDate, .phone, .dependents, .workExperience, .income]
        let head = columns.map { "\"\($0.title(in: .english))\"" }.joined(separator: ";")
        let lines = (1...rows).map { row in
            let day = String(format: "%02ld.%02ld.%ld", 1 + row % 28, 1 + row % 12, 1950 + row % 50)
            let phone = String(format: "+7900%07ld", row)
            return
                "U\(mark)-\(row);Service \(1 + row % 10);\(row % 3 == 0 ? "refusal" : "success");\(day);\(phone);\(row % 4);\(row % 20);\(50_000 + row)"
        }
        return ([head] + lines).joined(separator: "\r\n")
    }
}
