import Recommender
import Vocabulary

/// The file of clients: audience and portrait.
struct ClientsReader {
    /// Audience by number of the user; nil: not said. May be shorter than the table of users.
    private(set) var audiences: [Audience?] = []
    /// Values of portraits by number of the user, NaN unknown; empty when the file has no column of the portrait.
    private(set) var portraits: [Float] = []

    /// - Parameter users: empty; the clients are numbered in it.
    init(_ file: DataFile, users: inout NameTable) throws(DataFileError) {
        let facts = PortraitRow.Field.allCases
        var table = try TableReader(file, required: ["user", "audience"], optional: facts.map(\.column))
        let present = facts.indices.filter { table.has($0 + 2) }
        var lines: [Int32] = []
        while try table.next() {
            guard let user = try table.id(0) else { continue }
            if let earlier = users.find(user) { try table.refuse(0, .repeated(line: Int(lines[Int(earlier)]))) }
            let word = String(decoding: table.field(1), as: UTF8.self)
            let audience = Audience(rawValue: word)
            if audience == nil, !word.isEmpty { try table.refuse(1, .oneOf(Audience.allCases.map(\.rawValue))) }
            let row = portraits.count
            if !present.isEmpty { portraits.append(contentsOf: repeatElement(.nan, count: facts.count)) }
            for index in present {
                let bytes = table.field(index + 2)
                guard !bytes.isEmpty else { continue }
                let number = Numbers.decimal(bytes)
                if let number, facts[index].range.contains(number) {
                    portraits[row + facts[index].rawValue] = Float(number)
                } else {
                    try table.refuse(index + 2, facts[index].range.rule)
                }
            }
            // The file fails as a whole in the end, so what stands in arrays for a wrong row does not matter.
            guard !table.isWrong else { continue }
            guard !users.isFull else { throw .file(file, line: table.line, .tooManyNames) }
            _ = users.number(of: user)
            lines.append(Int32(clamping: table.line))
            audiences.append(audience)
        }
        try table.finish()
    }
}
