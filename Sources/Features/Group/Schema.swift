import Database

/// Companies of the group, settings that people change at run time, and the audit log. No column is personal: staff are named by account.
public enum GroupSchema {
    public static let migrations = [
        Migration(
            "1 group",
            [
                """
                CREATE TABLE company (
                    id INTEGER PRIMARY KEY,
                    code TEXT NOT NULL UNIQUE,              -- short Latin name for commands and files
                    name TEXT NOT NULL,
                    name_en TEXT NOT NULL,
                    legal_name TEXT NOT NULL,               -- as advertising law wants it
                    inn TEXT NOT NULL,
                    kind TEXT NOT NULL,                     -- bank, insurer, broker, dealer, hotel, leasing
                    automatic_offers INTEGER NOT NULL,      -- 1: the pipeline sends offers by itself
                    channel_confirmed_by TEXT,              -- who confirmed that this company may use Telegram (41-FZ), and when
                    channel_confirmed_at INTEGER
                ) STRICT
                """,
                "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT",
                """
                CREATE TABLE audit (
                    seq INTEGER PRIMARY KEY,
                    at INTEGER NOT NULL,
                    actor TEXT NOT NULL,                    -- an account or a role of the program, never a customer's name
                    action TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    detail TEXT NOT NULL
                ) STRICT
                """,
            ])
    ]
}

extension GroupSchema {
    public static let crmLinks = [
        // An address with a place for an id; NULL: none.
        Migration("2 links to a company's CRM", ["ALTER TABLE company ADD COLUMN crm_link TEXT"])
    ]
}
