import CArgon2
import Dispatch

/// Passwords as they are kept: argon2id (RFC 9106), which is as slow for whoever steals the database as it is for us.
///
/// Works on a thread of its own, one password at a time: a flood of sign-ins takes one core and the memory of one hash, not the machine.
public struct PasswordHashing: Sendable {
    /// What one hash costs. Stored with each hash, so that it may be raised later.
    public struct Cost: Hashable, Sendable {
        public let kibibytes: UInt32
        public let passes: UInt32

        public init(kibibytes: UInt32, passes: UInt32) { (self.kibibytes, self.passes) = (kibibytes, passes) }

        /// OWASP's first recommendation for argon2id: 19 MiB, two passes.
        public static let standard = Cost(kibibytes: 19 * 1024, passes: 2)
    }

    /// The library refused: no memory, or a password longer than it takes.
    public struct Failure: Error, Hashable, Sendable {
        public let code: Int32
    }

    private let cost: Cost
    private let queue = DispatchQueue(label: "passwords")
    private static let length = 32

    public init(cost: Cost = .standard) { self.cost = cost }

    /// The hash in PHC form (`$argon2id$v=19$m=…`), with its cost and salt.
    /// - Parameter salt: 16 random bytes.
    public func hash(_ password: String, salt: [UInt8]) async throws(Failure) -> String {
        let result: Result<String, Failure> = await onQueue { [cost] in
            let password = Array(password.utf8)
            let size = argon2_encodedlen(cost.passes, cost.kibibytes, 1, UInt32(salt.count), UInt32(Self.length), Argon2_id)
            var encoded = [CChar](repeating: 0, count: size)
            let code = argon2id_hash_encoded(
                cost.passes, cost.kibibytes, 1, password, password.count, salt, salt.count, Self.length, &encoded, size)
            guard code == ARGON2_OK.rawValue else { return .failure(Failure(code: code)) }
            return .success(String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        return try result.get()
    }

    /// Whether the hash was made of this password. A hash that cannot be read was made of none.
    public func matches(_ password: String, hash: String) async -> Bool {
        await onQueue {
            let password = Array(password.utf8)
            return argon2id_verify(hash, password, password.count) == ARGON2_OK.rawValue
        }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: work()) } }
    }
}
