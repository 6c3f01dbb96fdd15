import Hummingbird
import NIOCore

/// A request's context that knows who asks.
struct EmulatorContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    var maxUploadSize: Int { 12 << 20 }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

extension Response {
    init(_ status: Int, json: JSON) {
        self.init(
            status: .init(code: status), headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// Promises more than it sends, so that the connection breaks in the middle of the answer.
    static var broken: Response {
        struct ConnectionReset: Error {}
        return Response(
            status: .ok, headers: [.contentType: "application/json", .contentLength: "512"], body: .init { _ in throw ConnectionReset() })
    }
}

extension Request {
    func collect(_ context: EmulatorContext) async throws -> [UInt8] {
        let buffer = try await body.collect(upTo: context.maxUploadSize)
        return Array(buffer.readableBytesView)
    }
}
