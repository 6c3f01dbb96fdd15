import Foundation

/// Tries an address before anything is built on it, so that whoever starts a second copy reads what is taken and what to do, not a system error.
enum FreeAddress {
    /// - Parameter remedy: how to choose another one.
    static func check(_ host: String, _ port: Int, remedy: String) throws(CommandFailure) {
        guard port != 0 else { return }
        switch bindingError(host, port) {
        case nil: return
        case EADDRINUSE?:
            throw .failed("\(host):\(port) is taken by another program, or by a second copy of this one: stop it, or \(remedy)")
        case EACCES?: throw .failed("\(host):\(port) may not be opened by this account: \(remedy)")
        case EADDRNOTAVAIL?: throw .failed("\(host):\(port): this machine has no such address: \(remedy)")
        case let code?: throw .failed("\(host):\(port) cannot be opened (\(String(cString: strerror(code)))): \(remedy)")
        }
    }

    /// The system's error number; nil when the address is free.
    private static func bindingError(_ host: String, _ port: Int) -> CInt? {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else { return EADDRNOTAVAIL }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        // As servers do: connections that linger from a run before are no obstacle.
        var yes: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        return bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 ? nil : errno
    }
}
