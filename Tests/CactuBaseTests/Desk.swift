import Database
import Foundation
import Synchronization
import Vocabulary

@testable import cactubase

/// A shell in a folder of its own: what commands say is kept, the clock stands still, the environment is what the test says.
final class Desk: Sendable {
    struct Said: Sendable {
        let status: ProcessStatus
        let out: String
        let err: String
    }

    static let now = Instant(seconds: 1_795_435_200)  // 2026-11-23 12:00 UTC
    /// Where `locales` and `qr` lie.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path

    let folder: String
    private let environment: [String: String]

    init(_ environment: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.path + "/cactubase-cli-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.environment = ["CACTUBASE_LOCALES": Self.package + "/locales"].merging(environment) { _, given in given }
        try FileManager.default.createSymbolicLink(atPath: folder + "/qr", withDestinationPath: Self.package + "/qr")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func run(_ arguments: String..., setting: [String: String] = [:]) async -> Said { await run(arguments, setting: setting) }

    func run(_ arguments: [String], setting: [String: String] = [:]) async -> Said {
        let said = Mutex((out: "", err: ""))
        let status = await Cactubase.run(
            arguments,
            in: shell(
                setting: setting, out: { text in said.withLock { $0.out += text } }, err: { text in said.withLock { $0.err += text } }))
        return said.withLock { Said(status: status, out: $0.out, err: $0.err) }
    }

    func shell(
        setting: [String: String] = [:], out: @escaping @Sendable (String) -> Void = { _ in },
        err: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Shell {
        Shell(
            environment: environment.merging(setting) { _, given in given }, directory: folder, executable: folder + "/bin/cactubase",
            clock: WallClock { Self.now }, ids: .system, isWatched: false, out: out, err: err)
    }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name)) }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

    /// The live things of this folder, for looking and for filling in.
    func live() async throws -> Live {
        let shell = shell()
        return try await Live.open(try Configuration.load(environment: shell.environment, file: nil), in: shell)
    }
}
