import Synchronization
import Vocabulary

@testable import Localization

/// A catalogue of one room, "Room", written in the test itself.
func catalogue(
    ru: String, en: String, timeZone: String = "Europe/Moscow", onGap: @escaping @Sendable (Catalogue.Gap) -> Void = { _ in }
) throws -> Catalogue {
    let files = [
        try CatalogueFile(yaml: ru, room: "Room", language: .russian), try CatalogueFile(yaml: en, room: "Room", language: .english),
    ]
    return try Catalogue(files, timeZone: timeZone, onGap: onGap)
}

/// A catalogue with the same entry in both languages.
func catalogue(both yaml: String) throws -> Catalogue { try catalogue(ru: yaml, en: yaml) }

func message(_ key: String, _ arguments: [String: Message.Argument] = [:]) -> Message { Message(key: "Room." + key, arguments: arguments) }

/// The gaps a catalogue reported.
final class Gaps: Sendable {
    private let list = Mutex<[Catalogue.Gap]>([])
    var all: [Catalogue.Gap] { list.withLock { $0 } }
    func hear(_ gap: Catalogue.Gap) { list.withLock { $0.append(gap) } }
}
