import Foundation

/// Numbers texts by first appearance, looking at bytes alone: a text that is known costs no allocation.
///
/// Small decimal integers, the ids of most files, are found by value; the rest by an open-addressing hash table with linear probing (Knuth, The Art of
/// Computer Programming 3, 6.4, algorithm L).
struct NameTable: Sendable {
    /// Number by value of a short integer; -1: not seen.
    private var integers: [Int32] = []
    private var slots: [Slot] = []
    private var hashed = 0
    private(set) var bytes: [UInt8] = []
    /// Where each name begins in `bytes`; one more for the end.
    private(set) var starts: [UInt32] = [0]

    /// Sixteen bytes, so that a look at one never costs two lines of cache; where the name lies stands here too, to spare another.
    private struct Slot {
        var hash: UInt32 = 0
        /// -1: free.
        var number: Int32 = -1
        var start: UInt32 = 0
        var count: UInt32 = 0
    }

    var count: Int { starts.count - 1 }
    /// More would overflow the 32-bit numbers of places; every caller asks before it adds.
    var isFull: Bool { bytes.count > Int(UInt32.max) - (1 << 20) || count > Int(Int32.max) - 2 }

    func name(_ number: Int) -> ArraySlice<UInt8> { bytes[Int(starts[number])..<Int(starts[number + 1])] }

    /// Numbers the names of another table too; the answer has them by their numbers there.
    mutating func numbers(of other: NameTable) -> [Int32] {
        other.bytes.withUnsafeBufferPointer { bytes in
            (0..<other.count).map { name in
                number(of: FieldBytes(rebasing: bytes[Int(other.starts[name])..<Int(other.starts[name + 1])]))
            }
        }
    }

    /// The numbers of the names of another table; nil for those that this one has not.
    func find(_ other: NameTable) -> [Int32?] {
        other.bytes.withUnsafeBufferPointer { bytes in
            (0..<other.count).map { name in find(FieldBytes(rebasing: bytes[Int(other.starts[name])..<Int(other.starts[name + 1])])) }
        }
    }

    /// The number of a text, new if it was not seen before.
    @inline(__always)
    mutating func number(of text: FieldBytes) -> Int32 {
        let value = Self.shortInteger(text)
        if value >= 0, value < integers.count, integers[value] >= 0 { return integers[value] }
        return numberSlowly(text, value: value)
    }

    /// The number of a text that was seen before.
    @inline(__always)
    func find(_ text: FieldBytes) -> Int32? {
        let value = Self.shortInteger(text)
        if value >= 0 { return value < integers.count && integers[value] >= 0 ? integers[value] : nil }
        guard !slots.isEmpty else { return nil }
        let number = slots[slot(of: text, hash: Self.hash(text))].number
        return number < 0 ? nil : number
    }

    private mutating func numberSlowly(_ text: FieldBytes, value: Int) -> Int32 {
        if value >= 0 {
            if value >= integers.count {
                var size = max(1024, integers.count)
                while size <= value { size *= 2 }
                integers.append(contentsOf: repeatElement(-1, count: size - integers.count))
            }
            integers[value] = append(text)
            return integers[value]
        }
        if hashed * 2 >= slots.count { grow() }
        let hash = Self.hash(text)
        let place = slot(of: text, hash: hash)
        if slots[place].number < 0 {
            let start = UInt32(bytes.count)
            slots[place] = Slot(hash: hash, number: append(text), start: start, count: UInt32(text.count))
            hashed += 1
        }
        return slots[place].number
    }

    private mutating func append(_ text: FieldBytes) -> Int32 {
        bytes.append(contentsOf: text)
        starts.append(UInt32(bytes.count))
        return Int32(count - 1)
    }

    /// The slot that holds the text, or the free one where it belongs.
    private func slot(of text: FieldBytes, hash: UInt32) -> Int {
        slots.withUnsafeBufferPointer { slots in
            bytes.withUnsafeBufferPointer { bytes in
                let mask = slots.count - 1
                var place = Int(hash) & mask
                while slots[place].number >= 0 {
                    let slot = slots[place]
                    if slot.hash == hash, slot.count == UInt32(text.count), let name = bytes.baseAddress, let first = text.baseAddress,
                        memcmp(name + Int(slot.start), first, text.count) == 0
                    {
                        return place
                    }
                    place = (place + 1) & mask
                }
                return place
            }
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: max(1024, old.count * 2))
        let mask = slots.count - 1
        for slot in old where slot.number >= 0 {
            var place = Int(slot.hash) & mask
            while slots[place].number >= 0 { place = (place + 1) & mask }
            slots[place] = slot
        }
    }

    /// The value of a decimal integer below ten million as a program writes it, so that "7" and "07" stay two names; -1: anything else.
    @inline(__always)
    private static func shortInteger(_ text: FieldBytes) -> Int {
        guard text.count - 1 < 7, text.count > 0, text[0] != Byte.zero || text.count == 1 else { return -1 }
        var value = 0
        for byte in text {
            let digit = byte &- Byte.zero
            guard digit < 10 else { return -1 }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// Eight bytes at a time, mixed by multiplication (Knuth's multiplicative hashing, then SplitMix64's finaliser).
    private static func hash(_ text: FieldBytes) -> UInt32 {
        var hash = UInt64(text.count)
        var place = 0
        let raw = UnsafeRawBufferPointer(text)
        while place + 8 <= text.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            place += 8
        }
        var tail: UInt64 = 0
        while place < text.count {
            tail = tail << 8 | UInt64(text[place])
            place += 1
        }
        hash = (hash ^ tail) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 31)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}
