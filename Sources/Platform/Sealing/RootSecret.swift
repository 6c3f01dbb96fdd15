import Crypto
import Foundation

/// The root key: everything keyed or sealed derives from it. Whoever has it and the database can read people's words, so it is never in a backup and never printed.
public struct RootSecret: Sendable {
    let key: SymmetricKey

    /// - Parameter base64: at least 32 bytes, as in `CACTUBASE_SECRET`.
    public init(base64: String) throws(SealingError) {
        guard let bytes = Data(base64Encoded: base64.filter { !$0.isWhitespace }) else { throw .secret("it is not base64") }
        guard bytes.count >= 32 else { throw .secret("it has \(bytes.count) bytes; at least 32 are needed") }
        key = SymmetricKey(data: bytes)
    }

    /// A new secret, as base64 of 32 random bytes.
    public static func generate() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString() }
}

extension RootSecret: CustomStringConvertible, CustomReflectable {
    public var description: String { "RootSecret(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What can go wrong with secrets. Never carries key material or what was sealed.
public enum SealingError: Error, Sendable, Equatable {
    /// The root secret itself cannot be used.
    case secret(String)
    /// The bytes were sealed with another key, for another purpose, or were changed.
    case cannotOpen
}
