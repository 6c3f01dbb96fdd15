extension TrainingData {
    /// The key of a client that a file names by text, for a reader that holds the bytes: the same number as for any other sequence of them.
    public static func key(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        Mix.hash(name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }, 0)
    }
}
