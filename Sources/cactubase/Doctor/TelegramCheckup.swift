import Foundation
import HTTPTransport

/// The token and the way to Telegram. The token is in no finding.
struct TelegramCheckup: Sendable {
    let configuration: Configuration
    let shell: Shell

    func findings(offline: Bool) async -> [Finding] {
        var findings = [address]
        guard configuration.botToken != nil else {
            return findings + [.warn("token", "none: serve and bot will not start", "TELEGRAM_BOT_TOKEN from @BotFather; `cactubase demo` needs none")]
        }
        findings.append(offline ? .ok("token", "looks like one; Telegram was not asked") : await asked())
        return findings
    }

    private var address: Finding {
        let url = configuration.telegramURL
        guard url.hasPrefix("http:"), let host = URLComponents(string: url)?.host, !["localhost", "127.0.0.1", "[::1]", "::1"].contains(host) else {
            return .ok("telegram", url)
        }
        return .warn("telegram", "\(url): the token and people's words travel there in the clear", "use https")
    }

    private func asked() async -> Finding {
        guard let token = configuration.botToken else { return .ok("token", "none") }
        let client = HTTPClient()
        defer { withExtendedLifetime(client) {} }
        let finding: Finding
        do throws(HTTPError) {
            let response = try await client.send(
                HTTPRequest(.get, "\(configuration.telegramURL)/bot\(token.text)/getMe", totalTimeout: .seconds(10)))
            finding = Self.finding(of: response)
        } catch {
            finding = .fail("token", "\(error)", "see the network, the proxy and TELEGRAM_API_URL; --offline skips this")
        }
        await client.shutdown()
        return finding
    }

    private struct Answer: Decodable {
        struct Bot: Decodable { let username: String? }
        let ok: Bool
        let result: Bot?
    }

    private static func finding(of response: HTTPResponse) -> Finding {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)) else {
            return .fail("token", "what answers at TELEGRAM_API_URL is not a Bot API server", "set TELEGRAM_API_URL right")
        }
        guard answer.ok, let username = answer.result?.username else {
            return .fail("token", "Telegram does not know it (\(response.status))", "ask @BotFather for the bot's token again")
        }
        return .ok("token", "Telegram knows it: @\(username)")
    }
}
