import Glibc

/// A file without a name, in the folder for temporary files: nobody else can open it, and it is gone with its last owner, also when the process is
/// killed.
public final class ScratchFile: Sendable {
    private let descriptor: Int32

    init(in folder: String) throws(SpreadsheetError) {
        // Readable by this user alone from its first moment (0600), and without a name from its second.
        var template = Array("\(folder)/cactubase-XXXXXX".utf8CString)
        let (descriptor, isUnlinked) = template.withUnsafeMutableBufferPointer { buffer -> (Int32, Bool) in
            guard let path = buffer.baseAddress else { return (-1, false) }
            let descriptor = mkstemp(path)
            guard descriptor >= 0 else { return (-1, false) }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return (descriptor, unlink(path) == 0)
        }
        guard descriptor >= 0 else { throw .cannotWrite(reason: "no temporary file") }
        self.descriptor = descriptor
        guard isUnlinked else { throw .cannotWrite(reason: "the temporary file keeps its name") }
    }

    deinit { close(descriptor) }

    /// For a library that writes to a path only.
    var path: String { "/proc/self/fd/\(descriptor)" }

    public var size: Int {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// At most so many bytes from a place on; empty at the end.
    public func read(at place: Int, most: Int) throws(SpreadsheetError) -> [UInt8] {
        var isBroken = false
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            let got = pread(descriptor, buffer.baseAddress, most, place)
            (count, isBroken) = (max(got, 0), got < 0)
        }
        guard !isBroken else { throw .cannotWrite(reason: "the temporary file cannot be read") }
        return bytes
    }
}
