import Database
import Foundation
import Jobs
import Sealing
import Vocabulary

/// The way of a message to the outbox, from whichever process: the bot's own takes it from there.
struct PostBox: Sendable {
    let keyring: Keyring
    let clock: WallClock
    let ids: IDSource

    func put(_ message: OutgoingMessage, in transaction: Transaction) throws {
        let body = keyring.seal(Array(try JSONEncoder().encode(message)), in: .outbox)
        let now = clock.now
        try Outbox().enqueue(lane: message.lane, kind: OutgoingMessage.kind, body: body, due: now, at: now, ids: ids, in: transaction)
    }
}
