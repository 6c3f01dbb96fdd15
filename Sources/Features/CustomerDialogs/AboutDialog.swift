import Clients
import Conversations
import Localization

/// Two questions for a person without a card: a first portrait, for eligibility now and for the model later. Each may be left unanswered.
public enum AboutDialog: Dialog {
    /// The lower bound of an age band counts, so that nobody is taken for older than they are.
    public enum Step: Codable, Hashable, Sendable {
        case age
        case license(age: OwnAnswers.AgeBand?)
        case keep(age: OwnAnswers.AgeBand?, license: Bool?)
        case thanks
    }
    public enum Request: Equatable, Sendable { case keep(OwnAnswers) }
    public enum Fact: Sendable { case kept }

    public typealias Exit = Destination
    public static let name = "about"
    public static let opening = Step.age

    public static func turn(at step: Step) -> Turn<Self> {
        switch step {
        case .age:
            Turn(
                says: CustomerDialogsMessages.aboutAge,
                hears: OwnAnswers.AgeBand.allCases.enumerated().map { index, band in
                    .button(Label(words(of: band), beside: index % 2 == 1), .go(.license(age: band)))
                } + [.button(Label(CustomerDialogsMessages.aboutSkip, beside: true), .go(.license(age: nil)))])
        case .license(let age):
            Turn(
                says: CustomerDialogsMessages.aboutCar,
                hears: [
                    .button(Label(CustomerDialogsMessages.wordYes), .go(.keep(age: age, license: true))),
                    .button(Label(CustomerDialogsMessages.wordNo, beside: true), .go(.keep(age: age, license: false))),
                    .button(Label(CustomerDialogsMessages.aboutSkip), .go(.keep(age: age, license: nil))),
                ])
        case .keep(let age, let license): .asks(.keep(OwnAnswers(ageBand: age, hasDrivingLicense: license))) { _ in .go(.thanks) }
        case .thanks:
            Turn(
                says: CustomerDialogsMessages.aboutThanks,
                hears: [
                    .exit(Label(CustomerDialogsMessages.wordOffers), .offers),
                    .exit(Label(CustomerDialogsMessages.wordHome, beside: true), .home),
                ])
        }
    }

    private static func words(of band: OwnAnswers.AgeBand) -> Message {
        switch band {
        case .under18: CustomerDialogsMessages.aboutAgeUnder18
        case .from18to20: CustomerDialogsMessages.aboutAgeFrom18
        case .from21to24: CustomerDialogsMessages.aboutAgeFrom21
        case .from25to34: CustomerDialogsMessages.aboutAgeFrom25
        case .from35to49: CustomerDialogsMessages.aboutAgeFrom35
        case .from50to64: CustomerDialogsMessages.aboutAgeFrom50
        case .from65: CustomerDialogsMessages.aboutAgeFrom65
        }
    }
}
