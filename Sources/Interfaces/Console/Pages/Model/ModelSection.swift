import Accounts
import Hummingbird
import Localization
import Vocabulary

/// What the pages of the model have in common: who comes in, and the words in which a reason is given.
enum ModelSection {
    static func mayView(_ account: Account) -> Bool {
        Access.allows(.viewModel, to: account, reach: account.reach(ofCompany: account.place.company))
    }

    static func maySteer(_ account: Account) -> Bool { Access.allows(.steerModel, to: account) }

    /// Who may not see a page is told that there is none.
    static func requireView(_ visit: Visit) throws { guard mayView(visit.account) else { throw HTTPError(.notFound) } }
    static func requireSteering(_ visit: Visit) throws { guard maySteer(visit.account) else { throw HTTPError(.notFound) } }

    static func tabs(for account: Account) -> [Layout.Tab] {
        let all = [
            Layout.Tab(path: "/model/threshold", words: ConsoleMessages.modelThreshold),
            Layout.Tab(path: "/model/versions", words: ConsoleMessages.modelVersions),
        ]
        guard maySteer(account) else { return all }
        return all + [
            Layout.Tab(path: "/model/links", words: ConsoleMessages.modelLinks),
            Layout.Tab(path: "/model/needs", words: ConsoleMessages.modelNeeds),
        ]
    }
}

/// A reason that a person gives for a change: one short line.
enum Reason {
    static let most = 200

    /// Nil when it is too long or holds a control character.
    static func read(_ text: String) -> String? {
        let text = text.trimmingSpaces
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isPlain && text.count <= most ? text : nil
    }
}

extension Speaker {
    /// A share in percent, with a decimal below twenty, where a point matters.
    func share(_ share: Double) -> String {
        guard share < 0.2 else { return percent(share) }
        let tenths = Int((share * 1000).rounded())
        guard tenths % 10 != 0 else { return percent(share) }
        return self(ConsoleMessages.percentFine(whole: Int64(tenths / 10), tenth: Int64(tenths % 10)))
    }

    /// A difference of two shares, in percentage points.
    func points(_ difference: Double) -> String {
        let tenths = Int64((difference * 1000).rounded())
        return self(ConsoleMessages.pointsFine(whole: tenths / 10, tenth: tenths % 10))
    }

    /// A share in percent with one decimal, for columns that are compared.
    func tenths(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return self(ConsoleMessages.percentFine(whole: Int64(tenths / 10), tenth: Int64(tenths % 10)))
    }

    /// A difference with its sign.
    func signed(_ number: Int) -> String { number > 0 ? "+\(self.number(number))" : number < 0 ? "−\(self.number(-number))" : "0" }
}
