import Database

/// Staff: the tree of units, accounts, invitations, sessions and failed attempts to sign in.
public enum AccountsSchema {
    public static let migrations = [
        Migration(
            "1 accounts",
            [
                """
                CREATE TABLE staff_unit (
                    id INTEGER PRIMARY KEY,
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    parent_id INTEGER REFERENCES staff_unit (id), -- the department of a unit; NULL: a department
                    name TEXT NOT NULL,                     -- of a place, not of a person
                    name_en TEXT NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE staff_account (
                    id BLOB PRIMARY KEY,                    -- random
                    login TEXT NOT NULL UNIQUE,             -- a pseudonym that a head chose; kept, because histories name it
                    name TEXT NOT NULL,                     -- a colleague's name; wiped when the account is closed
                    level INTEGER NOT NULL,                 -- 1 founder … 5 sales
                    company_id INTEGER REFERENCES company (id),     -- NULL: the whole group
                    unit_id INTEGER REFERENCES staff_unit (id),   -- NULL: the whole company
                    grants TEXT NOT NULL,                   -- names, by commas
                    password TEXT,                          -- argon2id in PHC form; NULL: invited; wiped when the account is closed
                    created_at INTEGER NOT NULL,
                    created_by TEXT NOT NULL,               -- a login, or a role of the program
                    closed_at INTEGER
                ) STRICT
                """,
                "CREATE INDEX staff_account_by_unit ON staff_account (company_id, unit_id)",
                """
                CREATE TABLE staff_invitation (
                    token_hash BLOB PRIMARY KEY,            -- of random bytes
                    account_id BLOB NOT NULL REFERENCES staff_account (id),
                    issued_at INTEGER NOT NULL,
                    expires_at INTEGER NOT NULL             -- the row goes when it is used, replaced or over
                ) STRICT
                """,
                "CREATE INDEX staff_invitation_by_account ON staff_invitation (account_id)",
                """
                CREATE TABLE staff_session (
                    token_hash BLOB PRIMARY KEY,            -- of random bytes
                    account_id BLOB NOT NULL REFERENCES staff_account (id),
                    started_at INTEGER NOT NULL,
                    seen_at INTEGER NOT NULL                -- to the minute; the row goes at the end of the session
                ) STRICT
                """,
                "CREATE INDEX staff_session_by_account ON staff_session (account_id)",
                """
                CREATE TABLE sign_in_attempt (
                    id BLOB PRIMARY KEY,                    -- random
                    subject BLOB NOT NULL,                  -- keyed hash of a login or of an address; the row goes within an hour
                    at INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX sign_in_attempt_by_subject ON sign_in_attempt (subject, at)",
            ])
    ]
}
