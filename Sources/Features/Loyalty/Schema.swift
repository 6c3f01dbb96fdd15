import Database

/// The points ledger: double entry, whole points, append-only. Accounts of customers carry the random subject id only.
public enum LoyaltySchema {
    public static let migrations = [
        Migration(
            "1 loyalty",
            [
                """
                CREATE TABLE account (
                    id BLOB PRIMARY KEY,
                    kind TEXT NOT NULL,                     -- customer, company (what it grants), expired, …
                    owner BLOB NOT NULL,                    -- subject id of a customer, or the company's id as 8 bytes
                    posted INTEGER NOT NULL,
                    held INTEGER NOT NULL,
                    may_be_negative INTEGER NOT NULL,
                    UNIQUE (kind, owner)
                ) STRICT
                """,
                """
                CREATE TABLE entry (
                    id BLOB PRIMARY KEY,
                    seq INTEGER NOT NULL UNIQUE,
                    key TEXT NOT NULL UNIQUE,               -- idempotency key
                    request_hash BLOB NOT NULL,             -- SHA-256 of the request: another body under the same key is a conflict
                    answer BLOB NOT NULL,                   -- frozen answer to a repeat
                    kind TEXT NOT NULL,                     -- earned, reversed, …
                    reason TEXT NOT NULL,                   -- JSON: rule id, version and inputs ("why 37 points"), no personal fact
                    reverses BLOB REFERENCES entry (id),
                    at INTEGER NOT NULL,
                    hash BLOB NOT NULL                      -- SHA-256 over the previous entry's hash and this entry
                ) STRICT
                """,
                """
                CREATE TABLE posting (
                    entry_id BLOB NOT NULL REFERENCES entry (id),
                    line INTEGER NOT NULL,
                    account_id BLOB NOT NULL REFERENCES account (id),
                    amount INTEGER NOT NULL,                -- points; the lines of an entry sum to 0
                    PRIMARY KEY (entry_id, line)
                ) STRICT
                """,
                "CREATE INDEX posting_by_account ON posting (account_id)",
                """
                CREATE TABLE points_hold (
                    id BLOB PRIMARY KEY,
                    account_id BLOB NOT NULL REFERENCES account (id),
                    key TEXT NOT NULL UNIQUE, request_hash BLOB NOT NULL,
                    amount INTEGER NOT NULL,
                    state TEXT NOT NULL,                    -- held, captured, released
                    expires_at INTEGER NOT NULL,
                    at INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE earning_rule (
                    id INTEGER NOT NULL, version INTEGER NOT NULL,
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    service_id INTEGER REFERENCES service (id),   -- NULL: every service of the company
                    basis_points INTEGER NOT NULL,          -- share of the amount paid, in 1/10000, given as points (1 point = 1 rouble)
                    cap INTEGER NOT NULL,                   -- points per purchase at most
                    valid_from INTEGER NOT NULL, valid_until INTEGER,
                    changed_by TEXT NOT NULL,
                    PRIMARY KEY (id, version)
                ) STRICT
                """,
            ])
    ]
}
