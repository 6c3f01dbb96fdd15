/// The file of those whom recommendations are made for; a user who stands twice counts once.
struct UsersReader {
    private(set) var names = NameTable()

    init(_ file: DataFile) throws(DataFileError) {
        var table = try TableReader(file, required: ["user"])
        while try table.next() {
            guard let user = try table.id(0) else { continue }
            guard !names.isFull else { throw .file(file, line: table.line, .tooManyNames) }
            _ = names.number(of: user)
        }
        try table.finish()
    }
}
