import Foundation
import Yams

/// A configuration file: a YAML mapping whose keys are the names of the environment, or the same values nested (`telegram:` with `token:` under it).
enum ConfigurationFile {
    static func values(at path: String) throws(CommandFailure) -> [ConfiguredName: FoundValue] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .wrongUse("\(path): there is no such configuration file, or it may not be read")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw .wrongUse("\(path): not UTF-8 text") }
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            // Yams quotes the line, which may hold a secret: only its place is told.
            throw .wrongUse("\(path)\(line(of: error)): not YAML; write KEY: value, a line each")
        }
        guard let root else { return [:] }
        guard case .mapping(let mapping) = root else { throw .wrongUse("\(path): a mapping is needed: KEY: value, a line each") }
        var found: [ConfiguredName: FoundValue] = [:]
        for (key, node) in mapping {
            guard let key = key.scalar?.string else { throw .wrongUse("\(path): a key has to be a word") }
            if case .mapping(let inner) = node {
                for (innerKey, innerNode) in inner {
                    try add("\(key).\(innerKey.scalar?.string ?? "?")", innerNode, path, to: &found)
                }
            } else {
                try add(key, node, path, to: &found)
            }
        }
        return found
    }

    private static func add(
        _ key: String, _ node: Node, _ path: String, to found: inout [ConfiguredName: FoundValue]
    ) throws(CommandFailure) {
        let line = node.mark?.line ?? 0
        guard let name = ConfiguredName.allCases.first(where: { $0.rawValue == key || $0.key == key }) else {
            throw .wrongUse("\(path):\(line): unknown key \(key); `cactubase configuration` lists all")
        }
        guard let text = node.scalar?.string else {
            throw .wrongUse("\(path):\(line): \(key): one value is needed, not a list or a mapping")
        }
        guard found[name] == nil else { throw .wrongUse("\(path):\(line): \(key): set twice, as \(name.rawValue) and as \(name.key)") }
        // An empty value is as good as none, as in the environment.
        guard node.scalar?.style != .plain || !["", "~", "null"].contains(text) else { return }
        found[name] = FoundValue(name: name, text: text, place: .file(path: path, line: line, key: key))
    }

    private static func line(of error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _), YamlError.composer(_, _, let mark, _):
            ":\(mark.line)"
        default: ""
        }
    }
}
