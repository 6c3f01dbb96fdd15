import Catalogue
import Database
import Vocabulary

/// Services of one company for one audience: what its clients may have come for.
enum CatalogueServices {
    static func of(_ company: CompanyID, _ audience: Audience, in transaction: Transaction) throws(DatabaseError) -> [ServiceID] {
        try CatalogueStore().services(of: company, in: transaction).filter { $0.audience == audience }.map(\.id)
    }
}
