import Catalogue
import Clients
import Database
import Group
import Vocabulary

/// What a stored result was computed from. Equal versions, equal result, but for what others did in between; see ``CountsVersion``.
public struct ResultVersions: Hashable, Sendable {
    public let model: Int
    public let portrait: Int
    public let history: Int
    /// Of what people said of the client's needs; see ``NeedMarks/version``.
    public let needs: Int
    /// Of the counts behind the answers; see ``CountsVersion``.
    public let counts: Int

    /// Whether a result of these is as good as one computed now. One from later counts is, too: another process may have heard of them before.
    func serve(_ now: ResultVersions) -> Bool {
        model == now.model && portrait == now.portrait && history == now.history && needs == now.needs && counts >= now.counts
    }
}

/// How far the counts behind a model's answers have moved since it was trained.
///
/// What one client does changes the answers to all others a little. Were every change a version of its own, nothing stored would ever be reused;
/// were none, a stored result would stay behind until the next training. So the version grows with every thousandth part of the observations that
/// the model was trained on, and with each single change where these are fewer than two thousand. A client's own changes count at once in any
/// case: they raise its history version.
struct CountsVersion {
    private let trained: Int
    private let step: Int

    /// - Parameter position: of the feed of histories when the model was trained.
    init(observations: Int, position: Int) { (trained, step) = (position, max(1, observations / 1000)) }

    func at(_ position: Int) -> Int { max(0, position - trained) / step }
}

/// What results computed now would be known by: to tell over everybody which stored ones are out of date.
public struct CurrentVersions: Sendable {
    /// The model that answers, and the version of its counts.
    private let model: (version: Int, counts: Int)?
    /// Of clients whose needs somebody marked.
    private let needs: [ClientID: Int]

    public init(in transaction: Transaction) throws(RecommendationsError) {
        let rule: SignalRule
        do throws(SettingError) { rule = try SettingStore().value(Settings.needsRule, in: transaction) } catch { throw .setting(error) }
        let services = try RecommendationsError.storing { () throws(DatabaseError) in try CatalogueStore().all(in: transaction) }
        var marks: [ClientID: [MarkedNeed]] = [:]
        try RecommendationsError.storing { () throws(DatabaseError) in
            try ClientNeedStore().eachMark(in: transaction) { marks[$0, default: []].append($1) }
        }
        needs = marks.mapValues { NeedMarks($0, rule: rule, services: services).version }
        let version = try RecommendationsError.storing { () throws(DatabaseError) in try ModelStore().currentVersion(in: transaction) }
        guard let version, let counts = try ModelStore().countsVersion(of: version, in: transaction) else {
            model = nil
            return
        }
        let position = try RecommendationsError.storing { () throws(DatabaseError) in try HistoryFeed().position(in: transaction) }
        model = (version, counts.at(position))
    }

    /// Whether ``Recommending`` would reuse the stored result.
    public func accept(_ stored: ResultVersions, of client: ClientID, portrait: Int, history: Int) -> Bool {
        guard let model else { return false }
        return stored.serve(
            ResultVersions(
                model: model.version, portrait: portrait, history: history, needs: needs[client] ?? 0, counts: model.counts))
    }
}

extension RecommendationsSchema {
    public static let behindResults = [
        Migration(
            "5 needs and counts behind results",
            [
                // Of results computed before marks acted: those of clients with marks are computed anew.
                "ALTER TABLE recommendation ADD COLUMN needs_version INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE recommendation ADD COLUMN counts_version INTEGER NOT NULL DEFAULT 0",
                "DROP INDEX recommendation_candidates",
                """
                CREATE INDEX recommendation_candidates ON recommendation
                    (client_id, service_id, probability, score, computed_at, model_version, portrait_version, history_version, needs_version,
                    counts_version, is_candidate)
                    WHERE is_candidate = 1 AND probability IS NOT NULL
                """,
            ])
    ]
}
