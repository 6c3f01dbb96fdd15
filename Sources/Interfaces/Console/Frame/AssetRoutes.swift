import HTTPTypes
import Hummingbird
import NIOCore
import Resources

/// Style, icon and scripts, compiled into the program. Every page does its work without a script; scripts only make it quicker.
struct AssetRoutes: Sendable {
    private static let scriptNames = ["live.js", "keys.js", "page.js"]
    private static let files =
        [("console.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")]
        + scriptNames.map { ($0, "text/javascript; charset=utf-8") }

    func add(to router: Router<ConsoleContext>) {
        for (name, type) in Self.files {
            router.get("assets/\(name)") { _, _ in
                guard let file = Resource.named("console/\(name)") else { throw HTTPError(.notFound) }
                return Response(
                    status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"],
                    body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
            }
        }
    }

    /// Changes with the files, so that browsers may keep them for ever (FNV-1a).
    static let version: String = {
        let bytes = files.compactMap { Resource.named("console/\($0.0)")?.bytes }.joined()
        return String(bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }()

    /// For the head of a page.
    static let scripts: HTML = "\(scriptNames.map(script))"

    static func script(_ name: String) -> HTML { "<script src=\"/assets/\(name)?v=\(version)\" defer></script>" }
}
