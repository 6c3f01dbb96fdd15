import Catalogue
import Database
import Foundation
import Group
import Recommendations
import Schema
import Vocabulary

/// The database, its secret, and what stands in it. Looks without making anything.
struct StorageCheckup: Sendable {
    let configuration: Configuration
    let shell: Shell

    func findings() async -> [Finding] {
        do {
            let (address, secretFile) = try Live.place(of: configuration, in: shell)
            guard case .sqlite(let path) = address else { return [.warn("database", "in memory", "set DATABASE_URL to keep anything")] }
            var findings = [space(path), secret(secretFile, database: path)]
            guard FileManager.default.fileExists(atPath: path) else {
                return findings + [folder(path)]
            }
            findings += await contents(path)
            return findings
        } catch {
            return [.fail("database", Self.words(error), "set DATABASE_URL=sqlite:PATH")]
        }
    }

    private static func words(_ error: any Error) -> String {
        if case .wrongUse(let words) = error as? CommandFailure { words } else { Wording.of(error) }
    }

    // MARK: Files

    private func folder(_ path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return FileManager.default.isWritableFile(atPath: folder)
            ? .warn("database", "\(path) is not there yet", "any role makes it on start; `cactubase migrate` makes it now")
            : .fail("database", "\(path) is not there, and \(folder) cannot be written", "make the folder, or set DATABASE_URL")
    }

    private func space(_ path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return .warn("disk", "free space of \(folder) is not known", "see whether the folder is there") }
        let megabytes = free >> 20
        if megabytes < 100 { return .fail("disk", "\(megabytes) MB free", "make room before commits fail") }
        return megabytes < 1024 ? .warn("disk", "\(megabytes) MB free", "make room soon") : .ok("disk", "\(megabytes >> 10) GB free")
    }

    private func secret(_ file: SecretFile?, database: String) -> Finding {
        if configuration.secret != nil { return .ok("secret", "from CACTUBASE_SECRET") }
        guard let file else { return .warn("secret", "made anew at each start", "set CACTUBASE_SECRET") }
        guard let mode = file.mode else {
            return FileManager.default.fileExists(atPath: database)
                ? .warn(
                    "secret", "\(file.path) is not there", "if this database was ever used, put the file back; else it is made on start")
                : .ok("secret", "will be made on first start: \(file.path)")
        }
        do { _ = try file.read() } catch { return .fail("secret", Wording.of(error), "put the right file back") }
        return mode & 0o077 == 0
            ? .ok("secret", "\(file.path), for its owner only")
            : .fail("secret", "\(file.path) may be read by others (mode \(String(mode, radix: 8)))", "chmod 600 \(file.path)")
    }

    // MARK: Rows

    private func contents(_ path: String) async -> [Finding] {
        let database: Database
        do { database = try Database.open(.sqlite(path: path)) } catch {
            return [.fail("database", Wording.of(error), "see who owns it and whether a backup is needed")]
        }
        var findings: [Finding]
        do {
            // Rolled back: proves that it can be written without leaving a trace.
            let engine = try await facts(of: database)
            findings = [engine]
            let pending = try await pendingMigrations(in: database)
            findings.append(
                pending == 0
                    ? .ok("schema", "up to date")
                    : .warn("schema", "\(pending) migrations to go", "any role applies them on start; `cactubase migrate` does it now"))
            if pending == 0 { findings += try await group(in: database) }
        } catch {
            findings = [.fail("database", Wording.of(error), "see who owns it and whether a backup is needed")]
        }
        try? await database.close()
        return findings
    }

    private struct Undone: Error {}

    private func facts(of database: Database) async throws -> Finding {
        do {
            try await database.write { transaction in
                try transaction.execute("CREATE TABLE doctor_was_here (a INTEGER) STRICT")
                throw Undone()
            }
        } catch is Undone {}
        let (version, mode) = try await database.read { transaction in
            let version: String = try transaction.row("SELECT sqlite_version() AS v")?["v"] ?? "?"
            let mode: String = try transaction.row("SELECT journal_mode FROM pragma_journal_mode")?["journal_mode"] ?? "?"
            return (version, mode)
        }
        guard mode == "wal" else {
            return .fail("database", "SQLite \(version), journal mode \(mode)", "it has to be on a local disk, where write-ahead logs work")
        }
        return .ok("database", "can be written; SQLite \(version), write-ahead log")
    }

    private func pendingMigrations(in database: Database) async throws -> Int {
        let applied = try await database.read { transaction -> [String] in
            guard try transaction.row("SELECT 1 AS x FROM sqlite_schema WHERE name = 'migration'") != nil else { return [] }
            return try transaction.rows("SELECT name FROM migration ORDER BY position").map { row in try row["name"] }
        }
        guard applied.count <= Schema.all.count, zip(applied, Schema.all).allSatisfy({ $0 == $1.name }) else {
            throw DatabaseError.migration(name: applied.last ?? "", problem: "this database was written by another version of the program")
        }
        return Schema.all.count - applied.count
    }

    private func group(in database: Database) async throws -> [Finding] {
        let (companies, services, operatorName, champion) = try await database.read { transaction in
            (
                try CompanyStore().all(in: transaction), try CatalogueStore().all(in: transaction).count,
                try SettingStore().value(Settings.operatorName, in: transaction),
                try ModelStore().champion(in: transaction)
            )
        }
        var findings: [Finding] = [
            services == 0
                ? .warn(
                    "catalogue", "no services: the bot answers, and has nothing to offer", "`cactubase demo --prepare` makes a demo group")
                : .ok("catalogue", "\(companies.count) companies, \(services) services"),
            operatorName.isEmpty
                ? .warn(
                    "operator", "nobody is named as the operator of personal data",
                    "cactubase settings operator.name \"…\" (also operator.inn, operator.address)")
                : .ok("operator", "named"),
        ]
        switch champion {
        case .none: break
        case .ready(let model, _): findings.append(.ok("model", "version \(model.version) answers"))
        case .unusable(let version):
            findings.append(
                .fail(
                    "model", "version \(version) is damaged or of another format: nobody is offered anything",
                    "a running worker trains anew within ten minutes; `cactubase train` does it now"))
        }
        for company in companies where !company.mayUseTelegram {
            findings.append(
                .warn(
                    "channel", "\(company.code): nobody confirmed that it may use Telegram (41-FZ), so its offers stay here",
                    "cactubase companies set \(company.code) --confirm-channel ACCOUNT"))
        }
        return findings
    }
}
