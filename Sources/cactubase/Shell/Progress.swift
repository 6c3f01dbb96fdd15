import Vocabulary

/// A line on stderr about work that takes over a second; nothing about work that does not.
final class Progress {
    private let shell: Shell
    private let title: String
    private let start: Instant
    private var last: Instant
    private var hasSpoken = false

    init(_ title: String, in shell: Shell) {
        (self.shell, self.title) = (shell, title)
        start = shell.clock.now
        last = start
    }

    /// - Parameter share: how much is done, 0…1.
    func report(_ share: Double) {
        let now = shell.clock.now
        // Somebody who watches sees the number move; a log file gets a line now and then.
        guard now - start > .seconds(1), !hasSpoken || now - last >= (shell.isWatched ? .milliseconds(200) : .seconds(5)) else { return }
        hasSpoken = true
        last = now
        let line = "\(title): \(Int((min(max(share, 0), 1) * 100).rounded(.down))) %"
        shell.isWatched ? shell.err("\r\(line)") : shell.note(line)
    }

    /// Ends the line.
    func finish() {
        if hasSpoken { shell.isWatched ? shell.err("\r\(title): 100 %\n") : shell.note("\(title): 100 %") }
    }
}

@available(*, unavailable)
extension Progress: Sendable {}
