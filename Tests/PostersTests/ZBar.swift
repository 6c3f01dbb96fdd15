import Foundation
import Glibc

#if canImport(Glibc)
import Glibc
#endif

/// Decodes pictures with zbarimg (package zbar-tools), a witness that shares nothing with our encoder.
enum ZBar {
    enum Failure: Error { case notStarted(Int32), failed(status: Int32, output: String) }

    /// What the codes in a PNG say, one a line.
    static func decode(_ png: [UInt8]) throws -> String {
        try inScratchFolder { folder in
            try Data(png).write(to: URL(fileURLWithPath: folder + "/code.png"))
            return try decode(png: folder + "/code.png", output: folder + "/out")
        }
    }

    /// Where a browser is, that can turn an SVG or a page into pixels and into paper.
    static let browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What the codes say that a browser shows on an HTML page, one a line.
    static func decode(page: String, width: Int, height: Int) throws -> String {
        try inScratchFolder { folder in
            try browse(
                page, in: folder, ["--screenshot=\(folder)/page.png", "--force-device-scale-factor=2", "--window-size=\(width),\(height)"])
            return try decode(png: folder + "/page.png", output: folder + "/out")
        }
    }

    /// The PDF that a browser prints of an HTML page, as Latin 1.
    static func printed(page: String) throws -> String {
        try inScratchFolder { folder in
            try browse(page, in: folder, ["--no-pdf-header-footer", "--print-to-pdf=\(folder)/page.pdf"])
            return try String(contentsOfFile: folder + "/page.pdf", encoding: .isoLatin1)
        }
    }

    private static func browse(_ page: String, in folder: String, _ options: [String]) throws {
        try Data(page.utf8).write(to: URL(fileURLWithPath: folder + "/page.html"))
        let words = [
            "timeout", "-k", "1", "60", browser ?? "", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        ]
        let here = ["--user-data-dir=\(folder)/profile", "--hide-scrollbars"]
        let status = try run(words + here + options + ["file://\(folder)/page.html"], output: folder + "/log")
        guard status == 0 else { throw Failure.failed(status: status, output: "browser") }
    }

    private static func inScratchFolder<Result>(_ act: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zbar-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try act(folder.path)
    }

    private static func decode(png input: String, output: String) throws -> String {
        let status = try run(
            ["timeout", "-k", "1", "60", "zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", input], output: output)
        let text = try String(contentsOfFile: output, encoding: .utf8)
        guard status == 0 else { throw Failure.failed(status: status, output: text) }
        return String(text.dropLast(text.hasSuffix("\n") ? 1 : 0))
    }

    /// Starts a child with no signal blocked and its output in a file, and waits for it. Foundation's Process would hand down what the test runner blocks.
    static func run(_ words: [String], output: String) throws -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child = pid_t()
        let started = posix_spawnp(&child, words[0], &files, &attributes, &arguments, environ)
        guard started == 0 else { throw Failure.notStarted(started) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        return status >> 8 & 0xFF
    }
}
