import Catalogue
import Database
import Group
import Loyalty
import Offers

/// Why the demo world could not be made. All but ``database(_:)`` are faults of the files that are compiled in.
public enum DemoWorldError: Error, Equatable, Sendable {
    case file(name: String, problem: String)
    case cell(file: String, row: Int, column: String)
    case setting(SettingError)
    case catalogue(CatalogueError)
    case ledger(LedgerError)
    case offer(OfferError)
    case database(DatabaseError)
}
