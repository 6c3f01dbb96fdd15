import Foundation
import Sealing

/// The root secret beside an SQLite file: base64 of 32 random bytes, for its owner only.
struct SecretFile: Sendable {
    let path: String

    /// `cactubase.db` has its secret in `cactubase.secret`, in the same folder.
    init(besideDatabase database: String) {
        path = (database.hasSuffix(".db") ? String(database.dropLast(3)) : database) + ".secret"
    }

    /// The secret; nil when there is no file.
    func read() throws(CommandFailure) -> RootSecret? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .failed("\(path): the root secret may not be read by this account")
        }
        do { return try RootSecret(base64: String(decoding: data, as: UTF8.self)) } catch {
            throw .failed("\(path): \(Wording.of(error)); put the right file back, without it stored words cannot be read")
        }
    }

    /// Makes the file unless it is there. Of processes that start at once one wins, and all get what it wrote.
    func make() throws(CommandFailure) -> RootSecret {
        // Written whole under a name of its own, then linked: nobody ever sees half a secret, and link() refuses a name that is taken.
        let draft = path + ".\(getpid()).\(UInt64.random(in: .min ... .max))"
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("\(path): the root secret cannot be made: may you write in its folder?") }
        defer { unlink(draft) }
        let text = Array((RootSecret.generate() + "\n").utf8)
        let isWritten = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, link(draft, path) == 0 || errno == EEXIST else {
            throw .failed("\(path): the root secret cannot be made: is there room, and does the file system know links?")
        }
        syncFolder()
        guard let secret = try read() else { throw .failed("\(path): the root secret vanished while it was made") }
        return secret
    }

    /// Permissions of the file, such as 0o600; nil when there is none.
    var mode: Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }

    /// A power cut must not take back a name that data was sealed under.
    private func syncFolder() {
        let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
