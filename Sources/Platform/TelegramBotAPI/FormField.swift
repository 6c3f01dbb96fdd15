import Foundation

/// A value of a method as a field of a form.
enum FormField: Codable {
    case string(String)
    case boolean(Bool)
    case integer(Int64)
    case list([FormField])
    case object([String: FormField])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode([FormField].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: FormField].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    var text: String {
        get throws {
            if case .string(let value) = self { return value }
            return String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        }
    }
}
