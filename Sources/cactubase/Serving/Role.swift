/// What a serving process is: its own address unless one is configured.
enum Role: String, Sendable, CaseIterable {
    case serve
    case console
    case bot
    case worker

    func address(_ configuration: Configuration) -> ListeningAddress {
        configuration.http ?? ListeningAddress(host: "127.0.0.1", port: standardPort)
    }

    private var standardPort: Int {
        switch self {
        case .serve, .console: 5000
        case .bot: 5001
        case .worker: 5002
        }
    }
}
