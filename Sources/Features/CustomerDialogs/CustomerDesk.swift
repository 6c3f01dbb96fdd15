import Conversations
import Vocabulary

/// Carries out what the talks ask for. Everything here is local: it runs in the update's transaction and its fact is heard in the same turn.
public protocol CustomerDesk {
    /// Whether a consent to processing stands: without it there is only the welcome.
    func hasAgreed() throws -> Bool
    func hasRefused() throws -> Bool
    /// Reads what a link carried; somebody new is remembered as having come.
    func arrive(_ payload: String?) throws -> WelcomeDialog.Arrival
    /// The offer that a typed answer is about: the latest one that came and still takes an answer.
    func latestOffer() throws -> LeadID?

    func perform(_ request: WelcomeDialog.Request) throws -> WelcomeDialog.Fact?
    func perform(_ request: HomeDialog.Request) throws -> HomeDialog.Fact?
    func perform(_ request: LinkDialog.Request) throws -> LinkDialog.Fact?
    func perform(_ request: AboutDialog.Request) throws -> AboutDialog.Fact?
    func perform(_ request: OffersDialog.Request) throws -> OffersDialog.Fact?
    func perform(_ request: OfferDialog.Request) throws -> OfferDialog.Fact?
    func perform(_ request: PointsDialog.Request) throws -> PointsDialog.Fact?
    func perform(_ request: SettingsDialog.Request) throws -> SettingsDialog.Fact?
    func perform(_ request: ConsentsDialog.Request) throws -> ConsentsDialog.Fact?
}

/// A talk with customers: which desk method serves it, and how its step is saved.
protocol CustomerDialog: Dialog where Exit == Destination {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact?
    static func state(_ step: Step) -> TalkState
}

extension WelcomeDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .welcome(step) }
}
extension HomeDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .home(step) }
}
extension LinkDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .link(step) }
}
extension AboutDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .about(step) }
}
extension OffersDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .offers(step) }
}
extension OfferDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .offer(step) }
}
extension PointsDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .points(step) }
}
extension SettingsDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .settings(step) }
}
extension ConsentsDialog: CustomerDialog {
    static func perform(_ request: Request, at desk: any CustomerDesk) throws -> Fact? { try desk.perform(request) }
    static func state(_ step: Step) -> TalkState { .consents(step) }
}
