/// A file that came with a multipart request.
struct Upload: Sendable {
    let filename: String
    let bytes: [UInt8]
}

/// The parameters of one request, wherever they stood: query, form, multipart or JSON.
///
/// Forms carry everything as text and nested values as JSON text. Telegram reads a JSON body the same lenient way; here a JSON body
/// must use the published types, because a bot that sends a number for a text is mistaken and should hear of it.
struct Parameters: Sendable {
    var values: [String: JSON] = [:]
    var uploads: [String: Upload] = [:]

    func has(_ name: String) -> Bool { values[name] != nil || uploads[name] != nil }

    func string(_ name: String) throws(Refusal) -> String? {
        switch values[name] {
        case nil, .null: return nil
        case .string(let value): return value
        default: throw .badRequest("field \"\(name)\" must be of type String")
        }
    }

    func integer(_ name: String) throws(Refusal) -> Int64? {
        switch values[name] {
        case nil, .null, .string(""): return nil
        case .int(let value): return value
        case .string(let text):
            guard let value = Int64(text) else { throw .badRequest("field \"\(name)\" must be a valid Number") }
            return value
        default: throw .badRequest("field \"\(name)\" must be a valid Number")
        }
    }

    func boolean(_ name: String) throws(Refusal) -> Bool {
        switch values[name] {
        case nil, .null: return false
        case .bool(let value): return value
        case .string(let text) where ["true", "yes", "1"].contains(text.lowercased()): return true
        case .string(let text) where ["", "false", "no", "0"].contains(text.lowercased()): return false
        default: throw .badRequest("field \"\(name)\" must be of type Boolean")
        }
    }

    /// A nested value; JSON text where the form of the request has only text.
    func nested(_ name: String) throws(Refusal) -> JSON? {
        switch values[name] {
        case nil, .null, .string(""): return nil
        case .string(let text):
            guard let value = JSON(parsing: Array(text.utf8)) else {
                throw .badRequest("can't parse \(name.replacing("_", with: " ")) JSON object")
            }
            return value
        case .some(let value): return value
        }
    }

    /// For the log: values as they came, a file as its name and size.
    var logged: JSON {
        var all = values
        for (name, file) in uploads { all[name] = ["upload": .string(file.filename), "bytes": .int(Int64(file.bytes.count))] }
        return .object(all)
    }
}
