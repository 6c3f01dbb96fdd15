import Conversations
import Localization
import Vocabulary

/// The balance, the latest entries, and why each is there.
public enum PointsDialog: Dialog {
    public struct Line: Codable, Hashable, Sendable {
        public let at: Instant
        /// "+37 points, …"
        public let movement: Message
        /// By which rule.
        public let why: Message

        public init(at: Instant, movement: Message, why: Message) {
            self.at = at
            self.movement = movement
            self.why = why
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
                    lines.isEmpty ? [CustomerDialogsMessages.pointsEmpty] : [CustomerDialogsMessages.pointsHistory],
                ]
                    + lines.map {
                        [
                            CustomerDialogsMessages.pointsLine(day: $0.at, movement: $0.movement),
                            CustomerDialogsMessages.pointsWhy(reason: $0.why),
                        ]
                    } + [
                        [CustomerDialogsMessages.pointsRatio]
                    ],
                hears: [
                    .exit(Label(CustomerDialogsMessages.wordOffers), .offers),
                    .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
                ])
        }
    }
}
