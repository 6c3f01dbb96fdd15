import Database

/// Model versions and what they said. Results hang on the client's pseudonym and go with it.
public enum RecommendationsSchema {
    public static let migrations = [
        Migration(
            "1 recommendations",
            [
                """
                CREATE TABLE model (
                    version INTEGER PRIMARY KEY,
                    trained_at INTEGER NOT NULL,
                    artefact BLOB NOT NULL,
                    checksum BLOB NOT NULL,                 -- SHA-256 of the artefact
                    report TEXT NOT NULL,                   -- JSON: sizes and figures of the training, for people
                    is_current INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE UNIQUE INDEX model_current ON model (is_current) WHERE is_current = 1",
                """
                CREATE TABLE recommendation (
                    client_id BLOB NOT NULL REFERENCES client (id),
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    model_version INTEGER NOT NULL REFERENCES model (version),
                    portrait_version INTEGER NOT NULL, history_version INTEGER NOT NULL,
                    probability REAL,                       -- P(accept | offered now); NULL: the model has too few outcomes to name one
                    score REAL NOT NULL,
                    reason TEXT NOT NULL,                   -- JSON of the strongest reasons (service ids and numbers, no words)
                    is_candidate INTEGER NOT NULL,          -- 1: might be proposed when it was computed; ratings are places among these
                    computed_at INTEGER NOT NULL,
                    PRIMARY KEY (client_id, service_id)
                ) STRICT
                """,
                "CREATE INDEX recommendation_by_time ON recommendation (computed_at)",
            ])
    ]
}
