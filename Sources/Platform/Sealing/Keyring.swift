import Crypto
import Foundation
import Vocabulary

/// Keys derived from the root secret, one for each purpose (HKDF-SHA256, RFC 5869), and the keyed hashes made with them.
public struct Keyring: Sendable {
    /// What a derived key is for. The raw value is part of the derivation: never change it.
    enum Purpose: String {
        case inbox, outbox, dataKeys, phones, clientReferences, refusals, tokens, links, posters, forms, attempts
    }

    private let root: RootSecret

    public init(root: RootSecret) { self.root = root }

    func key(_ purpose: Purpose) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: root.key, info: Data("cactubase/\(purpose.rawValue)/1".utf8), outputByteCount: 32)
    }

    func mac(_ bytes: some DataProtocol, _ purpose: Purpose) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key(purpose)))
    }

    /// The keyed hash under which a phone is stored.
    /// - Parameter e164: the number in E.164 form, such as `+79260000000`.
    public func phoneHash(_ e164: String) -> (keyID: Int, hash: [UInt8]) { (1, mac(Data(e164.utf8), .phones)) }

    /// A company-scoped pseudonym for a client whose company gave no id: 32 hex digits. Two companies' clients cannot be joined by it.
    /// - Parameter parts: what identifies the person, used in memory only.
    public func clientReference(company: CompanyID, _ parts: [String]) -> String {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        let text = parts.reduce(into: "\(company.rawValue)") { $0 += "|\($1.utf8.count):\($1)" }
        return mac(Data(text.utf8), .clientReferences).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// All that a person who refused leaves.
    public func refusalHash(chat: Int64) -> [UInt8] { mac(Data("\(chat)".utf8), .refusals) }

    /// What a form of a page carries to prove that this browser asked for it: made of the browser's own secret, and of no use elsewhere.
    /// 64 hex digits.
    public func formToken(for secret: [UInt8]) -> String {
        mac(Data(secret), .forms).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether the form's token is the browser's, found out in the same time whatever it is.
    public func isFormToken(_ given: String, for secret: [UInt8]) -> Bool {
        let (expected, given) = (Array(formToken(for: secret).utf8), Array(given.utf8))
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The hash under which failed attempts to sign in are counted: neither a login nor an address can be read from it.
    public func attemptHash(_ subject: String) -> [UInt8] { mac(Data(subject.utf8), .attempts) }

    /// The hash under which a one-time token is stored.
    public func tokenHash(_ token: [UInt8]) -> [UInt8] { mac(Data(token), .tokens) }
}
