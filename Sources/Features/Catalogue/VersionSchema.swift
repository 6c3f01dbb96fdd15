import Database

extension CatalogueSchema {
    /// Versions of the links and needs, and the proposals that people declined. Came after version 1 of the schema.
    public static let versions = [
        Migration(
            "2 catalogue versions",
            [
                """
                CREATE TABLE catalogue_version (
                    subject TEXT NOT NULL,                  -- links, needs
                    version INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    actor TEXT NOT NULL,                    -- an account, never a customer's name
                    act TEXT NOT NULL,                      -- add, remove, accept, decline, import, undo
                    reason TEXT NOT NULL,
                    undoes INTEGER,                         -- the version that this one took back
                    undone_by INTEGER,                      -- the version that took this one back
                    PRIMARY KEY (subject, version)
                ) STRICT
                """,
                """
                CREATE TABLE link_change (
                    version INTEGER NOT NULL,               -- of the links
                    from_service INTEGER NOT NULL REFERENCES service (id),
                    to_service INTEGER NOT NULL REFERENCES service (id),
                    kind_before TEXT,                       -- NULL: there was no link
                    kind_after TEXT,
                    PRIMARY KEY (version, from_service, to_service)
                ) STRICT
                """,
                """
                CREATE TABLE link_refusal (
                    version INTEGER NOT NULL,               -- of the links, in which a person declined the proposal or took the link out
                    from_service INTEGER NOT NULL REFERENCES service (id),
                    to_service INTEGER NOT NULL REFERENCES service (id),
                    together INTEGER NOT NULL,              -- the evidence at that time: clients behind it
                    high REAL NOT NULL,                     -- and the upper end of its lift
                    PRIMARY KEY (version, from_service, to_service)
                ) STRICT
                """,
                """
                CREATE TABLE service_need_change (
                    version INTEGER NOT NULL,               -- of the needs
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    before1 TEXT NOT NULL, before2 TEXT NOT NULL,
                    after1 TEXT NOT NULL, after2 TEXT NOT NULL,
                    PRIMARY KEY (version, service_id)
                ) STRICT
                """,
            ])
    ]
}
