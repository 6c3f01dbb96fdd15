import Catalogue
import Database
import Group
import Offers
import Vocabulary

/// Everything that the number of offers depends on besides the threshold, read once: any number of thresholds is then tried in memory.
///
/// It holds what ``Pipeline/select(limit:now:ids:in:)`` would meet: the cards that wait for selection and those that a threshold turned down
/// in the last 30 days, with their stored candidates. What the pipeline would compute anew (``outdated``) or has yet to compute
/// (``notComputed``) is counted, not guessed.
public struct OfferSupply: Sendable {
    /// Why there is nothing to show, or that there is something.
    public enum State: String, Hashable, Sendable, Codable {
        case ready
        case noModel = "no_model"
        /// The model has too few outcomes to name a probability.
        case noProbability = "no_probability"
        /// No card was processed in the last 30 days.
        case noCandidates = "no_candidates"
    }

    public internal(set) var state: State
    public let now: Instant
    /// What is in force.
    public let thresholds: Thresholds
    public let scale: RatingScale
    /// By id.
    public let services: [Service]
    public let companies: [Company]
    /// Cards whose probabilities are not computed yet: what comes of them is not in the figures.
    public internal(set) var notComputed = 0
    /// Cards whose client, the model, or noticeably what others did changed since their probabilities were computed: the pipeline computes anew,
    /// and figures may move.
    public internal(set) var outdated = 0
    public let cap: Int
    public let capDays: Int
    /// Days for which a refusal or silence counts as recent.
    public let recentDays: Int

    /// Of each service.
    let isActive: [Bool]
    let companyPlaces: [Int]
    let modelVersion: Int
    let offersPerClient: Int
    let explorationShare: Double
    let seed: UInt64
    let lastLowered: Instant?
    /// The least probability of each rating 0…100; infinite where none reaches it.
    let boundaries: [Double]
    /// In the pipeline's order.
    var cards: [SupplyCard] = []
    var clients: [SupplyClient] = []
    /// Candidates of all clients, a client's together.
    var candidates: [SupplyCandidate] = []
    /// Whether a candidate of a client with one card stays after filters and rivals; see ``SupplyClient/isShared``.
    var stays: [Bool] = []
    /// What companies may get, by table and place of the company.
    var permissions: [[Bool]] = []
    /// Leads of the last 30 days.
    var made: [MadeLead] = []
    var outcomes: [OfferOutcome] = []
    /// Persons: a customer of the bot with all their cards, or a client alone.
    var persons = 0
    let rivalry: Rivalry
}

struct SupplyCard: Sendable {
    let id: CardID
    let client: Int
    let permissions: Int
    /// Nil: it waits for selection.
    let turnedDownAt: Instant?
    /// How many leads it had, and for which services.
    var attempt = 0
    var taken: [Int32] = []
}

struct SupplyClient: Sendable {
    let id: ClientID
    var person = 0
    var candidates = 0..<0
    /// Services of open leads.
    var open: [Int32] = []
    /// Has more than one card here, so what one card gets changes what the next may have.
    var isShared = false
    /// Declined an offer, or left one without an answer, lately.
    var isWeary = false
}

struct SupplyCandidate: Sendable {
    /// Place in ``OfferSupply/services``.
    let service: Int32
    let probability: Double
    let score: Double
}

/// A lead of the last 30 days.
struct MadeLead: Sendable {
    let service: Int32
    let person: Int32
    let rating: Int
    let probability: Double
    let isExploration: Bool
    /// It is to be sent, or was made within the days of the contact cap.
    let countsForCap: Bool
}

/// What came of an offer, with its figures of that time.
struct OfferOutcome: Sendable {
    let service: Int32
    let rating: Int
    let probability: Double
    let isAccepted: Bool
}

/// Which of several rivals stays: the rule of ``Arbitration`` for many clients at once.
struct Rivalry: Sendable {
    /// Of each service: the number of its rival group; -1: it has no rivals.
    let groups: [Int32]
    let count: Int
    /// Of each service with rivals: what it is worth to a client who accepts for sure.
    private let worths: [Worth?]
    private let lastWins: [Instant?]

    init(services: [Service], market: Market, in transaction: Transaction) throws(LeadsError) {
        var numbers: [String: Int32] = [:]
        var groups: [Int32] = []
        var worths: [Worth?] = []
        for service in services {
            guard let group = service.rivalGroup, market.rivals(of: service).count > 1 else {
                groups.append(-1)
                worths.append(nil)
                continue
            }
            // A group's services for people and those for firms never meet.
            let key = "\(service.audience.rawValue) \(group)"
            let number = numbers[key] ?? Int32(numbers.count)
            numbers[key] = number
            groups.append(number)
            worths.append(Worth(try market.rival(service, probability: 1, in: transaction), prior: market.prior(of: service)))
        }
        (self.groups, self.worths, count) = (groups, worths, numbers.count)
        lastWins = services.map { market.lastWins[$0.id] }
    }

    /// Whether the first wins. Exact ties of value and probability go to who has waited longer, as it stands now: the pipeline also counts
    /// the wins that the cards before bring.
    func wins(_ one: SupplyCandidate, over other: SupplyCandidate) -> Bool {
        let (left, right) = (value(one), value(other))
        if left != right { return left > right }
        if one.probability != other.probability { return one.probability > other.probability }
        let (leftWon, rightWon) = (
            lastWins[Int(one.service)]?.milliseconds ?? .min, lastWins[Int(other.service)]?.milliseconds ?? .min
        )
        return leftWon != rightWon ? leftWon < rightWon : one.service < other.service
    }

    private func value(_ candidate: SupplyCandidate) -> Money {
        worths[Int(candidate.service)]?.expected(at: candidate.probability) ?? .zero
    }
}
