/// Buffers of one thread for ranking.
struct RankScratch {
    var signals = SignalScratch()
    /// The signals of the item that was described last.
    private(set) var numbers = [Float](repeating: 0, count: Signal.count)

    mutating func describe(_ item: Int, _ maker: SignalMaker) {
        numbers.withUnsafeMutableBufferPointer { maker.signals(of: item, into: $0, scratch: signals) }
    }
}
