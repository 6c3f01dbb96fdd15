import Foundation

/// Ids as the files spell them, in an order that depends on the ids alone: by value when all are integers, else by their bytes. So the order of rows
/// in a file means nothing.
public struct Names: Sendable {
    private let bytes: [UInt8]
    private let starts: [UInt32]
    private let counts: [UInt16]
    /// The ids as numbers, when all are integers.
    let values: [Int]?

    /// - Parameter places: for each number of the table its place here.
    init(_ table: NameTable, places: inout [Int32]) {
        let values = Self.integers(table)
        let order = values.map(Self.ascending) ?? Self.ascending(table)
        places = [Int32](repeating: 0, count: table.count)
        for (place, number) in order.enumerated() { places[Int(number)] = Int32(place) }
        bytes = table.bytes
        starts = order.map { table.starts[Int($0)] }
        counts = order.map { UInt16(table.starts[Int($0) + 1] - table.starts[Int($0)]) }
        self.values = values.map { values in order.map { values[Int($0)] } }
    }

    public var count: Int { starts.count }

    public subscript(place: Int) -> ArraySlice<UInt8> { bytes[Int(starts[place])..<Int(starts[place]) + Int(counts[place])] }

    /// Something made of the bytes of each id, in order.
    func map<T>(_ transform: (FieldBytes) -> T) -> [T] {
        bytes.withUnsafeBufferPointer { bytes in
            (0..<count).map { transform(FieldBytes(rebasing: bytes[Int(starts[$0])..<Int(starts[$0]) + Int(counts[$0])])) }
        }
    }

    private static func ascending(_ values: [Int]) -> [Int32] {
        (0..<Int32(values.count)).sorted { values[Int($0)] < values[Int($1)] }
    }

    /// By the first eight bytes, and where these are equal by all of them.
    private static func ascending(_ table: NameTable) -> [Int32] {
        table.bytes.withUnsafeBufferPointer { bytes in
            let names = (0..<table.count).map { FieldBytes(rebasing: bytes[Int(table.starts[$0])..<Int(table.starts[$0 + 1])]) }
            let prefixes = names.map { name in
                (0..<8).reduce(UInt64(0)) { prefix, place in prefix << 8 | (place < name.count ? UInt64(name[place]) : 0) }
            }
            return (0..<Int32(table.count)).sorted { left, right in
                let (a, b) = (prefixes[Int(left)], prefixes[Int(right)])
                return a != b ? a < b : precedes(names[Int(left)], names[Int(right)])
            }
        }
    }

    private static func precedes(_ left: FieldBytes, _ right: FieldBytes) -> Bool {
        guard let first = left.baseAddress, let second = right.baseAddress else { return left.count < right.count }
        let order = memcmp(first, second, min(left.count, right.count))
        return order != 0 ? order < 0 : left.count < right.count
    }

    /// The values when each id is an integer as a program writes it: no plus, no leading zero.
    private static func integers(_ table: NameTable) -> [Int]? {
        var values: [Int] = []
        values.reserveCapacity(table.count)
        for number in 0..<table.count {
            guard let value = integer(table.name(number)) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func integer(_ name: ArraySlice<UInt8>) -> Int? {
        let isNegative = name.first == Byte.minus
        let digits = isNegative ? name.dropFirst() : name
        guard digits.count <= 18, let first = digits.first, first != Byte.zero || digits.count == 1 && !isNegative else { return nil }
        var value = 0
        for byte in digits {
            guard (Byte.zero...Byte.nine).contains(byte) else { return nil }
            value = value * 10 + Int(byte - Byte.zero)
        }
        return isNegative ? -value : value
    }
}
