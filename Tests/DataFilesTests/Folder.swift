import DataFiles
import Foundation

@testable import Recommender

/// A folder that vanishes with the test.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/datafiles-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> DataFile { DataFile("\(path)/\(name)", named: name) }

    func write(_ text: String, to name: String) throws -> DataFile { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws -> DataFile {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return file(name)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// Interactions alone.
    func load(_ text: String) throws -> DataSet { try DataSet(DataFilePaths(interactions: try write(text, to: "i.csv"))) }
}

extension Names {
    var texts: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }
}

extension DataSet {
    /// The events as "user item sign source time propensity", by client, the oldest first.
    var rows: [String] {
        (0..<users.count).flatMap { client in
            training.events.events(of: client).map { event in
                "\(users.texts[client]) \(items.texts[Int(event.item)]) \(event.isPositive ? "+" : "-") \(event.isOffer ? "offer" : "history") \(event.time)"
                    + (event.propensity > 0 ? " \(event.propensity)" : "")
            }
        }
    }
}
