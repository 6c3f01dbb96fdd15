import Database

/// What the partners sell and how services lead to each other. Nothing here is about a person.
public enum CatalogueSchema {
    public static let migrations = [
        Migration(
            "1 catalogue",
            [
                """
                CREATE TABLE service (
                    id INTEGER PRIMARY KEY,
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    name TEXT NOT NULL,
                    name_en TEXT NOT NULL,
                    audience TEXT NOT NULL,                 -- individual, legal
                    need1 TEXT NOT NULL,                    -- by the name of `need`, which has the English one
                    need2 TEXT NOT NULL,                    -- '' : only one need
                    rival_group TEXT,                       -- services of one group are the same service of several companies
                    minimum_age INTEGER,
                    is_credit INTEGER NOT NULL,             -- 1: an ad carries the full-cost and risk wording
                    is_active INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX service_by_company ON service (company_id)",
                """
                CREATE TABLE service_alias (
                    folded TEXT NOT NULL,                   -- a name of the service as `Folded` writes it
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    PRIMARY KEY (folded, service_id)
                ) STRICT
                """,
                "CREATE TABLE need (name TEXT PRIMARY KEY, name_en TEXT NOT NULL) STRICT",
                """
                CREATE TABLE service_link (
                    from_service INTEGER NOT NULL REFERENCES service (id),
                    to_service INTEGER NOT NULL REFERENCES service (id),
                    kind TEXT NOT NULL,                     -- related: whoever took "from" may want "to"; never: do not propose
                    PRIMARY KEY (from_service, to_service)
                ) STRICT
                """,
            ])
    ]
}
