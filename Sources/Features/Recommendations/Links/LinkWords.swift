import Localization
import Recommender
import Vocabulary

extension LinkEvidence {
    /// The example in words: counts of clients, never a client.
    /// - Parameters:
    ///   - name: a service's name in the reader's language.
    ///   - needs: names of the needs that ``to`` serves.
    public func example(needs: [String], name: (ServiceID) -> String) -> Message {
        let (together, owners) = (Int64(together), Int64(owners))
        switch kind {
        case .taken: return RecommendationsMessages.linksTaken(together: together, owners: owners, from: name(from), to: name(to))
        case .needs:
            return RecommendationsMessages.linksNeeds(
                together: together, owners: owners, from: name(from), needs: needs.joined(separator: ", "), to: name(to))
        }
    }
}
