import Foundation

/// A file that appears whole or not at all: written under another name beside its place, brought to the disk, then renamed. A device or a pipe has
/// nothing to be replaced and is written straight to.
struct ReplacedFile: ~Copyable {
    private let file: DataFile
    /// Where the file will stand, links followed.
    private let target: String
    /// Where it is written; nil: straight to its place.
    private let draft: String?
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    private static let capacity = 1 << 18

    /// Whether the file could be written: to be asked before hours of work go into it.
    static func check(_ file: DataFile, isNoneOf inputs: [DataFile]) throws(DataFileError) {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return try ReplacedFile(file).discard() }
        if status.st_mode & S_IFMT == S_IFDIR { throw .output(file, .folder) }
        for input in inputs {
            var other = stat()
            if stat(input.path, &other) == 0, other.st_dev == status.st_dev, other.st_ino == status.st_ino { throw .output(file, .isInput) }
        }
        try ReplacedFile(file).discard()
    }

    init(_ file: DataFile) throws(DataFileError) {
        var status = stat()
        let exists = stat(file.path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR { throw .output(file, .folder) }
        let url = URL(fileURLWithPath: file.path)
        let place = exists ? url.resolvingSymlinksInPath() : url
        let isReplaced = !exists || status.st_mode & S_IFMT == S_IFREG
        let folder = place.deletingLastPathComponent()
        let name = isReplaced ? folder.appendingPathComponent(".\(place.lastPathComponent).\(getpid()).part").path : file.path
        if isReplaced { try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        let opened = open(
            name, O_WRONLY | O_CLOEXEC | (isReplaced ? O_CREAT | O_TRUNC : 0), exists ? status.st_mode & 0o777 : 0o666)
        guard opened >= 0 else { throw .output(file, .cannotWrite(systemWord(errno))) }
        self.file = file
        target = place.path
        draft = isReplaced ? name : nil
        descriptor = opened
        buffer.reserveCapacity(Self.capacity + 4096)
    }

    /// Without ``keep()`` nothing remains.
    deinit {
        close(descriptor)
        if let draft { unlink(draft) }
    }

    /// Puts bytes at the end.
    @inline(__always)
    mutating func write(_ body: (inout [UInt8]) -> Void) throws(DataFileError) {
        body(&buffer)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Puts the file in its place.
    consuming func keep() throws(DataFileError) {
        try flush()
        guard let draft else { return }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS, rename(draft, target) == 0 else {
            throw .output(file, .cannotWrite(systemWord(errno)))
        }
        // The new name itself has to reach the disk too; a folder that cannot be synced is no reason to fail.
        let folder = open(URL(fileURLWithPath: target).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    consuming func discard() {}

    private mutating func flush() throws(DataFileError) {
        let failure: Int32? = buffer.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0 { return errno }
                rest = rest.dropFirst(count)
            }
            return nil
        }
        if let failure { throw .output(file, .cannotWrite(systemWord(failure))) }
        buffer.removeAll(keepingCapacity: true)
    }
}
