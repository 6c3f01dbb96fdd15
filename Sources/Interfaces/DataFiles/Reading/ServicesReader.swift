import Vocabulary

/// The file of services: the catalogue.
struct ServicesReader {
    struct Service {
        let audience: Audience
        /// Whose it is; empty: unknown.
        let company: String
        let needs: [String]
    }

    /// By number of the item.
    private(set) var services: [Service] = []

    /// - Parameter items: empty; the services are numbered in it.
    init(_ file: DataFile, items: inout NameTable) throws(DataFileError) {
        var table = try TableReader(file, required: ["item", "audience"], optional: ["company", "need1", "need2"])
        var lines: [Int] = []
        while try table.next() {
            guard let item = try table.id(0) else { continue }
            let audience = Audience(rawValue: Self.text(table.field(1)))
            if audience == nil { try table.refuse(1, .oneOf(Audience.allCases.map(\.rawValue))) }
            if let earlier = items.find(item) { try table.refuse(0, .repeated(line: lines[Int(earlier)])) }
            guard let audience, !table.isWrong else { continue }
            _ = items.number(of: item)
            lines.append(table.line)
            let needs = [Self.text(table.field(3)), Self.text(table.field(4))].filter { !$0.isEmpty }
            services.append(Service(audience: audience, company: Self.text(table.field(2)), needs: needs))
        }
        try table.finish()
        guard !services.isEmpty else { throw .file(file, .noRows) }
    }

    private static func text(_ bytes: FieldBytes) -> String { String(decoding: bytes, as: UTF8.self) }
}
