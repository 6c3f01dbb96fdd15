import Foundation
import Vocabulary

extension Shell {
    /// The shell that the process was started from.
    static var live: Shell {
        Shell(
            environment: ProcessInfo.processInfo.environment, directory: FileManager.default.currentDirectoryPath,
            executable: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0],
            clock: WallClock { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }, ids: .system, isWatched: isatty(2) == 1,
            out: { write($0, to: 1) }, err: { write($0, to: 2) },
            readAnswer: isatty(0) == 1 ? typed : nil)
    }

    private static let typed: @Sendable () -> String? = { readLine() }

    /// Straight to the descriptor: `print` is block-buffered when its output goes to a file, and a killed process would lose it.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let written = Foundation.write(descriptor, start, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
        }
    }
}
