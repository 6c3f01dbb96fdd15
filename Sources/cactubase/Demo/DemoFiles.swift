import Database
import DemoWorld
import Foundation

/// The files of a demo, for starting over.
struct DemoFiles {
    let common: CommonOptions
    let shell: Shell

    /// Removes the demo's database. One that holds something else stays as it is.
    func remove() async throws {
        let configuration = try common.configuration(in: shell)
        guard case .sqlite(let relative) = configuration.database else { return }
        let path = shell.path(relative)
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard try await isDemo(path) else {
            throw CommandFailure.wrongUse("--fresh removes only a demo's database, and \(path) is not one; choose another DATABASE_URL")
        }
        for file in [path, path + ".telegram.db"] {
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
        }
    }

    private func isDemo(_ path: String) async throws -> Bool {
        let database = try Database.open(.sqlite(path: path))
        let seed = try? await database.read { try DemoWorld.seed(of: $0) }
        try await database.close()
        return seed.flatMap { $0 } != nil
    }
}
