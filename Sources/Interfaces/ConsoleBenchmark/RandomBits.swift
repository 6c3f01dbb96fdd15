import Synchronization
import Vocabulary

/// Draws of one generator that ids and choices share.
final class RandomBits: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

    func next() -> UInt64 { generator.withLock { $0.next() } }
    /// 0 ..< 1.
    func share() -> Double { Double(next() >> 11) * 0x1p-53 }
    func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }
}
