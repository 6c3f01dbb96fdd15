import Catalogue
import Clients
import Database
import Group
import Localization
import Vocabulary

/// `/clients/send/ID`: how a file is understood, before anything of it is stored.
struct PreviewPage: Sendable {
    /// A product of the file, and what it would mean.
    struct Product: Sendable {
        let key: ProductKey
        /// As the file spells it.
        let written: String
        let rows: Int
        /// Without a choice of the sender.
        let match: ProductMatch
        /// Chosen now, or remembered; the inner nil is "let it wait".
        let choice: ServiceID??
        /// No service for this file's clients has the name, but one for the others does.
        let isForOthers: Bool

        /// The service that its cards will have.
        var service: ServiceID? {
            if case .some(let chosen) = choice, let chosen { return chosen }
            if case .one(let service) = match, choice == nil { return service }
            return nil
        }
        /// Nobody has to look at what the catalogue knows.
        var isClear: Bool { choice == nil && service != nil }
    }

    let visit: Visit
    let upload: Upload
    let company: CompanyID
    let inspection: CardInspection
    let products: [Product]
    let services: [Service]
    let companies: [Company]
    let names: Names
    var problem: AttestationDraft.Problem?
    /// Why what was chosen about the file was not taken.
    var fileProblem: Message?

    /// More names than these are no list for a person.
    static let mostProducts = 60

    init(_ visit: Visit, _ upload: Upload, _ inspection: CardInspection, of company: CompanyID, in transaction: Transaction) throws {
        (self.visit, self.upload, self.inspection, self.company) = (visit, upload, inspection, company)
        names = try Names(visit.say.language, in: transaction)
        companies = try CompanyStore().all(in: transaction)
        services = names.services.filter { $0.company == company && $0.audience == inspection.header.audience }
        products = try inspection.products.prefix(Self.mostProducts).map { product, written, rows in
            let known = try CompanyProductStore().match(product, of: company, in: transaction)
            let chosen: ServiceID?? = upload.products[product]
            let remembered: ServiceID? = if case .one(let service) = known.match, known.isChosen { service } else { nil }
            let others = ProductKey(product: product.product, audience: product.audience == .legal ? .individual : .legal)
            let isForOthers =
                try known.match == .none && CompanyProductStore().match(others, of: company, in: transaction).match != .none
            return Product(
                key: product, written: written, rows: rows, match: known.match,
                choice: chosen ?? (known.isChosen ? .some(remembered) : nil), isForOthers: isForOthers)
        }
    }

    private var say: Speaker { visit.say }
    private var path: String { "/clients/send/\(upload.id.hex)" }

    var html: HTML {
        let minutes = max(1, (upload.at + Uploads.term - visit.now).milliseconds / 60_000)
        let blocked = inspection.header.problem
        return ClientTabs.layout(say(ConsoleMessages.previewTitle), visit).html(
            """
            <p class="crumbs"><a href="/clients/send">← \(say(ConsoleMessages.sendTitle))</a></p>
            <h1>\(say(ConsoleMessages.previewTitle))</h1>
            <p class="muted">\(say(ConsoleMessages.previewAudience(who: inspection.header.audience.manyWords))) \(say(ConsoleMessages.previewKept(minutes: minutes)))</p>
            \(blocked == nil ? .empty : notice(.bad, say(cannot)))
            \(fileProblem.map { notice(.bad, say($0)) })
            \(problem.map { notice(.bad, say($0.words)) })
            <form method="post" action="\(path)/import" class="preview">\(visit.tokenField)
            \(sheet)
            \(columns)
            \(blocked == nil ? body : .empty)
            <div class="buttons">
            \(blocked == nil ? "<button class=\"button\">\(say(ConsoleMessages.previewImport))</button>" as HTML : .empty)
            <button class="button quiet" formaction="\(path)/again" formnovalidate>\(say(ConsoleMessages.previewAgain))</button>
            <button class="button quiet" formaction="\(path)/drop" formnovalidate>\(say(ConsoleMessages.previewDrop))</button>
            </div></form>
            """)
    }

    private var cannot: Message {
        let header = inspection.header
        func list(_ columns: [CardColumn]) -> String { columns.map { say($0.label) }.joined(separator: ", ") }
        return header.repeated.isEmpty
            ? ConsoleMessages.previewMissing(columns: list(header.missing))
            : ConsoleMessages.previewRepeated(columns: list(header.repeated))
    }

    private var body: HTML {
        let today = AttestationDraft.today(visit.now)
        return """
            \(productPart)
            \(firstRows)
            <section class="card"><h2>\(say(ConsoleMessages.previewConsent))</h2>\(upload.consent.html(say, companies, own: company, today: today, problem: problem))</section>
            """
    }

    private var sheet: HTML {
        guard inspection.sheets.count > 1 else { return .empty }
        let options = inspection.sheets.map { option($0, inspection.sheet ?? "", $0) }
        return """
            <section class="card"><label for="sheet">\(say(ConsoleMessages.previewSheet))</label><select id="sheet" name="sheet">\(options)</select></section>
            """
    }

