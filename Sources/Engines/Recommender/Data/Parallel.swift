import Dispatch
import Synchronization

/// Splits work into a fixed number of parts, whatever the machine has, so that sums come out the same everywhere.
enum Parallel {
    static let parts = 8

    /// The answers of `body` for consecutive ranges of `0..<count`, in order; runs on all cores. Parts without a range are left out.
    static func map<Answer: Sendable>(_ count: Int, into parts: Int = parts, _ body: @Sendable (Range<Int>) -> Answer) -> [Answer] {
        guard count > 0 else { return [] }
        let answers = Mutex([Answer?](repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = count * part / parts..<count * (part + 1) / parts
            guard !range.isEmpty else { return }
            let answer = body(range)
            answers.withLock { $0[part] = answer }
        }
        return answers.withLock { $0.compactMap(\.self) }
    }
}
