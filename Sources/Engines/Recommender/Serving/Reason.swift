import Vocabulary

/// Why a service is proposed, as data. Words are made where people read them.
public enum Reason: Hashable, Sendable, Codable {
    /// A hand-made link leads here from a service that the client has.
    case linked(from: ServiceID)
    /// Those who have `from` take this one `lift` times as often as others.
    case together(from: ServiceID, lift: Double)
    /// Serves needs that the client's services serve.
    case needs([String])
    /// Share of the offers of this service that were accepted, shrunk, and their number.
    case acceptance(rate: Double, offers: Int)
    /// Share of clients who have it, and the number of clients.
    case popular(share: Double, clients: Int)
    /// The client accepted so many offers before.
    case accepts(Int)
    /// Clients with a like portrait take it more often.
    case portrait
    /// Clients with a like history have it: the share of the nearest ones, weighted by likeness.
    case neighbours(share: Double)
    /// Serves needs that people said the client has, or has not. Not the model's own: whoever asks it adds what people said.
    case needsAdded([String], by: [String])
    case needsRemoved([String], by: [String])
}

/// A reason and how far it moves the score, in log-odds.
public struct Contribution: Hashable, Sendable, Codable {
    public let reason: Reason
    public let amount: Double

    public init(reason: Reason, amount: Double) {
        self.reason = reason
        self.amount = amount
    }
}
