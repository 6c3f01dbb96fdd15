import Foundation
import Vocabulary

extension Catalogue {
    /// Where the catalogues may lie, best first: what the environment names (then nothing else), `locales` in the working directory, `locales` beside the binary.
    public static func candidates(environment: [String: String], workingDirectory: String, executable: String) -> [String] {
        if let named = environment["CACTUBASE_LOCALES"], !named.isEmpty { return [named] }
        return [workingDirectory + "/locales", URL(fileURLWithPath: executable).deletingLastPathComponent().path + "/locales"]
    }

    /// The first candidate that is a folder with a subfolder for each language.
    public static func folder(among candidates: [String]) throws(LocalizationError) -> String {
        let found = candidates.first { candidate in Language.allCases.allSatisfy { isFolder(candidate + "/" + $0.rawValue) } }
        guard let found else { throw .noCatalogues(searched: candidates) }
        return found
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = ObjCBool(false)
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
