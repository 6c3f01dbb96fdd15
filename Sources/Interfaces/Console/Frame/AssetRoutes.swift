import HTTPTypes
import Hummingbird
import NIOCore
import Resources

/// The style sheet and the icon, compiled into the program.
struct AssetRoutes: Sendable {
    func add(to router: Router<ConsoleContext>) {
        for (name, type) in [("console.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")] {
            router.get("assets/\(name)") { _, _ in
                guard let file = Resource.named("console/\(name)") else { throw HTTPError(.notFound) }
                return Response(
                    status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"],
                    body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
            }
        }
    }

    /// Changes with the file, so that browsers may keep it for ever (FNV-1a).
    static let version: String = {
        let bytes = Resource.named("console/console.css")?.bytes ?? []
        return String(bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }()
}
