import Conversations
import Localization
import Vocabulary

/// The balance, the latest entries, and why each is there.
public enum PointsDialog: Dialog {
    public struct Line: Codable, Hashable, Sendable {
        public let at: Instant
        public let amount: Points
        public let reason: Message

        public init(at: Instant, amount: Points, reason: Message) {
            self.at = at
            self.amount = amount
            self.reason = reason
        }
    }
    public enum Step: Codable, Hashable, Sendable {
        case look
        case account(balance: Points, [Line])
    }
    public enum Request: Equatable, Sendable { case look }
    public enum Fact: Sendable { case account(balance: Points, [Line]) }

    public typealias Exit = Destination
    public static let name = "points"
    public static let opening = Step.look

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .look: .asks(.look) { if case .account(let balance, let lines) = $0 { .go(.account(balance: balance, lines)) } else { nil } }
        case .account(let balance, let lines):
            Turn(
                says: [
                    [CustomerDialogsMessages.pointsTitle, CustomerDialogsMessages.pointsBalance(n: balance.count)],
                    lines.isEmpty ? [CustomerDialogsMessages.pointsEmpty] : [CustomerDialogsMessages.pointsHistory] + lines.map(words),
                    [CustomerDialogsMessages.pointsRatio],
                ],
                hears: [
                    .exit(Label(CustomerDialogsMessages.wordOffers), .offers),
                    .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
                ])
        }
    }

    private static func words(of line: Line) -> Message {
        let amount =
            line.amount < .zero
            ? CustomerDialogsMessages.pointsMinus(n: -line.amount.count) : CustomerDialogsMessages.pointsPlus(n: line.amount.count)
        return CustomerDialogsMessages.pointsLine(day: line.at, amount: amount, reason: line.reason)
    }
}
