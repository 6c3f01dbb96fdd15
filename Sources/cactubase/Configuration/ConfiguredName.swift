/// The configured values, by the names that are fixed outside.
enum ConfiguredName: String, CaseIterable, Sendable {
    case botToken = "TELEGRAM_BOT_TOKEN"
    case telegramURL = "TELEGRAM_API_URL"
    case telegramRate = "TELEGRAM_RATE"
    case database = "DATABASE_URL"
    case http = "CACTUBASE_HTTP"
    case consoleURL = "CACTUBASE_CONSOLE_URL"
    case locales = "CACTUBASE_LOCALES"
    case secret = "CACTUBASE_SECRET"
    case speech = "CACTUBASE_STT_URL"
    case faults = "CACTUBASE_FAULTS"

    /// The same value in a configuration file: `telegram.token` is `token` under `telegram`.
    var key: String {
        switch self {
        case .botToken: "telegram.token"
        case .telegramURL: "telegram.api_url"
        case .telegramRate: "telegram.rate"
        case .database: "database.url"
        case .http: "http.address"
        case .consoleURL: "console.url"
        case .locales: "locales.folder"
        case .secret: "secret.root"
        case .speech: "speech.url"
        case .faults: "faults.on_purpose"
        }
    }

    var meaning: String {
        switch self {
        case .botToken: "the bot's token from @BotFather; never logged. Default: none"
        case .telegramURL: "base address of the Bot API. Default: https://api.telegram.org"
        case .telegramRate: "messages a second: overall,per chat; or off for a Bot API server of one's own. Default: 30,1"
        case .database: "sqlite:PATH (postgres://… comes later). Default: sqlite:cactubase.db"
        case .http: "host:port of this process. Default: 127.0.0.1:5000 (serve and console; bot 5001, worker 5002)"
        case .consoleURL:
            "address under which staff reach the console through a proxy with TLS, such as https://console.example.ru. Default: none, as on this machine"
        case .locales: "folder of message catalogues. Default: locales in the working directory, else beside the program"
        case .secret: "root key, at least 32 bytes in base64. Default: made on first start beside the SQLite file, for its owner only"
        case .speech: "speech to text, OpenAI-compatible, on a private host. Default: none, and the bot asks for text"
        case .faults: "faults on purpose, name:share,…; for demo, emulator and tests only. Default: none"
        }
    }
}

/// A value as it was found, and where.
struct FoundValue: Sendable {
    enum Place: Sendable, Equatable {
        case environment
        case file(path: String, line: Int, key: String)
    }

    let name: ConfiguredName
    let text: String
    let place: Place

    /// Names the place and never the value: any of them may hold a password.
    func wrong(_ problem: String) -> CommandFailure {
        switch place {
        case .environment: .wrongUse("\(name.rawValue) (in the environment): \(problem)")
        case .file(let path, let line, let key): .wrongUse("\(path):\(line): \(key): \(problem)")
        }
    }
}
