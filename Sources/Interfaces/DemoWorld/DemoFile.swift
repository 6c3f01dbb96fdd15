import Resources
import Spreadsheets

/// A table of the project's own data, compiled into the program: `Sources/C/CResources/files/demo`. Columns are found by name.
struct DemoFile {
    struct Line {
        let file: String
        let number: Int
        fileprivate let cells: [String: String]

        /// The cell's text; empty when there is none.
        subscript(column: String) -> String { cells[column] ?? "" }

        func int(_ column: String) throws(DemoWorldError) -> Int {
            guard let number = Int(self[column]) else { throw .cell(file: file, row: number, column: column) }
            return number
        }

        func double(_ column: String) throws(DemoWorldError) -> Double {
            guard let number = Double(self[column]) else { throw .cell(file: file, row: number, column: column) }
            return number
        }

        func value<Wanted: RawRepresentable<String>>(_ column: String) throws(DemoWorldError) -> Wanted {
            guard let value = Wanted(rawValue: self[column]) else { throw .cell(file: file, row: number, column: column) }
            return value
        }

        /// Whole numbers with spaces between them.
        func ints(_ column: String) throws(DemoWorldError) -> [Int] {
            let words = self[column].split(separator: " ")
            let numbers = words.compactMap { Int($0) }
            guard numbers.count == words.count else { throw .cell(file: file, row: number, column: column) }
            return numbers
        }
    }

    let lines: [Line]

    init(_ name: String) throws(DemoWorldError) {
        guard let file = Resource.named("demo/\(name).csv") else { throw .file(name: name, problem: "not compiled in") }
        do {
            let rows = try Spreadsheet(file.bytes, named: "\(name).csv").rows()
            guard let head = try rows.next() else { throw DemoWorldError.file(name: name, problem: "empty") }
            let columns = head.cells.map(\.text)
            var lines: [Line] = []
            while let row = try rows.next() {
                let cells = Dictionary(zip(columns, row.cells.map(\.text)), uniquingKeysWith: { first, _ in first })
                lines.append(Line(file: name, number: row.number, cells: cells))
            }
            self.lines = lines
        } catch let error as DemoWorldError {
            throw error
        } catch {
            throw .file(name: name, problem: "\(error)")
        }
    }
}
