import Database

extension ClientsSchema {
    /// Files that staff sent through the console, and what a company's own words for products mean. Came after version 1 of the schema.
    public static let sends = [
        Migration(
            "4 sends",
            [
                """
                CREATE TABLE company_product (
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    folded TEXT NOT NULL,                   -- a product's name as files of the company say it: about nobody
                    audience TEXT NOT NULL,
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    actor TEXT NOT NULL,                    -- a login
                    at INTEGER NOT NULL,
                    PRIMARY KEY (company_id, folded, audience)
                ) STRICT
                """,
                """
                CREATE TABLE client_send (
                    id BLOB PRIMARY KEY,                    -- random
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    actor TEXT NOT NULL,                    -- a login
                    kind TEXT NOT NULL,                     -- workbook, csv: never the file's name, which may be somebody's
                    audience TEXT NOT NULL,
                    attestation_id BLOB REFERENCES attestation (id),
                    state TEXT NOT NULL,                    -- running, done, failed, interrupted
                    failure TEXT,                           -- why it failed, as a message of ours: number of a row, a rule
                    columns TEXT NOT NULL,                  -- our own titles and letters of columns: what was not read
                    total INTEGER NOT NULL, added INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL,
                    waiting INTEGER NOT NULL, refused INTEGER NOT NULL, examples INTEGER NOT NULL,
                    progress INTEGER NOT NULL,              -- thousandths of the file
                    started_at INTEGER NOT NULL,
                    seen_at INTEGER NOT NULL,               -- when it last moved on
                    ended_at INTEGER                        -- the row goes 90 days after the start
                ) STRICT
                """,
                "CREATE INDEX client_send_by_company ON client_send (company_id, started_at)",
                """
                CREATE TABLE client_send_row (
                    send_id BLOB NOT NULL REFERENCES client_send (id),
                    row INTEGER NOT NULL,                   -- its number in the file
                    result TEXT NOT NULL,                   -- new, updated, unchanged, waits, refused, example
                    services INTEGER NOT NULL,              -- how many services the product may mean, when it waits
                    problems TEXT NOT NULL,                 -- columns and rules as JSON; never the value of a cell
                    card_id BLOB,                           -- a pseudonym: the card that came of it; goes with the send
                    PRIMARY KEY (send_id, row)
                ) STRICT
                """,
                "CREATE INDEX client_send_row_by_result ON client_send_row (send_id, result, row)",
                // Lists of clients, latest first, and what a client's page asks for.
                "CREATE INDEX client_by_company ON client (company_id, created_at, id)",
                "CREATE INDEX client_by_time ON client (created_at, id)",
                "CREATE INDEX personal_link_by_client ON personal_link (client_id)",
            ])
    ]
}
