import Consents
import CustomerDialogs
import Database
import Sealing
import Vocabulary

/// What every update and every push of the bot needs: keys, time, ids, and the way to the outbox.
public struct FrontDesk: Sendable {
    let keyring: Keyring
    let clock: WallClock
    let ids: IDSource
    let renderer: Renderer
    let erasure: Erasure

    public init(keyring: Keyring, clock: WallClock, ids: IDSource, renderer: Renderer, erasure: Erasure) {
        self.keyring = keyring
        self.clock = clock
        self.ids = ids
        self.renderer = renderer
        self.erasure = erasure
    }

    func open(chat: Int64, customer: Customer?, languageTag: String?, pressedMessage: Int64?, in transaction: Transaction) -> LiveDesk {
        LiveDesk(
            services: LiveDesk.Services(
                keyring: keyring, now: clock.now, ids: ids, erasure: erasure, plain: { [renderer] in renderer.plain($0, $1) }),
            chat: chat, customer: customer, arrivingLanguage: Language(tag: languageTag), pressedMessage: pressedMessage, in: transaction)
    }

    func post(_ message: OutgoingMessage, in transaction: Transaction) throws {
        try PostBox(keyring: keyring, clock: clock, ids: ids).put(message, in: transaction)
    }
}
