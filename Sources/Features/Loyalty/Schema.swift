import Database

/// The points ledger: double entry, whole points, append-only. Accounts of customers carry the random subject id only.
///
/// `account`, `ledger_head`, `points_hold` and `reversal_total` are running sums of `entry` and `posting`: ``LedgerStore/verify(in:)`` recomputes them.
public enum LoyaltySchema {
    public static let migrations = [
        Migration(
            "1 loyalty",
            [
                """
                CREATE TABLE account (
                    id BLOB PRIMARY KEY,                    -- derives from kind and owner
                    kind TEXT NOT NULL,                     -- customer, company (what it grants and takes back)
                    owner BLOB NOT NULL,                    -- subject id of a customer, or the company's id as 8 bytes
                    posted INTEGER NOT NULL,
                    held INTEGER NOT NULL,
                    may_be_negative INTEGER NOT NULL,
                    UNIQUE (kind, owner)
                ) STRICT
                """,
                """
                CREATE TABLE ledger_head (
                    id INTEGER PRIMARY KEY,                 -- 1: the row that every writer locks first
                    seq INTEGER NOT NULL,                   -- the last entry's
                    hash BLOB NOT NULL                      -- the last entry's
                ) STRICT
                """,
                """
                CREATE TABLE entry (
                    id BLOB PRIMARY KEY,
                    seq INTEGER NOT NULL UNIQUE,            -- 1, 2, 3, … without a gap
                    key TEXT NOT NULL UNIQUE,               -- idempotency key
                    request_hash BLOB NOT NULL,             -- SHA-256 of the request: another body under the same key is a conflict
                    answer BLOB NOT NULL,                   -- frozen answer to a repeat
                    kind TEXT NOT NULL,                     -- earned, spent, reversed, held, captured, released, expired
                    reason TEXT NOT NULL,                   -- JSON: rule id, version and inputs ("why 37 points"), no personal fact
                    reverses BLOB REFERENCES entry (id),
                    hold_id BLOB REFERENCES entry (id),     -- the hold that is placed (the entry itself), captured, released or expired
                    at INTEGER NOT NULL,
                    hash BLOB NOT NULL                      -- SHA-256 over the previous entry's hash, this entry and its postings
                ) STRICT
                """,
                """
                CREATE TABLE posting (
                    entry_id BLOB NOT NULL REFERENCES entry (id),
                    line INTEGER NOT NULL,
                    account_id BLOB NOT NULL REFERENCES account (id),
                    amount INTEGER NOT NULL,                -- points; the lines of an entry sum to 0
                    held INTEGER NOT NULL,                  -- by how much the account's held points change
                    PRIMARY KEY (entry_id, line)
                ) STRICT
                """,
                "CREATE INDEX posting_by_account ON posting (account_id)",
                """
                CREATE TABLE points_hold (
                    id BLOB PRIMARY KEY REFERENCES entry (id),   -- the entry that placed it
                    account_id BLOB NOT NULL REFERENCES account (id),
                    amount INTEGER NOT NULL,
                    remaining INTEGER NOT NULL,             -- neither captured nor released yet; 0: closed
                    expires_at INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX points_hold_open ON points_hold (expires_at) WHERE remaining > 0",
                """
                CREATE TABLE reversal_total (
                    entry_id BLOB PRIMARY KEY REFERENCES entry (id),   -- an entry that was reversed, in whole or in part
                    original INTEGER NOT NULL,              -- points that it moved
                    reversed INTEGER NOT NULL               -- of these, taken back so far
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
                "CREATE INDEX earning_rule_by_company ON earning_rule (company_id)",
            ])
    ]
}
