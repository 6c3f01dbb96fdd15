import Database

/// People in the bot and what they agreed to.
///
/// `customer` is the one mapping row between a Telegram chat and the random subject id that append-only records carry; with it goes the person's
/// data key, so erasure makes the rest anonymous or unreadable. Telegram names and usernames are never stored.
public enum ConsentsSchema {
    public static let migrations = [
        Migration(
            "1 consents",
            [
                """
                CREATE TABLE customer (
                    id BLOB PRIMARY KEY,                    -- random subject id; destroyed by erasure with the row
                    chat_id INTEGER NOT NULL UNIQUE,        -- pseudonym given by Telegram; destroyed by erasure
                    data_key BLOB NOT NULL,                 -- the person's key, wrapped by the root secret; destroyed by erasure
                    language TEXT NOT NULL,
                    language_chosen INTEGER NOT NULL,       -- 1: the person chose it, Telegram's tag no longer counts
                    entered_by INTEGER REFERENCES company (id),
                    created_at INTEGER NOT NULL,
                    blocked_at INTEGER                      -- the person blocked the bot
                ) STRICT
                """,
                """
                CREATE TABLE consent_text (
                    hash BLOB PRIMARY KEY,                  -- SHA-256 of the text as it was shown
                    kind TEXT NOT NULL, language TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE consent_receipt (
                    id BLOB PRIMARY KEY,
                    customer_id BLOB NOT NULL,              -- subject id, no foreign key: the receipt outlives the person's row as proof, without a person
                    kind TEXT NOT NULL,                     -- processing, transfer, advertising
                    company_id INTEGER REFERENCES company (id),   -- the named partner of a transfer
                    given INTEGER NOT NULL,                 -- 1 given, 0 refused
                    text_hash BLOB NOT NULL REFERENCES consent_text (hash),
                    message_id INTEGER,                     -- Telegram message that showed the text
                    at INTEGER NOT NULL,
                    withdrawn_at INTEGER
                ) STRICT
                """,
                "CREATE INDEX consent_receipt_by_customer ON consent_receipt (customer_id, kind)",
                """
                CREATE TABLE refusal (
                    chat_hash BLOB PRIMARY KEY,             -- keyed hash: all that a person who refused leaves
                    at INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE erasure (
                    customer_id BLOB PRIMARY KEY,           -- subject id; replayed on a restored backup
                    at INTEGER NOT NULL, act TEXT NOT NULL  -- what was destroyed: counts by table, no values
                ) STRICT
                """,
            ])
    ]
}
