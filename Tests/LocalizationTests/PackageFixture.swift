import Foundation

/// A package in a temporary folder with one room, `Golden`; removed when the value goes.
final class PackageFixture {
    let root = FileManager.default.temporaryDirectory.path + "/localization-\(UUID().uuidString)"

    init(russian: String = GoldenCatalogues.russian, english: String = GoldenCatalogues.english) throws {
        try write(russian, to: "locales/ru/Golden.yaml")
        try write(english, to: "locales/en/Golden.yaml")
        try write("", to: "Sources/Features/Golden/Room.swift")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ path: String) throws -> String { try String(contentsOfFile: root + "/" + path, encoding: .utf8) }
}
