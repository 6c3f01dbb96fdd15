import Clients
import Leads
import Offers
import Vocabulary

/// A lead of the last weeks as it will be told: what it is about, and what would happen on each of its two ways. What lies after the world's
/// "now" has not happened yet, so that young leads stand in the midst of their way.
struct PastLead: Sendable {
    enum Act: Hashable, Sendable {
        /// The bot sends it, if the gate is open; else people go on alone.
        case offer
        case answer(OfferAnswer)
        /// Nobody answered in time.
        case fallSilent
        case take, contacted, notReached
        /// A head gives it to a colleague, if there is one.
        case passOn
        case won(Money)
        case lost(LostReason)
        case giveBack(ReturnReason)
    }

    struct Step: Hashable, Sendable {
        let at: Instant
        let act: Act
    }

    /// Somebody in the bot who holds the client's card.
    struct Holder: Hashable, Sendable {
        let chat: Int64
        let language: Language
        let since: Instant
    }

    let draft: LeadDraft
    let card: Card
    /// Nil: the client is not in the bot, and the lead is for people from the beginning.
    let holder: Holder?
    /// What the bot brings about; empty without a holder.
    let bot: [Step]
    let desk: [Step]
    /// Which of the company's salespeople takes it, 0 ..< 1.
    let worker: Double

    /// When nothing more will happen, whichever way it goes.
    var end: Instant { (bot + desk).map(\.at).max() ?? draft.createdAt }
}
