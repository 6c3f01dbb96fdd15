import Database
import Testing

@testable import cactubase

private func load(_ environment: [String: String] = [:], file: String? = nil) throws -> Configuration {
    let desk = try Desk()
    if let file { try desk.write(file, to: "c.yaml") }
    return try Configuration.load(environment: environment, file: file == nil ? nil : desk.folder + "/c.yaml")
}

private func words(_ environment: [String: String] = [:], file: String? = nil) -> String {
    do {
        _ = try load(environment, file: file)
        return "no error"
    } catch CommandFailure.wrongUse(let words) { return words } catch { return "\(error)" }
}

@Test func withoutAnythingTheDefaultsHold() throws {
    let configuration = try load()
    #expect(configuration.botToken == nil)
    #expect(configuration.telegramURL == "https://api.telegram.org")
    #expect(configuration.telegramRate == .limited(overall: 30, perChat: 1))
    #expect(configuration.database == .sqlite(path: "cactubase.db"))
    #expect(configuration.isDatabaseDefault)
    #expect(configuration.http == nil)
    #expect(Role.allCases.map { $0.address(configuration).port } == [5000, 5000, 5001, 5002])
}

@Test func theEnvironmentWinsOverTheFileAndTheFileOverTheDefault() throws {
    let file = """
        telegram:
          rate: 10,0.5
          api_url: http://localhost:5081/
        DATABASE_URL: sqlite:from-file.db
        """
    let configuration = try load(["DATABASE_URL": "sqlite:from-environment.db", "TELEGRAM_RATE": ""], file: file)
    #expect(configuration.database == .sqlite(path: "from-environment.db"))
    #expect(configuration.telegramRate == .limited(overall: 10, perChat: 0.5))
    #expect(configuration.telegramURL == "http://localhost:5081")
    #expect(!configuration.isDatabaseDefault)
}

@Test func anEmptyFileAndEmptyValuesSayNothing() throws {
    #expect(try load(file: "").database == .sqlite(path: "cactubase.db"))
    #expect(try load(file: "DATABASE_URL:\nCACTUBASE_HTTP: ~\n").http == nil)
}

@Test func everyNameIsReadUnderBothItsNamesInAFile() throws {
    let values: [ConfiguredName: String] = [
        .botToken: "1:secret", .telegramURL: "https://t.example", .telegramRate: "off", .database: "sqlite:a.db", .http: "[::1]:80",
        .consoleURL: "https://console.example.ru", .locales: "texts", .secret: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        .speech: "http://10.0.0.7:9000",
        .faults: "telegram_429:0.5",
    ]
    #expect(values.count == ConfiguredName.allCases.count)
    let flat = values.map { "\($0.rawValue): \"\($1)\"" }.joined(separator: "\n")
    let nested = values.map { name, value in
        let halves = name.key.split(separator: ".")
        return (String(halves[0]), "  \(halves[1]): \"\(value)\"")
    }
    let grouped = Dictionary(grouping: nested, by: \.0).map { "\($0):\n" + $1.map(\.1).joined(separator: "\n") }.joined(separator: "\n")
    for file in [flat, grouped] {
        let configuration = try load(file: file)
        #expect(configuration.botToken != nil)
        #expect(configuration.telegramURL == "https://t.example")
        #expect(configuration.telegramRate == .off)
        #expect(configuration.database == .sqlite(path: "a.db"))
        #expect(configuration.http == ListeningAddress(host: "::1", port: 80))
        #expect(configuration.locales == "texts")
        #expect(configuration.secret != nil)
        #expect(configuration.speechURL == "http://10.0.0.7:9000")
        #expect(configuration.faults == "telegram_429:0.5")
    }
}

/// Each wrong value, from both places: the answer names the place and what is needed, and never the value.
@Test(arguments: [
    ("TELEGRAM_BOT_TOKEN", "WRONG value"), ("TELEGRAM_BOT_TOKEN", "12:WRONG/../x"), ("TELEGRAM_API_URL", "WRONG"),
    ("TELEGRAM_API_URL", "ftp://WRONG"), ("TELEGRAM_API_URL", "https://WRONG:pass@host"), ("TELEGRAM_RATE", "WRONG"),
    ("TELEGRAM_RATE", "1,30"),
    ("TELEGRAM_RATE", "nan,1"), ("DATABASE_URL", "mysql://WRONG"), ("DATABASE_URL", "sqlite:"), ("CACTUBASE_HTTP", "WRONG"),
    ("CACTUBASE_HTTP", "WRONG:99999"), ("CACTUBASE_HTTP", ":5000"), ("CACTUBASE_SECRET", "WRONG"), ("CACTUBASE_SECRET", "V1JPTkc="),
    ("CACTUBASE_STT_URL", "https://WRONG.example.com"), ("CACTUBASE_STT_URL", "http://172.32.0.1"), ("CACTUBASE_FAULTS", "WRONG"),
    ("CACTUBASE_FAULTS", "WRONG:2"),
])
func aWrongValueIsToldByItsPlaceAndNeverByItself(name: String, value: String) {
    let fromEnvironment = words([name: value])
    #expect(fromEnvironment.hasPrefix("\(name) (in the environment): "))
    let fromFile = words(file: "# a comment\n\(name): \"\(value)\"\n")
    #expect(fromFile.contains("c.yaml:2: \(name): "))
    #expect(!fromEnvironment.contains("WRONG") && !fromFile.contains("WRONG"))
}

@Test func aFileThatIsNoneIsToldByItsPlace() {
    #expect(words(file: "telegram:\n  colour: green\n").contains("c.yaml:2: unknown key telegram.colour"))
    #expect(words(file: "DATABASE_URL: [a, b]\n").contains("one value is needed"))
    #expect(words(file: "- a\n- b\n").contains("a mapping is needed"))
    #expect(words(file: "TELEGRAM_BOT_TOKEN: \"1:secret\n").contains("not YAML"))
    #expect(!words(file: "TELEGRAM_BOT_TOKEN: \"1:secret\n").contains("secret"))
    #expect(words(file: "DATABASE_URL: sqlite:a\ndatabase:\n  url: sqlite:b\n").contains("set twice"))
}

@Test func aMissingFileIsWrongUse() async throws {
    let said = await (try Desk()).run("migrate", "--config", "none.yaml")
    #expect(said.status == .wrongUse)
    #expect(said.err.contains("none.yaml"))
}

@Test func postgresComesLater() async throws {
    let said = await (try Desk()).run("migrate", setting: ["DATABASE_URL": "postgres://user:hunter2@db/cactubase"])
    #expect(said.status == .wrongUse)
    #expect(said.err.contains("PostgreSQL, which comes in a later version"))
    #expect(!said.err.contains("hunter2"))
}

@Test func aTokenIsNeverPrinted() throws {
    let configuration = try load([
        "TELEGRAM_BOT_TOKEN": "123:hunter2", "CACTUBASE_SECRET": "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjI=",
    ])
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!dumped.contains("hunter2") && !"\(configuration)".contains("hunter2"))
    #expect(!dumped.contains("aHVudGVy") && !"\(configuration)".contains("aHVudGVy"))
}
