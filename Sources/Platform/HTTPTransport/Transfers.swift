import CCurl
import Synchronization

/// The running transfers. Lives and dies on the transfer thread.
final class Transfers {
    private let multi: UnsafeMutableRawPointer
    private let configuration: HTTPClient.Configuration
    private var running: [UInt: Transfer] = [:]

    /// Takes over `multi`, which ``close()`` frees.
    init(multi: UnsafeMutableRawPointer, _ configuration: HTTPClient.Configuration) {
        self.multi = multi
        self.configuration = configuration
        ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(0, configuration.connectionsPerHost))
    }

    func start(_ call: Call) {
        guard !call.ticket.cancelled.load(ordering: .acquiring) else { return call.finish(.failure(.cancelled)) }
        guard let transfer = Transfer(call, configuration), curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            return call.finish(.failure(.malformed(.refused)))
        }
        running[call.ticket.id] = transfer
    }

    /// Aborts the transfer; its connection is closed, since an answer may still come on it. Does nothing when it has already ended.
    func end(_ id: UInt, _ error: HTTPError) {
        guard let transfer = running.removeValue(forKey: id) else { return }
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.abort(error)
    }

    /// Moves bytes, finishes what is complete, then waits for a socket, a time-out or a wake-up.
    func perform() {
        var count: Int32 = 0
        curl_multi_perform(multi, &count)
        while let message = curl_multi_info_read(multi, &count) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // Read before the handle is removed: the message dies with it.
            let code = ccurl_message_result(message)
            var id: UnsafeMutablePointer<CChar>?
            ccurl_get_pointer(easy, CURLINFO_PRIVATE, &id)
            guard let transfer = running.removeValue(forKey: UInt(bitPattern: id)) else { continue }
            curl_multi_remove_handle(multi, easy)
            transfer.complete(code)
        }
        curl_multi_poll(multi, nil, 0, 60_000, &count)
    }

    func close() {
        for id in Array(running.keys) { end(id, .shutDown) }
        curl_multi_cleanup(multi)
    }
}
