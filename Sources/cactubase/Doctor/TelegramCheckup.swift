import Foundation
import HTTPTransport
import TelegramBotAPI

/// The token and the way to Telegram. The token is in no finding.
struct TelegramCheckup: Sendable {
    let configuration: Configuration
    let shell: Shell

    func findings(offline: Bool) async -> [Finding] {
        var findings = [address]
        guard configuration.botToken != nil else {
            return findings + [
                .warn("token", "none: serve and bot will not start", "TELEGRAM_BOT_TOKEN from @BotFather; `cactubase demo` needs none")
            ]
        }
        findings.append(offline ? .ok("token", "looks like one; Telegram was not asked") : await asked())
        return findings
    }

    private var address: Finding {
        let url = configuration.telegramURL
        guard url.hasPrefix("http:"), let host = URLComponents(string: url)?.host,
            !["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
        else {
            return .ok("telegram", url)
        }
        return .warn("telegram", "\(url): the token and people's words travel there in the clear", "use https")
    }

    private func asked() async -> Finding {
        guard let token = configuration.botToken else { return .ok("token", "none") }
        let http = HTTPClient()
        let finding: Finding
        do throws(TelegramError) {
            let user = try await TelegramBot(token: token, base: configuration.telegramURL, http: http).call(GetMe())
            finding = .ok("token", "Telegram knows it: @\(user.username ?? "?")")
        } catch {
            finding = Self.finding(error)
        }
        await http.shutdown()
        return finding
    }

    private static func finding(_ error: TelegramError) -> Finding {
        switch error {
        case .refused where error.isUnauthorized: .fail("token", "Telegram does not know it", "ask @BotFather for the bot's token again")
        case .refused: .fail("token", "\(error)", "wait and ask again")
        case .unanswered: .fail("token", "\(error)", "see the network, the proxy and TELEGRAM_API_URL; --offline skips this")
        case .unreadable: .fail("token", "what answers at TELEGRAM_API_URL is not a Bot API server", "set TELEGRAM_API_URL right")
        }
    }
}
