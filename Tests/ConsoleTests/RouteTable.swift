/// Who may come where. Each row: a method and a route as the router knows it, and the people to whom it is not "not found". Parts in braces are
/// filled by the test: a lead of the bank that nobody has, an account, unit, company or version of the bank's part of the world.
///
/// F founder, P partner of the bank, D head of its department, U head of its north office, S sales there, O partner of the hotel; and sales with one
/// grant: m marketer, s data steward, a administrator; A an administrator of the group. `*`: everybody, also who is not signed in (and `/live`,
/// which never ends; its own tests say who hears what). `-`: nobody, since what the parameter names is each person's own; tested where it is made.
enum RouteTable {
    static let rows: [(route: String, whom: String)] = text.split(separator: "\n").map { line in
        let parts = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        return ("\(parts[0]) \(parts[1])", parts.count > 2 ? parts[2] : "")
    }

    private static let text = """
        GET /assets/console.css *
        GET /assets/icon.svg *
        GET /assets/live.js *
        GET /assets/keys.js *
        GET /assets/page.js *
        GET /sign-in *
        POST /sign-in *
        POST /sign-out *
        POST /sign-out-everywhere *
        GET /invitation/{token} *
        POST /invitation/{token} *
        POST /language *
        GET / FPDUSOmsaA
        GET /leads FPDUSOmsaA
        GET /leads/{number} FPDUSmsaA
        POST /leads/{number}/take FPDUSmsaA
        POST /leads/{number}/release FPDUSmsaA
        POST /leads/{number}/contacted FPDUSmsaA
        POST /leads/{number}/not-reached FPDUSmsaA
        POST /leads/{number}/won FPDUSmsaA
        POST /leads/{number}/lost FPDUSmsaA
        POST /leads/{number}/return FPDUSmsaA
        POST /leads/{number}/reassign FPDUSmsaA
        POST /leads/{number}/send FPDUSmsaA
        POST /leads/{number}/ask FPDUSmsaA
        POST /leads/bulk FPDUSOmsaA
        POST /leads/export FPDUSOmsaA
        GET /exports/{export} -
        GET /exports/{export}/file -
        POST /exports/{export}/drop -
        POST /filters FPDUSOmsaA
        POST /filters/{id}/delete -
        POST /filters/{id}/rename -
        GET /live *
        GET /requests FPDUSOmsaA
        POST /requests/{id} -
        GET /account FPDUSOmsaA
        POST /account/password FPDUSOmsaA
        POST /account/others FPDUSOmsaA
        POST /account/sessions/{session}/end -
        GET /clients FPDUSOmsaA
        GET /clients/{client} FPDUSmsaA
        POST /clients/{client}/link FPDUSmsaA
        POST /clients/{client}/revoke FPDUSmsaA
        POST /clients/{client}/needs FPDUSmsaA
        POST /clients/{client}/recompute FPDUSmsaA
        GET /clients/new USmsa
        POST /clients/new USmsa
        GET /clients/send FPDUSOmsaA
        POST /clients/send USmsa
        GET /clients/send/{upload} USmsa
        POST /clients/send/{upload}/again USmsa
        POST /clients/send/{upload}/import USmsa
        POST /clients/send/{upload}/drop FPDUSOmsaA
        GET /clients/sends/{send} -
        GET /clients/sends/{send}/report.xlsx -
        GET /clients/sends/{send}/take-back -
        POST /clients/sends/{send}/take-back -
        GET /clients/template/{file} FPDUSOmsaA
        GET /catalogue FPDUSOmsaA
        GET /catalogue/new aA
        POST /catalogue/new aA
        POST /catalogue/needs aA
        GET /catalogue/{service} FPDUSmsaA
        POST /catalogue/{service} FPDUSmsaA
        POST /catalogue/{service}/restore FPDUSmsaA
        GET /catalogue/{service}/facts FPDUSmsaA
        POST /catalogue/{service}/facts FPDUSmsaA
        POST /catalogue/{service}/aliases FPDUSmsaA
        POST /catalogue/{service}/aliases/remove FPDUSmsaA
        GET /staff FPDUOaA
        POST /staff FPDUOaA
        POST /staff/{login}/invite FPDUaA
        POST /staff/{login}/close FPDUaA
        POST /staff/{login}/change FPDUaA
        GET /units FPOaA
        POST /units FPOaA
        POST /units/{unit} FPaA
        GET /posters FPDUOmA
        GET /posters/{company} FPDUmA
        GET /posters/{company}/print FPDUmA
        GET /posters/{company}/{file} FPDUmA
        POST /posters/{company}/campaigns FPDUmA
        POST /posters/{company}/campaigns/{number} FPDUmA
        GET /model/threshold FPOsA
        POST /model/threshold s
        POST /model/threshold/undo s
        GET /model/versions FPOsA
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
        GET /system FsaA
        POST /system/run sA
        GET /system/settings sA
        POST /system/settings/{name} A
        POST /system/settings/{name}/default A
        POST /system/settings/{name}/undo A
        GET /system/companies aA
        GET /system/companies/new A
        POST /system/companies/new A
        GET /system/companies/{company} aA
        POST /system/companies/{company} aA
        GET /system/audit A
        GET /system/audit.csv A
        GET /system/audit.xlsx A
        GET /system/ledger A
        POST /system/ledger/check A
        """
}