    // MARK: Columns

    private var columns: HTML {
        let unknown = inspection.columns.filter { $0.meaning == .unknown }
        let rest = inspection.columns.filter { $0.meaning != .unknown }
        let isOpen: HTML = inspection.header.problem == nil ? "" : " open"
        let first: HTML =
            unknown.isEmpty
            ? "<p class=\"muted\">\(say(ConsoleMessages.previewColumnsKnown))</p>"
            : "<p>\(say(ConsoleMessages.previewColumnsUnknown(count: Int64(unknown.count))))</p><div class=\"mapping\">\(unknown.map(select))</div>"
        let others: HTML = """
            <details\(isOpen)><summary>\(say(ConsoleMessages.previewColumnsRest(count: Int64(rest.count))))</summary><div class="mapping">\(rest.map(select))</div></details>
            """
        return """
            <section class="card"><h2>\(say(ConsoleMessages.previewColumns))</h2><input type="hidden" name="header" value="\(inspection.header.row)">
            \(first)\(rest.isEmpty ? .empty : others)</section>
            """
    }

    private func select(_ column: CardInspection.Column) -> HTML {
        let chosen = column.meaning.name
        func group(_ label: Message, _ options: [HTML]) -> HTML { "<optgroup label=\"\(say(label))\">\(options)</optgroup>" }
        func options(_ columns: [CardColumn]) -> [HTML] { columns.map { option($0.name, chosen, say($0.label)) } }
        let common: [CardColumn] = [.reference, .product, .outcome]
        let note: HTML =
            if case .column(let known) = column.meaning, CardColumn.identifiers.contains(known) {
                "<span class=\"muted\">\(say(ConsoleMessages.previewDropNote))</span>"
            } else { .empty }
        return """
            <div><label for="c\(column.place)">\(say(ConsoleMessages.previewColumnLabel(letters: column.letters, title: String(column.title.prefix(60)))))</label>
            <select id="c\(column.place)" name="c\(column.place)">
            \(group(ConsoleMessages.previewGroupNot, [
                option("unknown", chosen, say(ConsoleMessages.previewMeaningUnknown)),
                option("personal", chosen, say(ConsoleMessages.previewMeaningPersonal)),
                option("unused", chosen, say(ConsoleMessages.previewMeaningUnused)),
            ]))
            \(group(ConsoleMessages.previewGroupCommon, options(common)))
            \(group(ConsoleMessages.previewGroupIndividual, options(CardColumn.known(for: .individual).filter { !common.contains($0) })))
            \(group(ConsoleMessages.previewGroupLegal, options(CardColumn.known(for: .legal).filter { !common.contains($0) })))
            </select>\(note)</div>
            """
    }

    // MARK: Products

