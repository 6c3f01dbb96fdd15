import Catalogue
import Clients
import Database
import Spreadsheets
import Synchronization
import Testing
import Vocabulary

/// Files on their way from a look to a report.
@Suite struct SendTests {
    private func csv(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    private func intake(_ world: World) -> CardImport { CardImport(company: World.dealer, keyring: world.keyring, now: World.now) }

    // MARK: A look

    @Test func productsAreShownAsTheFileFirstSpellsThem() async throws {
        let world = try await World()
        let file = csv("ID клиента;Продукт", "A-1; Полёт в Космос", "A-2;ПОЛЕТ В КОСМОС", "A-3;КАСКО")
        let seen = try intake(world).inspect(file, named: "a.csv", CardLayout())
        #expect(seen.products.map(\.written) == ["Полёт в Космос", "КАСКО"] && seen.products.map(\.rows) == [2, 1])
        #expect(seen.products.first?.product.product == "полет в космос")
    }

    @Test func aLookSaysWhatIsMissingAndTakesAPersonsWord() async throws {
        let world = try await World()
        let file = csv("ID клиента;За что;Имя клиента;Прочее", "A-1;новый автомобиль;Пётр;1", "A-2;Нечто;Олег;2")
        let first = try intake(world).inspect(file, named: "a.csv", CardLayout())
        #expect(first.header.missing == [.product] && first.rows.isEmpty)
        #expect(first.columns.map(\.meaning) == [.column(.reference), .unknown, .personal, .unknown])
        let layout = CardLayout(headerRow: first.header.row, choices: [1: .column(.product), 3: .unused])
        let second = try intake(world).inspect(file, named: "a.csv", layout)
        #expect(second.header.problem == nil && second.seen == 2 && second.isWhole && second.refused == 0)
        #expect(second.products.map(\.product.product) == ["нечто", "новый автомобиль"])
        // What is taken in is what was looked at.
        let reader = try intake(world).open(file, named: "a.csv", layout)
        #expect(try reader.next()?.rows == second.rows)
        #expect(reader.header.unused == ["D"] && reader.header.dropped == ["Имя клиента"])
    }

    /// A column that a person calls personal guards the product's name as a known one does.
    @Test func aColumnChosenAsPersonalIsGuarded() async throws {
        let world = try await World()
        let file = csv("ID клиента;Продукт;Кто", "A-1;Пётр Смирнов;Пётр Смирнов")
        let layout = CardLayout(headerRow: 1, choices: [2: .personal])
        let seen = try intake(world).inspect(file, named: "a.csv", layout)
        #expect(seen.rows == [.refused([RowProblem(row: 2, column: .product, rule: .notAProduct)])])
    }

    @Test func twoColumnsOfOneKindArePartedByAWord() async throws {
        let world = try await World()
        let file = csv("ID клиента;Продукт;Доход;Доход", "A-1;x;1000;2000")
        let first = try intake(world).inspect(file, named: "a.csv", CardLayout())
        #expect(first.header.repeated == [.income])
        let parted = try intake(world).inspect(file, named: "a.csv", CardLayout(headerRow: 1, choices: [2: .unused]))
        guard case .card(let card) = parted.rows.first else { throw Missing.card }
        #expect(card.portrait.income == 2)
    }

    private enum Missing: Error { case card }

    @Test func theSheetCanBeChosen() async throws {
        let world = try await World()
        func sheet(_ name: String, _ id: String) -> SheetTable {
            SheetTable(name: name, columns: [.init("ID клиента"), .init("Продукт")], rows: [[.text(id), .text("x")]])
        }
        let book = try SheetTable.xlsx([sheet("Первый", "A-1"), sheet("Второй", "B-1")], created: World.now)
        let seen = try intake(world).inspect(book, named: "a.xlsx", CardLayout())
        #expect(seen.sheets == ["Первый", "Второй"] && seen.sheet == "Первый")
        let other = try intake(world).inspect(book, named: "a.xlsx", CardLayout(sheet: "Второй"))
        guard case .card(let card) = other.rows.first else { throw Missing.card }
        #expect(card.reference == "B-1")
    }

    @Test func englishTitlesAndWordsAreUnderstood() async throws {
        let world = try await World()
        let file = csv("Client ID;Product;Outcome (success/refusal);Family status", "A-1;x;refusal;married", "EXAMPLE;x;;")
        let seen = try intake(world).inspect(file, named: "a.csv", CardLayout())
        guard case .card(let card) = seen.rows.first else { throw Missing.card }
        #expect(card.outcome == .refusal && card.portrait.familyStatus == 1)
        #expect(seen.rows.last == .example(row: 3))
        for column in CardColumn.allCases { #expect(CardColumn(name: column.name) == column) }
    }

    // MARK: A company's own words

    @Test func aCompanysOwnWordHoldsForItAlone() async throws {
        let world = try await World()
        let key = ProductKey(product: "фургон", audience: .individual)
        let (own, other, back) = try await world.database.write { transaction in
            let store = CompanyProductStore()
            let changed = try store.set(key, of: World.dealer, to: World.newCar, by: "anna", at: World.now, in: transaction)
            #expect(changed)
            #expect(try !store.set(key, of: World.dealer, to: World.newCar, by: "anna", at: World.now, in: transaction))
            let own = try store.match(key, of: World.dealer, in: transaction)
            let other = try store.match(key, of: World.bank, in: transaction)
            try store.set(key, of: World.dealer, to: nil, by: "anna", at: World.now, in: transaction)
            return (own, other, try store.match(key, of: World.dealer, in: transaction))
        }
        #expect(own.match == .one(World.newCar) && own.isChosen)
        #expect(other.match == .none && back.match == .none)
    }

    // MARK: The queue

    private func queue(_ world: World, _ clock: WallClock = WallClock { World.now }) -> SendQueue {
        let keyring = world.keyring
        return SendQueue(database: world.database, clock: clock, ids: world.ids) { send in
            CardImport(company: send.company, attestation: send.attestation, keyring: keyring, now: send.startedAt)
        }
    }

    private func send(_ world: World, _ file: [UInt8], to queue: SendQueue) async throws -> SendID {
        let header = try intake(world).inspect(file, named: "a.csv", CardLayout()).header
        let send = ClientSend(
            id: world.ids.id(), company: World.dealer, actor: "anna", kind: .csv, audience: .individual, attestation: nil,
            columns: .init(header), startedAt: World.now)
        try await world.database.write { try ClientSendStore().create(send, in: $0) }
        queue.add(.init(send: send, bytes: file, name: "a.csv", layout: CardLayout()))
        return send.id
    }

    @Test func filesTakeTurnsAndEachHasItsReport() async throws {
        let world = try await World()
        let queue = queue(world)
        let rows = (1...1200).map { "A-\($0);новый автомобиль;" }
        let long = try await send(world, Array((["ID клиента;Продукт;Доход"] + rows).joined(separator: "\n").utf8), to: queue)
        let short = try await send(
            world, csv("ID клиента;Продукт;Доход", "B-1;новый автомобиль;1000", "B-2;Нечто;", "B-3;КАСКО;-5", "ПРИМЕР;x;"), to: queue)
        await queue.drain()
        let (first, second, refused, all) = try await world.database.read { transaction in
            let store = ClientSendStore()
            return (
                try store.send(long, in: transaction), try store.send(short, in: transaction),
                try store.rows(of: short, .refused, limit: 10, in: transaction), try store.rows(of: short, nil, limit: 10, in: transaction)
            )
        }
        #expect(first?.state == .done && first?.totals.new == 1200 && first?.progress == 1)
        #expect(second?.totals.new == 1 && second?.totals.waiting == 1 && second?.totals.refused == 1 && second?.totals.examples == 1)
        #expect(refused.map(\.problems) == [[RowProblem(row: 4, column: .income, rule: .negative)]])
        #expect(all.map(\.result) == [.new, .waits, .refused, .example])
        #expect(queue.hasRoom)
    }

    @Test func aFileThatIsDamagedFurtherOnKeepsWhatCameBefore() async throws {
        let world = try await World()
        let queue = queue(world)
        let rows = (1...600).map { "A-\($0);новый автомобиль" }
        let file = Array((["ID клиента;Продукт"] + rows + ["\"A-601;x"]).joined(separator: "\n").utf8)
        let send = ClientSend(
            id: world.ids.id(), company: World.dealer, actor: "anna", kind: .csv, audience: .individual, attestation: nil,
            columns: .init(), startedAt: World.now)
        try await world.database.write { try ClientSendStore().create(send, in: $0) }
        queue.add(.init(send: send, bytes: file, name: "a.csv", layout: CardLayout()))
        await queue.drain()
        let stored = try await world.database.read { try ClientSendStore().send(send.id, in: $0) }
        #expect(stored?.state == .failed && stored?.failure != nil && stored?.totals.new == 500)
    }

    @Test func stoppingMarksWhatIsInHandAsInterrupted() async throws {
        let world = try await World()
        let queue = queue(world)
        let id = try await send(world, csv("ID клиента;Продукт", "A-1;новый автомобиль"), to: queue)
        let running = Task { await queue.run() }
        running.cancel()
        await running.value
        let state = try await world.database.read { try ClientSendStore().send(id, in: $0)?.state }
        #expect(state == .interrupted || state == .done)
    }

    @Test func reportsGoAfterNinetyDays() async throws {
        let world = try await World()
        let queue = queue(world)
        let id = try await send(world, csv("ID клиента;Продукт", "A-1;новый автомобиль"), to: queue)
        await queue.drain()
        for (days, isThere) in [(89, true), (91, false)] {
            let found = try await world.database.write { transaction in
                try ClientSendStore().tidy(at: World.now + .days(Int64(days)), in: transaction)
                return try ClientSendStore().send(id, in: transaction)
            }
            #expect((found != nil) == isThere)
        }
    }

    // MARK: What people see

    @Test func peopleSeeRanges() {
        let seen: [(Portrait.Field, Int, PortraitBand)] = [
            (.age, 19, .range(from: nil, to: 19)), (.age, 30, .range(from: 30, to: 39)), (.age, 39, .range(from: 30, to: 39)),
            (.age, 85, .range(from: 70, to: nil)), (.income, 240, .range(from: 200, to: 400)), (.income, 0, .range(from: 0, to: 30)),
            (.dependents, 2, .range(from: 2, to: 2)), (.dependents, 5, .range(from: 3, to: nil)), (.netProfit, -3, .loss),
            (.foreignPassport, 1, .yes), (.drivingLicense, 0, .no), (.sex, 2, .code(2)),
            (.creditSum, 20_000, .range(from: 10_000, to: nil)),
        ]
        for (field, value, band) in seen { #expect(field.band(value) == band, "\(field) \(value)") }
    }
}
