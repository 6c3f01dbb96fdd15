import Localization

// What is said of a matrix file. Arguments are numbers of rows and letters of columns: never what stood in a cell.

extension MatrixProblem {
    public var message: Message {
        CatalogueMessages.matrixProblem(row: Int64(row), column: column, expected: expected.message)
    }
}

extension MatrixProblem.Expected {
    var message: Message {
        switch self {
        case .service: CatalogueMessages.expectedService
        case .audience: CatalogueMessages.expectedAudience
        case .company: CatalogueMessages.expectedCompany
        case .mark: CatalogueMessages.expectedMark
        case .nothing: CatalogueMessages.expectedNothing
        case .otherService: CatalogueMessages.expectedOther
        }
    }
}

extension [MatrixProblem] {
    /// A line for each problem, and a word when there may be more.
    public var messages: [Message] {
        map(\.message) + (count < MatrixFile.mostProblems ? [] : [CatalogueMessages.matrixMore(count: Int64(count))])
    }
}
