import CustomerDialogs
import Vocabulary

/// A message as it waits in the outbox, sealed: rendered, so that what goes out is what was decided.
struct OutgoingMessage: Codable, Hashable, Sendable {
    struct Button: Codable, Hashable, Sendable {
        let text: String
        let data: String
    }
    enum Placement: Codable, Hashable, Sendable {
        /// Shown in place of this message.
        case edit(Int64)
        case send
        /// Nothing is said: the buttons of this message, which another has replaced, are taken away.
        case retire(Int64)
    }
    enum Keyboard: Codable, Hashable, Sendable {
        case inline([[Button]])
        /// A button that shares the phone, then words to type.
        case contact(String, words: [[String]])
        case removed
    }

    let chat: Int64
    let customer: CustomerID?
    let html: String
    let keyboard: Keyboard
    let placement: Placement
    /// It becomes the message that is edited in place.
    var becomesLive = true
    /// An advertisement: checked once more at the moment of sending.
    var ad: LeadID?

    static let kind = "telegram"

    /// Beside the chat's lane: no answer waits until something is tidied.
    var lane: Int64 { if case .retire = placement { -chat } else { chat } }

    static func retiring(_ message: Int64, in chat: Int64, of customer: CustomerID) -> OutgoingMessage {
        OutgoingMessage(chat: chat, customer: customer, html: "", keyboard: .inline([]), placement: .retire(message), becomesLive: false)
    }
}
