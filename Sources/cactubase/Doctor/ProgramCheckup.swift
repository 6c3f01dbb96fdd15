import Foundation
import Localization
import Posters
import Vocabulary

/// Which program it is, and what it brings along: texts, posters, and the clock of its machine.
struct ProgramCheckup: Sendable {
    let configuration: Configuration
    let shell: Shell

    func findings() -> [Finding] { [.ok("program", "cactubase \(Cactubase.version)"), locales, posters, clock] }

    private var locales: Finding {
        do {
            let folder = try Localization.Catalogue.folder(among: Folders.locales(configuration, in: shell))
            _ = try Localization.Catalogue(folder: folder) { _ in }
            return .ok("locales", folder)
        } catch {
            return .fail("locales", Wording.of(error), "start where the folder locales lies, or let CACTUBASE_LOCALES name it")
        }
    }

    private var posters: Finding {
        do {
            for language in Language.allCases {
                let template = try Poster(templateAt: try Folders.posterTemplate(language.rawValue, in: shell))
                _ = try template.svg(.init(company: "A", headline: "B", benefit: "C", link: "https://t.me/example"))
            }
            return .ok("posters", "a template for each language")
        } catch CommandFailure.failed(let words) {
            return .warn("posters", words, "`cactubase qr --format poster` needs it; codes alone do not")
        } catch {
            return .warn("posters", Wording.of(error), "mend the template; codes alone do not need it")
        }
    }

    /// Points, quiet hours and links hang on the clock. No release of the program is older than this line.
    private var clock: Finding {
        let year = 1970 + shell.clock.now.milliseconds / 31_556_952_000
        return (2026..<2100).contains(year)
            ? .ok("clock", "the year is \(year)")
            : .fail("clock", "this machine thinks that the year is \(year)", "set its clock, best by NTP")
    }
}
