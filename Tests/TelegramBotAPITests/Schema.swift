import Foundation

/// A JSON value that tells numbers from booleans.
enum JSON: Hashable, Decodable {
    case null, boolean(Bool), integer(Int64), double(Double), string(String), list([JSON]), object([String: JSON])

    init(_ text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }
    init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(JSON.self, from: Data(bytes)) }
    init(encoding value: some Encodable) throws { self = try JSONDecoder().decode(JSON.self, from: try JSONEncoder().encode(value)) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }
}

/// The published Bot API in a machine's words; stands beside the checkout, where it does.
struct Schema: Decodable {
    struct Field: Decodable {
        let name: String
        let types: [String]
        let required: Bool
    }

    struct Entry: Decodable {
        let fields: [Field]?
        let returns: [String]?
        let subtypes: [String]?

        func field(_ name: String) -> Field? { fields?.first { $0.name == name } }
    }

    let methods: [String: Entry]
    let types: [String: Entry]

    static let path = (ProcessInfo.processInfo.environment["CACTUBASE_SHARED"] ?? "") + "/telegram/bot-api-10.1.json"

    static var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    static func load() throws -> Schema { try JSONDecoder().decode(Schema.self, from: try Data(contentsOf: URL(filePath: path))) }

    /// What is wrong with `value`, read as one of `types`: unknown keys, missing ones, other kinds of values.
    /// Empty when it fits one of them.
    func problems(_ value: JSON, _ types: [String], at path: String) -> [String] {
        let all = types.map { problems(value, $0, at: path) }
        return all.min { $0.count < $1.count } ?? ["\(path): no type"]
    }

    private func problems(_ value: JSON, _ type: String, at path: String) -> [String] {
        if type.hasPrefix("Array of ") {
            guard case .list(let values) = value else { return ["\(path): not a list"] }
            return values.enumerated().flatMap { problems($1, String(type.dropFirst("Array of ".count)), at: "\(path)[\($0)]") }
        }
        switch (type, value) {
        case ("Integer", .integer), ("Float", .integer), ("Float", .double), ("String", .string), ("Boolean", .boolean): return []
        case ("Integer", _), ("Float", _), ("String", _), ("Boolean", _): return ["\(path): not \(type)"]
        default: break
        }
        guard let entry = types[type] else { return ["\(path): \(type) is not a type"] }
        if let subtypes = entry.subtypes { return problems(value, subtypes, at: path) }
        guard case .object(let object) = value else { return ["\(path): not an object"] }
        return problems(object, entry, at: path)
    }

    func problems(_ object: [String: JSON], _ entry: Entry, at path: String) -> [String] {
        let missing = (entry.fields ?? []).filter { $0.required && object[$0.name] == nil }.map { "\(path).\($0.name): missing" }
        return missing
            + object.flatMap { name, value in
                guard let field = entry.field(name) else { return ["\(path).\(name): unknown"] }
                return problems(value, field.types, at: "\(path).\(name)")
            }
    }
}
