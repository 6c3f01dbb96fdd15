import Testing
import Vocabulary

@testable import DataFiles
@testable import Recommender

@Test func columnsAreFoundByNameInAnyOrder() throws {
    let data = try Folder().load("note,timestamp, item ,value,user\nx,100,b,1,2\ny,-5.25,a,-1,10\n")
    #expect(data.users.texts == ["2", "10"])
    #expect(data.rows == ["2 b + history 100000", "10 a - history -5250"])
}

@Test func whatProgramsWriteIsUnderstood() throws {
    let text =
        "\u{FEFF}user,item,value,timestamp,source,propensity\r\n"
        + "\"Иванов, \"\"И\"\"\nвторой\",7,1.0,1.5e3,,\r\n" + "\r\n" + "u,\"7\",-1,1700000000,offer,2.5E-1\r\n" + "u,8,0,1,history,"
    let data = try Folder().load(text)
    #expect(data.users.texts == ["u", "Иванов, \"И\"\nвторой"])
    #expect(data.rows == ["u 7 - offer 1700000000000 0.25", "Иванов, \"И\"\nвторой 7 + history 1500000"])
    // A zero says nothing, but its user and its item are there.
    #expect(data.items.texts == ["7", "8"])
}

@Test func idsAreOrderedByValueOrByBytes() throws {
    let folder = try Folder()
    let header = "user,item,value,timestamp\n"
    #expect(try folder.load(header + "10,1,1,0\n9,1,1,0\n-3,1,1,0\n123456789012,1,1,0\n").users.texts == ["-3", "9", "10", "123456789012"])
    #expect(try folder.load(header + "10,1,1,0\n9,1,1,0\n09,1,1,0\nя,1,1,0\n").users.texts == ["09", "10", "9", "я"])
    #expect(try folder.load(header + "10,20,1,0\n9,3,1,0\n").training.items.map(\.id) == [ServiceID(3), ServiceID(20)])
}

@Test(arguments: [UInt64(1), 2, 3]) func theOrderOfRowsMeansNothing(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var rows: [String] = []
    for _ in 0..<3000 {
        let user = random.next(upperBound: UInt64(400))
        let name = user % 3 == 0 ? "\(user)" : "client-\(user)-of-a-long-name"
        let isOffer = random.next(upperBound: UInt64(2)) == 0
        rows.append(
            "\(name),\(random.next(upperBound: UInt64(50))),\(isOffer ? -1 : 1),\(random.next(upperBound: UInt64(99))),\(isOffer ? "offer,0.5" : ",")"
        )
    }
    let folder = try Folder()
    let header = "user,item,value,timestamp,source,propensity\n"
    let first = try folder.load(header + rows.joined(separator: "\n"))
    let second = try folder.load(header + rows.shuffled(using: &random).joined(separator: "\r\n") + "\r\n")
    #expect(first.rows == second.rows)
    #expect(first.rows.count == 3000)
    #expect(first.training.clients.keys == second.training.clients.keys)
}

@Test func aFileLargerThanTheBufferIsReadWhole() throws {
    // Rows of every length, so that the edges of the buffer fall everywhere, with quoted line breaks among them.
    let names = (0..<60_000).map { $0 % 7 == 0 ? "line\n\($0)" : String(repeating: "n", count: $0 % 61) + "\($0)" }
    let text = names.map { "\($0.contains("\n") ? "\"\($0)\"" : $0),1,1,5" }.joined(separator: "\n")
    #expect(text.utf8.count > 2 * RecordReader.capacity)
    let data = try Folder().load("user,item,value,timestamp\n" + text)
    #expect(Set(data.users.texts) == Set(names))
    #expect(data.training.events.count == names.count)
}

@Test func allFilesTogether() throws {
    let folder = try Folder()
    let paths = DataFilePaths(
        interactions: try folder.write("user,item,value,timestamp\n1,20,1,5\n2,10,1,5\n3,99,1,5\n2,99,-1,7\n", to: "i.csv"),
        clients: try folder.write("user,audience,age,net_profit\n1,individual,30,\n4,legal,,-2.5\n", to: "c.csv"),
        services: try folder.write(
            "item,name,company,audience,need1,need2\n10,Лизинг,Л,legal,Деньги,\n20,Кредит,Б,individual,Деньги,Транспорт\n30,Счёт,Б,legal,,\n",
            to: "s.csv"),
        links: try folder.write("from,to\n10,30\n10,77\n20,20\n", to: "l.csv"), users: try folder.write("user\n5\n2\n5\n", to: "u.csv"))
    let data = try DataSet(paths)
    #expect(data.users.texts == ["1", "2", "3", "4", "5"])
    #expect(data.chosen == [1, 4])
    // Said by the file, told by the services, or nothing known.
    #expect(data.training.clients.audiences == [.individual, .legal, .individual, .legal, .individual])
    #expect(data.training.clients.portrait(0)[.age] == 30)
    #expect(data.training.clients.portrait(0)[.netProfit] == nil)
    #expect(data.training.clients.portrait(3)[.netProfit] == -2.5)
    #expect(data.training.items.map(\.needs) == [["Деньги"], ["Деньги", "Транспорт"], []])
    #expect(data.training.items.map(\.audience) == [.legal, .individual, .legal])
    #expect(data.training.items[1].company == data.training.items[2].company)
    #expect(data.training.links == [ItemLink(from: ServiceID(10), to: ServiceID(30))])
    #expect(data.rows == ["1 20 + history 5000", "2 10 + history 5000"])
    #expect(data.training.unknownServices == 2)
    #expect(
        data.remarks == [
            .unknownItems(paths.interactions, rows: 2, firstLine: 4), .unknownLinks(folder.file("l.csv"), rows: 1, firstLine: 3),
            .loops(folder.file("l.csv"), rows: 1, firstLine: 4),
        ])
}

@Test func numbersAreReadExactly() {
    func decimal(_ text: String) -> Double? { Array(text.utf8).withUnsafeBufferPointer(Numbers.decimal) }
    for text in [
        "0", "1", "-0.1", "123456.789", "1e5", "1E-7", ".5", "5.", "0.000000000000000000000000000012", "12345678901234567890123", "+3",
    ] {
        #expect(decimal(text) == Double(text.hasSuffix(".") ? String(text.dropLast()) : text.hasPrefix(".") ? "0" + text : text), "\(text)")
    }
    for text in ["", "-", ".", "e5", "1e", "1e+", "nan", "inf", "0x10", "1 ", " 1", "1,5", "1_0", "1e999", "--1"] {
        #expect(decimal(text) == nil, "\(text)")
    }
}
