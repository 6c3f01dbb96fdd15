import CResources

/// A file that is compiled into the program: pages, styles, scripts, demo data. To add one, see `Sources/C/CResources/files.c`.
public struct Resource: Sendable {
    /// Its path under `Sources/C/CResources/files/`, such as `emulator/chat.html`.
    public let name: String
    public let bytes: [UInt8]

    /// The bytes as UTF-8 text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The file of that name; nil when none was compiled in.
    public static func named(_ name: String) -> Resource? { byName[name] }

    /// Every file, in the order of the list.
    public static let all: [Resource] = {
        var files: [Resource] = []
        while let file = cresource_at(files.count)?.pointee {
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            files.append(Resource(name: String(cString: file.name), bytes: Array(bytes)))
        }
        return files
    }()

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
