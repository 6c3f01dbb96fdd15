import Database

extension ClientsSchema {
    /// Needs of clients that a person added or took away. Came after version 1 of the schema.
    public static let needs = [
        Migration(
            "2 client needs",
            [
                """
                CREATE TABLE client_need (
                    client_id BLOB NOT NULL REFERENCES client (id),
                    need TEXT NOT NULL,                     -- a pseudonym's fact, said by staff for recommending; wiped with the client's own answers
                    mark TEXT NOT NULL,                     -- added, removed
                    version INTEGER NOT NULL,               -- of the needs: it knows who and when
                    PRIMARY KEY (client_id, need)
                ) STRICT
                """,
                """
                CREATE TABLE client_need_change (
                    version INTEGER NOT NULL,               -- of the needs
                    client_id BLOB NOT NULL REFERENCES client (id),
                    need TEXT NOT NULL,
                    mark_before TEXT,                       -- NULL: only what follows from the client's services
                    mark_after TEXT,
                    PRIMARY KEY (version, client_id, need)
                ) STRICT
                """,
                "CREATE INDEX client_need_change_by_client ON client_need_change (client_id)",
            ])
    ]
}
