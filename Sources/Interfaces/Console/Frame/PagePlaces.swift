import Hummingbird
import Synchronization

/// Which paths of the console are pages, so that whoever is led back to a form comes to a page and not to the address of a button.
final class PagePlaces: Sendable {
    private struct Place {
        let parts: [String]
        let isPage: Bool

        var parameters: Int { parts.count { $0.hasPrefix("{") } }

        func fits(_ path: [Substring]) -> Bool {
            parts.count == path.count && zip(parts, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }
    private let places = Mutex<[Place]>([])

    func learn(_ router: Router<ConsoleContext>) {
        let found = Dictionary(grouping: router.routes, by: \.path.description).map { path, routes in
            Place(parts: path.split(separator: "/").map(String.init), isPage: routes.contains { $0.method == .get })
        }
        places.withLock { $0 = found }
    }

    /// The address itself when it is a page's, else the nearest page above it.
    func page(at address: String) -> String {
        let halves = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves.first.map { $0.split(separator: "/") } ?? []
        if isPage(path) { return address }
        let above = (0..<path.count).reversed().map { Array(path.prefix($0)) }.first(where: isPage) ?? []
        return "/" + above.joined(separator: "/")
    }

    /// The router takes a written part before one that may be anything.
    private func isPage(_ path: [Substring]) -> Bool {
        places.withLock { $0.filter { $0.fits(path) }.min { $0.parameters < $1.parameters }?.isPage ?? false }
    }
}
