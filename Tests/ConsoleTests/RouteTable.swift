/// Who may come where. Each row: a method and a route as the router knows it, and the people to whom it is not "not found". Parts in braces are
/// filled by the test: a lead of the bank that nobody has, an account, unit, company or version of the bank's part of the world.
///
/// F founder, P partner of the bank, D head of its department, U head of its north office, S sales there, O partner of the hotel; and sales with one
/// grant: m marketer, s data steward, a administrator. `*`: everybody, also who is not signed in.
enum RouteTable {
    static let rows: [(route: String, whom: String)] = text.split(separator: "\n").map { line in
        let parts = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        return ("\(parts[0]) \(parts[1])", parts.count > 2 ? parts[2] : "")
    }

    private static let text = """
        GET /assets/console.css *
        GET /assets/icon.svg *
        GET /sign-in *
        POST /sign-in *
        POST /sign-out *
        POST /sign-out-everywhere *
        GET /invitation/{token} *
        POST /invitation/{token} *
        POST /language *
        GET / FPDUSOmsa
        GET /leads FPDUSOmsa
        GET /leads/{number} FPDUSmsa
        POST /leads/{number}/take FPDUSmsa
        POST /leads/{number}/contacted FPDUSmsa
        POST /leads/{number}/not-reached FPDUSmsa
        POST /leads/{number}/won FPDUSmsa
        POST /leads/{number}/lost FPDUSmsa
        POST /leads/{number}/return FPDUSmsa
        POST /leads/{number}/reassign FPDUSmsa
        GET /staff FPDUOa
        POST /staff FPDUOa
        POST /staff/{login}/invite FPDUa
        POST /staff/{login}/close FPDUa
        POST /staff/{login}/change FPDUa
        GET /units FPOa
        POST /units FPOa
        POST /units/{unit} FPa
        GET /posters FPDUOm
        GET /posters/{company} FPDUm
        GET /posters/{company}/print FPDUm
        GET /posters/{company}/{file} FPDUm
        POST /posters/{company}/campaigns FPDUm
        POST /posters/{company}/campaigns/{number} FPDUm
        GET /model/threshold FPOs
        POST /model/threshold s
        POST /model/threshold/undo s
        GET /model/versions FPOs
        POST /model/versions/train s
        POST /model/versions/{version}/choose s
        GET /model/links s
        POST /model/links s
        GET /model/links/proposals s
        GET /model/links/history s
        GET /model/links/matrix.xlsx s
        POST /model/links/remove s
        POST /model/links/accept s
        POST /model/links/decline s
        POST /model/links/undo s
        GET /model/links/upload s
        POST /model/links/upload s
        POST /model/links/upload/apply s
        GET /model/needs s
        POST /model/needs/undo s
        POST /model/needs/{service} s
        GET /system Fsa
        POST /system/run sa
        GET /system/settings sa
        POST /system/settings/{name} a
        POST /system/settings/{name}/default a
        POST /system/settings/{name}/undo a
        GET /system/companies a
        GET /system/companies/{company} a
        POST /system/companies/{company} a
        GET /system/audit a
        GET /system/audit.csv a
        GET /system/audit.xlsx a
        GET /system/ledger a
        POST /system/ledger/check a
        """
}
