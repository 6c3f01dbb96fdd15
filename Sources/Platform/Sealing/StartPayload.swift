import Crypto
import Foundation
import Vocabulary

/// What a t.me link carries in `?start=`: at most 64 of `A-Za-z0-9_-` (core.telegram.org/bots/features#deep-linking).
public enum StartPayload: Sendable, Hashable {
    /// A company's QR code; the campaign tells posters apart (0: the standing code).
    case company(CompanyID, campaign: UInt32)
    /// A client's personal link: a single-use token of 16 bytes.
    case personal(token: [UInt8])
    /// A customer's invitation.
    case referral(CustomerID)
}

extension Keyring {
    /// Bytes of the MAC in a payload. 2^-64 a guess, and every guess is a message to the bot.
    private static let macLength = 8

    /// The payload as text, with a MAC: posters have a key of their own, so that they outlive changes of the others.
    public func text(of payload: StartPayload) -> String {
        let (prefix, body, purpose) = parts(of: payload)
        let tag = mac(Data(prefix.utf8) + body, purpose).prefix(Self.macLength)
        return prefix + Data(body + tag).base64URL
    }

    /// Nil when the text is not a payload of ours or its MAC is broken.
    public func payload(from text: String) -> StartPayload? {
        guard text.utf8.count <= 64, text.count > 2, let bytes = Data(base64URL: String(text.dropFirst(2))), bytes.count > Self.macLength
        else { return nil }
        let prefix = String(text.prefix(2))
        let body = Array(bytes.dropLast(Self.macLength))
        let payload: StartPayload
        switch (prefix, body.count) {
        case ("c_", 6):
            payload = .company(CompanyID(Int(body[0]) << 8 | Int(body[1])), campaign: body[2...].reduce(0) { $0 << 8 | UInt32($1) })
        case ("p_", 16): payload = .personal(token: body)
        case ("r_", 16):
            guard let id = CustomerID(bytes: body) else { return nil }
            payload = .referral(id)
        default: return nil
        }
        let purpose = parts(of: payload).purpose
        let expected = mac(Data(prefix.utf8) + body, purpose).prefix(Self.macLength)
        // In constant time: a forger learns nothing from how long the answer takes.
        let difference = zip(expected, bytes.suffix(Self.macLength)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 && self.text(of: payload) == text ? payload : nil
    }

    private func parts(of payload: StartPayload) -> (prefix: String, body: [UInt8], purpose: Purpose) {
        switch payload {
        case .company(let company, let campaign):
            let id = UInt16(truncatingIfNeeded: company.rawValue)
            let numbers = [UInt8(id >> 8), UInt8(id & 255)] + (0..<4).map { UInt8(truncatingIfNeeded: campaign >> (24 - 8 * UInt32($0))) }
            return ("c_", numbers, .posters)
        case .personal(let token): return ("p_", token, .links)
        case .referral(let customer): return ("r_", customer.bytes, .links)
        }
    }
}

extension Data {
    /// RFC 4648 section 5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - text.count % 4) % 4)
        self.init(base64Encoded: padded)
    }
}
