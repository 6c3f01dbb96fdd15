import Group
import Spreadsheets
import Vocabulary

extension MatrixFile {
    /// The matrix as a sheet in the layout that ``MatrixFile`` reads; its titles and marks are Russian, as the partner group writes them.
    public static func table(_ services: [Service], _ companies: [Company], _ links: LinkTable) -> SheetTable {
        let names = Dictionary(companies.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        func labels(_ text: (Service) -> String) -> [SheetTable.Value] { services.map { .text(text($0)) } }
        func company(_ service: Service) -> String { names[service.company] ?? "" }
        let corner = Array(repeating: SheetTable.Value.empty, count: labelColumns)
        let head = [labels(\.name), labels { audience($0.audience) }, labels(company)].map { corner + $0 }
        let body = services.map { from in
            [.text("Услуга 1"), .text(from.name), .text(audience(from.audience)), .text(company(from))]
                + services.map { mark(from.id == $0.id ? .never : links[from.id, $0.id]) }
        }
        let columns =
            [7.5, 25.13, 4.38, 10.88].map { SheetTable.Column("", width: $0) }
            + services.map { _ in SheetTable.Column("Услуга 2", width: 10.63) }
        return SheetTable(
            name: "Матрица кросс-услуг", columns: columns, rows: head + body,
            head: SheetTable.Head(rows: labelRows, columns: labelColumns, isFiltered: false))
    }

    private static func audience(_ audience: Audience) -> String {
        switch audience {
        case .individual: "ФЛ"
        case .legal: "ЮЛ"
        }
    }

    private static func mark(_ kind: ServiceLink.Kind?) -> SheetTable.Value {
        switch kind {
        case nil: .empty
        case .related: .integer(1)
        case .never: .text("Х")
        }
    }
}
