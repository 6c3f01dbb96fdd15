/// Why a command did not do what it was asked: what was wrong, where, and what to do. Never a personal value, never a secret.
enum CommandFailure: Error, Equatable {
    /// The command, an option or a configured value is wrong: exit code 2.
    case wrongUse(String)
    /// It was asked rightly and could not be done: exit code 1.
    case failed(String)
    /// The answer has been given, and it is bad: exit code 1 without another word.
    case answered
}

/// How a process ends.
enum ProcessStatus: Int32, Sendable {
    case done = 0
    case failed = 1
    case wrongUse = 2
}
