import Database
import TelegramBotAPI

/// Everything that is configured from outside. What is not here lives in the database and is changed by `cactubase settings`.
struct Configuration: Sendable {
    let botToken: BotToken?
    /// Without a slash at its end.
    let telegramURL: String
    let telegramRate: TelegramPace
    let database: DatabaseAddress
    /// Nobody named a database, so that the demo may take one of its own.
    let isDatabaseDefault: Bool
    /// Nil: the role's own.
    let http: ListeningAddress?
    /// Where staff reach the console; without a slash at its end. Nil: at the address of the process.
    let consoleURL: String?
    let locales: String?
    let secret: Hidden?
    let speechURL: String?
    /// As written; who injects faults knows their names.
    let faults: String?

    /// - Parameter file: an absolute path.
    static func load(environment: [String: String], file: String?) throws(CommandFailure) -> Configuration {
        var values = try file.map { path throws(CommandFailure) in try ConfigurationFile.values(at: path) } ?? [:]
        for name in ConfiguredName.allCases {
            if let text = environment[name.rawValue], !text.isEmpty {
                values[name] = FoundValue(name: name, text: text, place: .environment)
            }
        }
        return try Configuration(values)
    }

    private init(_ values: [ConfiguredName: FoundValue]) throws(CommandFailure) {
        func parsed<Value>(_ name: ConfiguredName, _ parse: (FoundValue) throws(CommandFailure) -> Value) throws(CommandFailure) -> Value? {
            guard let found = values[name] else { return nil }
            return try parse(found)
        }
        botToken = try parsed(.botToken, Parsing.botToken)
        telegramURL = try parsed(.telegramURL, Parsing.apiAddress) ?? "https://api.telegram.org"
        telegramRate = try parsed(.telegramRate, Parsing.rate) ?? .standard
        let database = try parsed(.database, Parsing.database)
        self.database = database ?? .sqlite(path: "cactubase.db")
        isDatabaseDefault = database == nil
        http = try parsed(.http, Parsing.listeningAddress)
        consoleURL = try parsed(.consoleURL, Parsing.consoleAddress)
        locales = values[.locales]?.text
        secret = try parsed(.secret, Parsing.secret)
        speechURL = try parsed(.speech, Parsing.privateAddress)
        faults = try parsed(.faults, Parsing.faults)
    }

    /// Faults on purpose have no place where real people are served.
    func refuseFaults(for command: String) throws(CommandFailure) {
        if faults != nil {
            throw .wrongUse("CACTUBASE_FAULTS is set, and `\(command)` never makes faults on purpose: unset it, or use demo or emulator")
        }
    }
}

/// A text that is never printed.
struct Hidden: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    let text: String
    var description: String { "Hidden(…)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// How fast messages may go to Telegram.
enum TelegramPace: Sendable, Equatable {
    /// Messages a second, over all chats and in one chat.
    case limited(overall: Double, perChat: Double)
    case off

    static let standard = TelegramPace.limited(overall: 30, perChat: 1)
}

/// Where a process listens.
struct ListeningAddress: Sendable, Equatable {
    let host: String
    /// 0: any free one.
    let port: Int
}
