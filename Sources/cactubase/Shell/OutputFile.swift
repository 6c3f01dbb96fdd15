import Foundation

/// Files that commands write: whole or not at all.
enum OutputFile {
    /// Replaces the file, creating the folders above it.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw .failed("cannot write \(path): is there room, and may you write in its folder?")
        }
    }
}
