import Database

/// Work that waits: what came in and has not been applied, what must go out and has not been confirmed.
public enum JobsSchema {
    public static let migrations = [
        Migration(
            "1 jobs",
            [
                """
                CREATE TABLE inbox (
                    source TEXT NOT NULL, number INTEGER NOT NULL,     -- telegram and its update_id: a repeat is the same row
                    lane INTEGER NOT NULL,                  -- rows of one lane are applied in order
                    body BLOB,                              -- sealed; wiped when done
                    state TEXT NOT NULL,                    -- due, done, dead
                    attempt INTEGER NOT NULL, due_at INTEGER NOT NULL,
                    received_at INTEGER NOT NULL, finished_at INTEGER,
                    failure TEXT,                           -- the kind of the last error, never a value
                    PRIMARY KEY (source, number)
                ) STRICT
                """,
                "CREATE INDEX inbox_due ON inbox (lane, received_at, number) WHERE state = 'due'",
                "CREATE INDEX inbox_finished ON inbox (finished_at) WHERE state <> 'due'",
                """
                CREATE TABLE outbox (
                    id BLOB PRIMARY KEY,
                    lane INTEGER NOT NULL, seq INTEGER NOT NULL,       -- rows of one lane go out in order
                    kind TEXT NOT NULL,
                    body BLOB,                              -- sealed; wiped when done
                    state TEXT NOT NULL,                    -- due, leased, done, dead
                    attempt INTEGER NOT NULL, due_at INTEGER NOT NULL,
                    lease_holder BLOB, lease_until INTEGER,
                    created_at INTEGER NOT NULL, finished_at INTEGER,
                    failure TEXT,
                    UNIQUE (lane, seq)
                ) STRICT
                """,
                "CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('due', 'leased')",
                "CREATE INDEX outbox_finished ON outbox (finished_at) WHERE state IN ('done', 'dead')",
            ])
    ]
}
