/// The file of hand-made links: whoever took `from` may want `to`.
struct LinksReader {
    struct Link {
        let from: Int32
        let to: Int32
        let line: Int
    }

    let file: DataFile
    private var names = NameTable()
    private var links: [Link] = []

    init(_ file: DataFile) throws(DataFileError) {
        self.file = file
        var table = try TableReader(file, required: ["from", "to"])
        while try table.next() {
            guard let from = try table.id(0) else { continue }
            let start = names.number(of: from)
            guard let to = try table.id(1) else { continue }
            links.append(Link(from: start, to: names.number(of: to), line: table.line))
        }
        try table.finish()
    }

    /// The links between known items, by their numbers; those with an unknown end, and those of an item to itself, say nothing and are left out.
    func resolved(_ items: NameTable) -> (links: [(from: Int32, to: Int32)], unknown: LeftOut, loops: LeftOut) {
        let numbers = items.find(names)
        var (known, unknown, loops) = ([(from: Int32, to: Int32)](), LeftOut(), LeftOut())
        for link in links {
            guard let from = numbers[Int(link.from)], let to = numbers[Int(link.to)] else {
                unknown.add(line: link.line)
                continue
            }
            if from == to { loops.add(line: link.line) } else { known.append((from, to)) }
        }
        return (known, unknown, loops)
    }
}
