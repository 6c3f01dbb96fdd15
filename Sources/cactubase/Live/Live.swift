import Database
import Group
import Localization
import Schema
import Sealing
import Vocabulary

/// The live things that commands and services work with. Built here and nowhere else.
struct Live: Sendable {
    let configuration: Configuration
    let database: Database
    let keyring: Keyring
    let texts: Localization.Catalogue
    let clock: WallClock
    let ids: IDSource

    /// Opens and migrates the database, finds or makes the root secret, loads the texts.
    static func open(_ configuration: Configuration, in shell: Shell) async throws -> Live {
        let texts = try loadTexts(configuration, in: shell)
        let (address, secretFile) = try place(of: configuration, in: shell)
        let database = try Database.open(address)
        do {
            try await database.migrate(Schema.all, at: shell.clock.now)
            let root = try await rootSecret(configuration, file: secretFile, database: database, at: shell.clock.now)
            return Live(
                configuration: configuration, database: database, keyring: Keyring(root: root), texts: texts, clock: shell.clock,
                ids: shell.ids)
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// Opens, works and closes, however the work ends.
    static func with<Value>(
        _ common: CommonOptions, in shell: Shell, _ work: (Live) async throws -> Value
    ) async throws -> Value {
        let live = try await open(try common.configuration(in: shell), in: shell)
        let result: Value
        do { result = try await work(live) } catch {
            try? await live.database.close()
            throw error
        }
        try await live.database.close()
        return result
    }

    /// The text in a language, for reports.
    func text(_ message: Message, _ language: Language) -> String { texts.text(message, in: language) }

    // MARK: Parts

    static func loadTexts(_ configuration: Configuration, in shell: Shell) throws -> Localization.Catalogue {
        let folder = try Localization.Catalogue.folder(among: Folders.locales(configuration, in: shell))
        return try Localization.Catalogue(folder: folder) { shell.note("warning: \($0)") }
    }

    /// The database's address, its path made absolute, and where its secret lies.
    static func place(of configuration: Configuration, in shell: Shell) throws(CommandFailure) -> (DatabaseAddress, SecretFile?) {
        switch configuration.database {
        case .memory: return (.memory, nil)
        case .sqlite(let path): return (.sqlite(path: shell.path(path)), SecretFile(besideDatabase: shell.path(path)))
        case .postgres:
            throw .wrongUse(
                "DATABASE_URL names PostgreSQL, which comes in a later version; until then use sqlite:PATH, such as sqlite:cactubase.db")
        }
    }

    /// The configured secret, else the file's. A new one is made only for a database that was never sealed with another: whoever loses the
    /// file has to hear of it, not to get a fresh one under which nothing opens.
    private static func rootSecret(
        _ configuration: Configuration, file: SecretFile?, database: Database, at now: Instant
    ) async throws -> RootSecret {
        let known = try await database.read { try FactStore().value(.secretCheck, in: $0) }
        let root: RootSecret
        if let configured = configuration.secret {
            root = try RootSecret(base64: configured.text)
        } else if let secret = try file?.read() {
            root = secret
        } else if let file {
            guard known == nil else {
                throw CommandFailure.failed(
                    "\(file.path) is missing, and this database was sealed with it: put it back, or set CACTUBASE_SECRET to what stood in it"
                )
            }
            root = try file.make()
        } else {
            root = try RootSecret(base64: RootSecret.generate())
        }
        let check = secretCheck(root)
        let kept = try await database.write { try FactStore().keepFirst(.secretCheck, check, at: now, in: $0) }
        guard kept == check else {
            throw CommandFailure.failed(
                "the root secret is not the one that this database was sealed with: set CACTUBASE_SECRET right"
                    + (file.map { ", or put the right file back as \($0.path)" } ?? ""))
        }
        return root
    }

    /// Depends on the secret and tells nothing of it.
    private static func secretCheck(_ root: RootSecret) -> String {
        Keyring(root: root).tokenHash([]).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
