extension Database {
    /// Bytes that the database takes, without its write-ahead log; nil when the engine does not tell.
    public func size() async throws -> Int64? {
        try await read { transaction in
            try transaction.row("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size")?["bytes"]
        }
    }
}
