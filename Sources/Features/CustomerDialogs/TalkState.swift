import Conversations

/// The talk a person is in. Only this is saved, sealed with the person's key; what no longer decodes opens the menu.
public enum TalkState: Codable, Hashable, Sendable {
    case welcome(WelcomeDialog.Step)
    case home(HomeDialog.Step)
    case link(LinkDialog.Step)
    case about(AboutDialog.Step)
    case offers(OffersDialog.Step)
    case offer(OfferDialog.Step)
    case points(PointsDialog.Step)
    case settings(SettingsDialog.Step)
    case consents(ConsentsDialog.Step)
}

/// What a person does, as far as a talk may know it.
public enum CustomerEvent: Hashable, Sendable, Codable {
    /// `/start`, with what the link carried.
    case start(payload: String?)
    case command(String)
    case text(String)
    /// A button's data, as it came: it may be forged or old.
    case press(data: String)
    case contact(SharedContact)
    /// A picture, a sticker, a voice: something no talk understands yet.
    case unreadable
}
