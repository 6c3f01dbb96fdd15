/// What all clients took, one after the other, as one stream of words, and where in it each item stands: what ``RowCounter`` reads.
///
/// Items are numbered by popularity in large catalogues: most of what a counter adds then falls into a few cache lines.
struct TakingStream: Sendable {
    /// The first of a client, and what was taken at the same moment as the one before. The rest of a word is the item's number.
    static let first: UInt32 = 1 << 31
    static let tied: UInt32 = 1 << 30
    static let number: UInt32 = spare - 1
    /// In no word.
    static let spare: UInt32 = 1 << 29

    /// Ends with a word that is the first of nobody.
    let words: [UInt32]
    /// Item → number, and number → item.
    let numbers: [Int32]
    let items: [Int32]
    /// Places in `words` by number: an inverted index in compressed rows.
    let starts: [Int]
    let places: [Int32]

    init(_ sequences: Sequences, takers: [Int32], isByPopularity: Bool) {
        var items = [Int32](0..<Int32(takers.count))
        if isByPopularity {
            items.sort { left, right in
                takers[Int(left)] != takers[Int(right)] ? takers[Int(left)] > takers[Int(right)] : left < right
            }
        }
        var numbers = [Int32](repeating: 0, count: items.count)
        for (number, item) in items.enumerated() { numbers[Int(item)] = Int32(number) }
        var starts = [Int](repeating: 0, count: items.count + 1)
        for number in items.indices { starts[number + 1] = starts[number] + Int(takers[Int(items[number])]) }
        var next = starts
        var places = [Int32](repeating: 0, count: sequences.items.count)
        let words = [UInt32](unsafeUninitializedCapacity: sequences.items.count + 1) { words, count in
            count = sequences.items.count + 1
            for place in sequences.items.indices {
                let number = Int(numbers[Int(sequences.items[place])])
                let mark = sequences.marks[place]
                words[place] =
                    UInt32(truncatingIfNeeded: number)
                    | (mark & Sequences.first != 0 ? Self.first : 0) | (mark & Sequences.tied != 0 ? Self.tied : 0)
                places[next[number]] = Int32(truncatingIfNeeded: place)
                next[number] += 1
            }
            words[count - 1] = Self.first
        }
        (self.words, self.numbers, self.items, self.starts, self.places) = (words, numbers, items, starts, places)
    }

    func places(of number: Int) -> ArraySlice<Int32> { places[starts[number]..<starts[number + 1]] }
}
