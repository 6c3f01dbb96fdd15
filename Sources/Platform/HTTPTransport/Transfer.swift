import CCurl

/// One call as libcurl sees it: an easy handle, what it sends and where its answer goes. Used on the transfer thread only.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    private let call: Call
    private var lines: UnsafeMutablePointer<curl_slist>?
    private var form: OpaquePointer?
    private var answer: Answer

    /// Nil when libcurl refuses an option or memory is short.
    init?(_ call: Call, _ configuration: HTTPClient.Configuration) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.call = call
        answer = Answer(limit: call.request.responseLimit, file: call.file.map { PartialFile(path: $0, id: call.ticket.id) })
        guard setUp(configuration) else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_mime_free(form)
        curl_slist_free_all(lines)
    }

    func abort(_ error: HTTPError) {
        answer.discard()
        call.finish(.failure(error))
    }

    func complete(_ code: CURLcode) {
        do throws(HTTPError) {
            guard code == CURLE_OK else { throw answer.failure(host: call.target.host) ?? failure(code) }
            call.finish(.success(try answer.response(status: status, host: call.target.host)))
        } catch {
            abort(error)
        }
    }

    private var status: Int {
        var status = 0
        ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private func failure(_ code: CURLcode) -> HTTPError {
        let host = call.target.host
        switch code {
        case CURLE_URL_MALFORMAT: return .malformed(.url)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY: return .connect(host: host)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(host: host)
        case CURLE_OPERATION_TIMEDOUT:
            var connected: curl_off_t = 0
            ccurl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &connected)
            return .timeout(host: host, sent: connected > 0)
        case CURLE_TOO_MANY_REDIRECTS: return .tooManyRedirects(host: host)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: return .unreadable(host: host)
        default: return .interrupted(host: host)
        }
    }

    // MARK: Setting up

    private func setUp(_ configuration: HTTPClient.Configuration) -> Bool {
        let request = call.request
        let protocols = call.target.isSecure ? "https" : "http,https"
        return set(CURLOPT_NOSIGNAL, 1)
            // A name server that is silent must not hold up the thread when a transfer is aborted: do not wait for the resolver.
            && set(CURLOPT_QUICK_EXIT, 1)
            && set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            && set(CURLOPT_TCP_KEEPALIVE, 1)
            && set(CURLOPT_SSL_VERIFYPEER, 1) && set(CURLOPT_SSL_VERIFYHOST, 2)
            && set(CURLOPT_PROTOCOLS_STR, "http,https") && set(CURLOPT_REDIR_PROTOCOLS_STR, protocols)
            && set(CURLOPT_FOLLOWLOCATION, request.followsRedirects ? 1 : 0) && set(CURLOPT_MAXREDIRS, 5)
            && set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout))
            && set(CURLOPT_TIMEOUT_MS, milliseconds(request.totalTimeout))
            && (!call.target.isLocal || set(CURLOPT_PROXY, ""))
            && (configuration.userAgent.map { set(CURLOPT_USERAGENT, $0) } ?? true)
            && ccurl_set_pointer(easy, CURLOPT_PRIVATE, UnsafeMutableRawPointer(bitPattern: call.ticket.id)) == CURLE_OK
            && set(CURLOPT_URL, request.url)
            && setMethod(request) && setBody(request) && setHeaders(request) && setCallbacks()
    }

    private func setMethod(_ request: HTTPRequest) -> Bool {
        switch request.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .post: set(CURLOPT_POST, 1)
        case .put, .patch, .delete: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setBody(_ request: HTTPRequest) -> Bool {
        switch request.body {
        case .none:
            return request.method != .post || setBytes([])
        case .bytes(let bytes):
            return setBytes(bytes)
        case .multipart(let parts):
            form = curl_mime_init(easy)
            guard let form else { return false }
            return parts.allSatisfy { add($0, to: form) } && ccurl_set_mime(easy, form) == CURLE_OK
        }
    }

    private func setBytes(_ bytes: [UInt8]) -> Bool {
        guard ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)) == CURLE_OK else { return false }
        // libcurl copies; the size must be set before.
        return bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, buffer.count > 0 else { return set(CURLOPT_COPYPOSTFIELDS, "") }
            return ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: base)) == CURLE_OK
        }
    }

    private func add(_ part: HTTPRequest.Part, to form: OpaquePointer) -> Bool {
        guard let field = curl_mime_addpart(form) else { return false }
        let isFilled = part.content.withUnsafeBytes { buffer in
            curl_mime_data(field, buffer.count > 0 ? buffer.baseAddress?.assumingMemoryBound(to: CChar.self) : nil, buffer.count)
        }
        return isFilled == CURLE_OK && curl_mime_name(field, part.name) == CURLE_OK
            && (part.filename.map { curl_mime_filename(field, $0) == CURLE_OK } ?? true)
            && (part.contentType.map { curl_mime_type(field, $0) == CURLE_OK } ?? true)
    }

    private func setHeaders(_ request: HTTPRequest) -> Bool {
        // Do not ask a server's leave before a long body; do not claim a content type that nobody named.
        var all = ["Expect:"]
        if case .bytes = request.body, !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            all.append("Content-Type:")
        }
        // "Name:" alone would remove a header, "Name;" sends it empty.
        all += request.headers.map { $0.value.allSatisfy(\.isWhitespace) ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in all {
            guard let longer = curl_slist_append(lines, line) else { return false }
            lines = longer
        }
        return ccurl_set_list(easy, CURLOPT_HTTPHEADER, lines) == CURLE_OK
    }

    private func setCallbacks() -> Bool {
        // Unretained: the handle dies in this object's deinit.
        let context = Unmanaged.passUnretained(self).toOpaque()
        return ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { Transfer.receive($0, $1 * $2, $3) { $0.answer.takeHeader($1) } }
            == CURLE_OK
            && ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context) == CURLE_OK
            && ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) {
                Transfer.receive($0, $1 * $2, $3) { $0.answer.takeBody($1, status: $0.status) }
            } == CURLE_OK
            && ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context) == CURLE_OK
    }

    /// Tells libcurl that all bytes were taken, or none, which ends the transfer.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ take: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return take(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func set(_ option: CURLoption, _ value: Int) -> Bool { ccurl_set_long(easy, option, value) == CURLE_OK }
    private func set(_ option: CURLoption, _ value: String) -> Bool { ccurl_set_string(easy, option, value) == CURLE_OK }

    /// At least one: libcurl takes 0 for "no limit".
    private func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1 << 30 else { return 1 << 30 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
