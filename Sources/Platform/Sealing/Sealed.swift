import Crypto
import Foundation
import Vocabulary

/// AES-256-GCM (NIST SP 800-38D) with a random nonce: nonce, ciphertext and tag in one run of bytes, bound to where they are stored.
struct Seal {
    let key: SymmetricKey

    func seal(_ bytes: [UInt8], for place: String) -> [UInt8] {
        do {
            // A 12-byte nonce always gives the combined form.
            guard let combined = try AES.GCM.seal(bytes, using: key, authenticating: Data(place.utf8)).combined else { return [] }
            return Array(combined)
        } catch {
            // Sealing fails only for keys of a wrong size, and keys are made here.
            return []
        }
    }

    func open(_ sealed: [UInt8], for place: String) throws(SealingError) -> [UInt8] {
        do {
            return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(place.utf8)))
        } catch { throw .cannotOpen }
    }
}

extension Keyring {
    /// Queues whose bodies are sealed until the work is done.
    public enum Queue: Sendable { case inbox, outbox }

    public func seal(_ bytes: [UInt8], in queue: Queue) -> [UInt8] { Seal(key: key(queue.purpose)).seal(bytes, for: "queue") }
    public func open(_ sealed: [UInt8], in queue: Queue) throws(SealingError) -> [UInt8] {
        try Seal(key: key(queue.purpose)).open(sealed, for: "queue")
    }

    /// A new data key for one customer, wrapped for storage. Destroying the row makes all that was sealed with it unreadable.
    public func newDataKey(for customer: CustomerID) -> [UInt8] {
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return Seal(key: key(.dataKeys)).seal(fresh, for: "customer \(customer.hex)")
    }

    public func dataKey(_ wrapped: [UInt8], for customer: CustomerID) throws(SealingError) -> DataKey {
        DataKey(key: SymmetricKey(data: try Seal(key: key(.dataKeys)).open(wrapped, for: "customer \(customer.hex)")))
    }
}

extension Keyring.Queue {
    fileprivate var purpose: Keyring.Purpose {
        switch self {
        case .inbox: .inbox
        case .outbox: .outbox
        }
    }
}

/// One customer's key: what the person wrote is sealed with it.
public struct DataKey: Sendable {
    let key: SymmetricKey

    /// - Parameter place: table and column, so that bytes moved elsewhere do not open.
    public func seal(_ text: String, for place: String) -> [UInt8] { Seal(key: key).seal(Array(text.utf8), for: place) }

    public func open(_ sealed: [UInt8], for place: String) throws(SealingError) -> String {
        String(decoding: try Seal(key: key).open(sealed, for: place), as: UTF8.self)
    }
}

extension DataKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "DataKey(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