    private var productPart: HTML {
        let open = products.filter { !$0.isClear }
        let isOfFirms = inspection.header.audience == .legal
        let words = open.isEmpty ? ConsoleMessages.previewProductsMatched : ConsoleMessages.previewProductsUnmatched
        let selects: [HTML] = open.enumerated().map { index, product in
            let chosen: String = product.choice.map { $0.map { "\($0.rawValue)" } ?? "" } ?? ""
            let options =
                [option("", chosen, say(ConsoleMessages.previewProductWait))]
                + services.map { option("\($0.id.rawValue)", chosen, $0.name(in: say.language)) }
            let described: HTML = product.isForOthers ? " aria-describedby=\"p\(index)-hint\"" : .empty
            let others: HTML =
                product.isForOthers
                ? "<span id=\"p\(index)-hint\" class=\"muted\">\(say(isOfFirms ? ConsoleMessages.previewProductForPeople : ConsoleMessages.previewProductForFirms))</span>"
                : .empty
            return """
                <div><label for="p\(index)">\(product.written) <span class="muted">\(say(ConsoleMessages.previewProductRows(count: Int64(product.rows))))</span></label>
                <input type="hidden" name="product" value="\(product.key.product)"><select id="p\(index)" name="service"\(described)>\(options)</select>\(others)</div>
                """
        }
        let known: [HTML] = products.filter(\.isClear).map { product in
            let service = product.service.map(names.service) ?? ""
            return
                "<li>\(product.written) → \(service) <span class=\"muted\">\(say(ConsoleMessages.previewProductRows(count: Int64(product.rows))))</span></li>"
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.previewProducts))</h2><p\(open.isEmpty ? " class=\"muted\"" as HTML : "")>\(say(words))</p>
            \(open.isEmpty ? .empty : "<div class=\"mapping\">\(selects)</div>" as HTML)
            \(known.isEmpty ? .empty : "<ul>\(known)</ul>" as HTML)</section>
            """
    }

    // MARK: Rows

    private var firstRows: HTML {
        let seen = Int64(inspection.seen)
        let refused = Int64(inspection.refused)
        let words =
            inspection.isWhole
            ? ConsoleMessages.previewSeen(seen: seen, refused: refused) : ConsoleMessages.previewSeenPart(seen: seen, refused: refused)
        return """
            <section class="card"><h2>\(say(ConsoleMessages.previewFirst))</h2><p class="muted">\(say(words))</p>
            <table class="list inner"><thead><tr><th scope="col">\(say(ConsoleMessages.previewRow))</th><th scope="col">\(say(ConsoleMessages.clientColumn))</th>
            <th scope="col">\(say(ConsoleMessages.clientCameFor))</th><th scope="col">\(say(ConsoleMessages.previewOutcome))</th><th scope="col">\(say(ConsoleMessages.clientPortrait))</th></tr></thead>
            <tbody>\(inspection.rows.map(line))</tbody></table></section>
            """
    }

    private func line(_ row: CheckedRow) -> HTML {
        func head(_ number: Int) -> HTML { "<th scope=\"row\" data-label=\"\(say(ConsoleMessages.previewRow))\">\(number)</th>" }
        switch row {
        case .example(let number):
            return "<tr>\(head(number))<td colspan=\"4\" class=\"muted\">\(say(ConsoleMessages.previewExample))</td></tr>"
        case .refused(let problems):
            let words: [HTML] = problems.map { "<li>\(say($0.column.label)): \(say($0.rule.message(in: say.language)))</li>" }
            return "<tr>\(head(problems.first?.row ?? 0))<td colspan=\"4\"><ul class=\"wrong\">\(words)</ul></td></tr>"
        case .card(let card):
            let product = products.first { $0.key.product == card.product }
            let service = product?.service.map(names.service) ?? "\(product?.written ?? card.product): \(say(ConsoleMessages.previewWaits))"
            let phone: HTML = card.phone == nil ? "" : "<span class=\"muted block\">\(say(ConsoleMessages.previewHasPhone))</span>"
            return """
                <tr>\(head(card.row))<td data-label="\(say(ConsoleMessages.clientColumn))"><span>\(say.client(card.reference))</span>\(phone)</td>
                <td data-label="\(say(ConsoleMessages.clientCameFor))">\(service)</td>
                <td data-label="\(say(ConsoleMessages.previewOutcome))">\(say(card.outcome.words))</td>
                <td data-label="\(say(ConsoleMessages.clientPortrait))" class="reason">\(say.portraitLine(card.portrait))</td></tr>
                """
        }
    }
}

extension ColumnMeaning {
    /// In a form.
    var name: String {
        switch self {
        case .column(let column): column.name
        case .personal: "personal"
        case .unused: "unused"
        case .unknown: "unknown"
        }
    }

    init?(name: String) {
        switch name {
        case "personal": self = .personal
        case "unused": self = .unused
        case "unknown": self = .unknown
        default:
            guard let column = CardColumn(name: name) else { return nil }
            self = .column(column)
        }
    }
}

extension CardColumn {
    /// What people call it.
    var label: Message {
        switch self {
        case .reference: ConsoleMessages.fieldReference
        case .product: ConsoleMessages.fieldProduct
        case .outcome: ConsoleMessages.fieldOutcome
        case .patronymic: ConsoleMessages.fieldPatronymic
        case .birthDate: ConsoleMessages.fieldBirthDate
        case .phone: ConsoleMessages.fieldPhone
        case .passportSeries: ConsoleMessages.fieldPassportSeries
        case .passportNumber: ConsoleMessages.fieldPassportNumber
        case .foreignPassport: ConsoleMessages.fieldForeignPassport
        case .drivingLicense: ConsoleMessages.fieldDrivingLicense
        case .creditSum: Self.unit(ConsoleMessages.fieldCreditSum, ConsoleMessages.unitRoubles)
        case .familyStatus: ConsoleMessages.fieldFamilyStatus
        case .dependents: ConsoleMessages.fieldDependents
        case .workExperience: Self.unit(ConsoleMessages.fieldWorkExperience, ConsoleMessages.unitYears)
        case .income: Self.unit(ConsoleMessages.fieldIncome, ConsoleMessages.unitRoubles)
        case .additionalIncome: Self.unit(ConsoleMessages.fieldAdditionalIncome, ConsoleMessages.unitRoubles)
        case .additionalIncomeType: ConsoleMessages.fieldAdditionalIncomeType
        case .carPrice: Self.unit(ConsoleMessages.fieldCarPrice, ConsoleMessages.unitRoubles)
        case .businessType: ConsoleMessages.fieldBusinessType
        case .legalForm: ConsoleMessages.fieldLegalForm
        case .authorizedCapital: Self.unit(ConsoleMessages.fieldAuthorizedCapital, ConsoleMessages.unitThousands)
        case .revenue: Self.unit(ConsoleMessages.fieldRevenue, ConsoleMessages.unitMillions)
        case .netProfit: Self.unit(ConsoleMessages.fieldNetProfit, ConsoleMessages.unitMillions)
        }
    }

    private static func unit(_ label: Message, _ unit: Message) -> Message { ConsoleMessages.fieldUnit(label: label, unit: unit) }
}
