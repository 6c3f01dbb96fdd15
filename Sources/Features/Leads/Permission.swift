import Clients
import Consents
import Database
import Group
import Vocabulary

/// Whether a company may get a lead about a client.
public enum Permission: Hashable, Sendable {
    case allowed
    /// Nothing is attested and no consent was given: the lead stays with the sender's company as "ask for consent".
    case askConsent
    /// The sender's attestation, or the client's consent, names others.
    case notAllowed
}

/// What the sender attested and what the client agreed to. Pure.
public struct Permissions: Sendable {
    let sender: CompanyID
    let attestation: Attestation?
    /// Nil: the client is not in the bot.
    let consent: ConsentStanding?

    public init(sender: CompanyID, attestation: Attestation?, consent: ConsentStanding?) {
        (self.sender, self.attestation, self.consent) = (sender, attestation, consent)
    }

    public func permission(for company: CompanyID) -> Permission {
        let consents = consent?.processing == true
        if attestation == nil, !consents { return .askConsent }
        if company == sender { return .allowed }
        if attestation?.recipients.includes(company) == true { return .allowed }
        return consents && consent?.transfers.contains(company) == true ? .allowed : .notAllowed
    }

    /// Whether the client may be messaged through the bot about this company's service.
    public func mayMessage(_ company: Company) -> MayMessage {
        guard let consent else { return attestation?.mayMessage == true ? .noChat : .notAttested }
        if !consent.processing || !consent.advertising { return .noAdvertisingConsent }
        return company.mayUseTelegram ? .yes : .channelClosed
    }
}

/// May the client be messaged through the bot? The manager decides on the channel, and the gate of offers has the last word.
public enum MayMessage: String, Hashable, Sendable, Codable, CaseIterable, Storable {
    case yes
    /// The sender allows it, but the client has not come to the bot: hand over a personal link.
    case noChat = "no_chat"
    /// The client is not in the bot and the sender did not attest that messages are welcome.
    case notAttested = "not_attested"
    case noAdvertisingConsent = "no_advertising_consent"
    /// The company's use of the messenger is not confirmed (41-FZ).
    case channelClosed = "channel_closed"
}
