import Database

/// Client cards without direct identifiers: `id @ company`, the portrait, what the client took, and links to people in the bot.
public enum ClientsSchema {
    public static let migrations = [
        Migration(
            "1 clients",
            [
                """
                CREATE TABLE client (
                    id BLOB PRIMARY KEY,
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    reference TEXT NOT NULL,                -- the company's own id, or a company-scoped HMAC: a pseudonym; erased on the company's demand
                    audience TEXT NOT NULL,
                    age INTEGER, sex INTEGER, foreign_passport INTEGER, driving_license INTEGER, credit_sum INTEGER, family_status INTEGER,
                    dependents INTEGER, work_experience INTEGER, income INTEGER, additional_income INTEGER, additional_income_type INTEGER, car_price INTEGER,
                    business_type INTEGER, legal_form INTEGER, authorized_capital INTEGER, revenue INTEGER, net_profit INTEGER,
                    portrait_version INTEGER NOT NULL,      -- grows when the portrait changes
                    history_version INTEGER NOT NULL,       -- grows when an interaction is added
                    is_own_answer INTEGER NOT NULL,         -- 1: a person without a card answered the bot's questions
                    created_at INTEGER NOT NULL,
                    UNIQUE (company_id, reference)
                ) STRICT
                """,
                """
                CREATE TABLE attestation (
                    id BLOB PRIMARY KEY,
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    document TEXT NOT NULL,                 -- the sender's document that proves its clients' consent
                    document_date TEXT NOT NULL,            -- YYYY-MM-DD
                    recipients TEXT NOT NULL,               -- 'all' or company ids, comma separated
                    may_message INTEGER NOT NULL,
                    actor TEXT NOT NULL,
                    at INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE card (
                    id BLOB PRIMARY KEY,
                    client_id BLOB NOT NULL REFERENCES client (id),
                    service_id INTEGER NOT NULL REFERENCES service (id),   -- what the client came for
                    outcome TEXT NOT NULL,                  -- success, refusal, unknown
                    content TEXT NOT NULL,                  -- tells deals of one client apart, without identifiers: the same deal sent twice is one card
                    attestation_id BLOB REFERENCES attestation (id),
                    stage TEXT NOT NULL,                    -- pending, processed, waiting, nothing
                    received_at INTEGER NOT NULL,
                    stage_at INTEGER NOT NULL,
                    UNIQUE (client_id, content)
                ) STRICT
                """,
                "CREATE INDEX card_by_stage ON card (stage, received_at)",
                """
                CREATE TABLE unmatched_product (
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    folded TEXT NOT NULL,                   -- name of a product that no service matches; waits for a person
                    audience TEXT NOT NULL, rows INTEGER NOT NULL, last_at INTEGER NOT NULL,
                    PRIMARY KEY (company_id, folded, audience)
                ) STRICT
                """,
                """
                CREATE TABLE interaction (
                    client_id BLOB NOT NULL REFERENCES client (id),
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    source TEXT NOT NULL,                   -- history: came for it or took it unasked; offer: outcome of an offer
                    source_id BLOB NOT NULL,                -- the card or offer it stems from: the same fact is stored once
                    value INTEGER NOT NULL,                 -- 1 took or accepted, -1 declined
                    propensity REAL,                        -- probability with which it was offered; NULL: unknown
                    at INTEGER NOT NULL,
                    PRIMARY KEY (client_id, service_id, source, source_id)
                ) STRICT
                """,
                "CREATE INDEX interaction_by_service ON interaction (service_id)",
                """
                CREATE TABLE client_phone (
                    client_id BLOB NOT NULL REFERENCES client (id),
                    hash BLOB NOT NULL,                     -- HMAC of the E.164 number: a pseudonym; destroyed with the client or when the key is retired
                    key_id INTEGER NOT NULL,
                    PRIMARY KEY (client_id, hash)
                ) STRICT
                """,
                "CREATE INDEX client_phone_by_hash ON client_phone (hash)",
                """
                CREATE TABLE client_link (
                    customer_id BLOB NOT NULL,              -- subject id; the rows go with erasure
                    client_id BLOB NOT NULL REFERENCES client (id),
                    how TEXT NOT NULL,                      -- personal, phone, answers
                    at INTEGER NOT NULL,
                    PRIMARY KEY (customer_id, client_id)
                ) STRICT
                """,
                "CREATE UNIQUE INDEX client_link_once ON client_link (client_id)",
                """
                CREATE TABLE personal_link (
                    hash BLOB PRIMARY KEY,                  -- hash of the one-time token in a p_ link
                    client_id BLOB NOT NULL REFERENCES client (id),
                    expires_at INTEGER NOT NULL,
                    used_at INTEGER
                ) STRICT
                """,
            ])
    ]

    public static let lists = [
        Migration(
            "5 clients of one audience",
            [
                // A list of the few firms among many people would look at everybody.
                "CREATE INDEX client_by_company_audience ON client (company_id, audience, created_at, id)",
                "CREATE INDEX client_by_audience ON client (audience, created_at, id)",
            ])
    ]
}
