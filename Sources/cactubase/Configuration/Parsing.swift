import Database
import Foundation
import Sealing
import TelegramBotAPI

/// How each configured value is read. Problems are told without the value.
enum Parsing {
    static func botToken(_ found: FoundValue) throws(CommandFailure) -> BotToken {
        guard let token = BotToken(found.text) else {
            throw found.wrong("this is no token; @BotFather gives one as digits, a colon and letters: copy it whole, without spaces")
        }
        return token
    }

    static func secret(_ found: FoundValue) throws(CommandFailure) -> Hidden {
        do { _ = try RootSecret(base64: found.text) } catch {
            var problem = "it cannot be used"
            if case .secret(let words) = error { problem = words }
            throw found.wrong("\(problem); make one with: head -c 32 /dev/urandom | base64")
        }
        return Hidden(text: found.text)
    }

    static func database(_ found: FoundValue) throws(CommandFailure) -> DatabaseAddress {
        do { return try DatabaseAddress(found.text) } catch {
            throw found.wrong("it has to be sqlite:PATH, such as sqlite:cactubase.db")
        }
    }

    static func apiAddress(_ found: FoundValue) throws(CommandFailure) -> String {
        let url = try address(found)
        guard url.query == nil, url.fragment == nil else { throw found.wrong("a base address has no query: https://api.telegram.org") }
        return found.text.hasSuffix("/") ? String(found.text.dropLast()) : found.text
    }

    static func consoleAddress(_ found: FoundValue) throws(CommandFailure) -> String {
        let url = try address(found)
        let base = found.text.hasSuffix("/") ? String(found.text.dropLast()) : found.text
        guard url.query == nil, url.fragment == nil, ["", "/"].contains(url.path) else {
            throw found.wrong("the console stands at the root of a host: https://console.example.ru")
        }
        return base
    }

    /// An address of a host that nobody outside can be: what people say must not leave the house.
    static func privateAddress(_ found: FoundValue) throws(CommandFailure) -> String {
        guard let host = try address(found).host, isPrivate(host) else {
            throw found.wrong("voices of people go there, so it has to be a private host: localhost, 10.…, 172.16.…–172.31.…, 192.168.…")
        }
        return found.text
    }

    static func listeningAddress(_ found: FoundValue) throws(CommandFailure) -> ListeningAddress {
        guard let colon = found.text.lastIndex(of: ":"), let port = Int(found.text[found.text.index(after: colon)...]), 0...65_535 ~= port
        else {
            throw found.wrong("host:port is needed, such as 127.0.0.1:5000")
        }
        var host = found.text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() } else if host.contains(":") { host = "" }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" }) else {
            throw found.wrong("host:port is needed, such as 127.0.0.1:5000 or [::1]:5000")
        }
        return ListeningAddress(host: String(host), port: port)
    }

    static func rate(_ found: FoundValue) throws(CommandFailure) -> TelegramPace {
        if found.text.lowercased() == "off" { return .off }
        let rates = found.text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { !$0.isWhitespace }) }
        guard rates.count == 2, let overall = rates[0], let perChat = rates[1], (0.01...1000).contains(overall),
            (0.01...overall).contains(perChat)
        else { throw found.wrong("messages a second are needed, overall and per chat, such as 30,1; or off") }
        return .limited(overall: overall, perChat: perChat)
    }

    static func faults(_ found: FoundValue) throws(CommandFailure) -> String {
        for fault in found.text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = fault.split(separator: ":", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty, let share = Double(halves[1]), (0...1).contains(share) else {
                throw found.wrong("name:share,… is needed, each share from 0 to 1, such as telegram_429:0.05")
            }
        }
        return found.text
    }

    private static func address(_ found: FoundValue) throws(CommandFailure) -> URLComponents {
        guard let url = URLComponents(string: found.text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw found.wrong("an absolute http or https address is needed")
        }
        guard url.user == nil, url.password == nil else { throw found.wrong("an address here has no user and no password") }
        return url
    }

    private static func isPrivate(_ host: String) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name == "[::1]" || name == "::1" || name.hasSuffix(".local") || name.hasSuffix(".internal") {
            return true
        }
        let bytes = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        // A name without a dot is resolved on the local network alone.
        guard bytes.count == 4, let first = bytes[0], let second = bytes[1], bytes[2] != nil, bytes[3] != nil else {
            return !name.contains(".") && !name.contains(":")
        }
        return first == 10 || first == 127 || (first == 172 && 16...31 ~= second) || (first == 192 && second == 168)
    }
}
