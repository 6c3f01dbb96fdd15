import Database

/// Where each person is in their talk. Nothing readable without the person's key.
public enum CustomerBotSchema {
    public static let migrations = [
        Migration(
            "1 talks",
            [
                """
                CREATE TABLE talk (
                    customer_id BLOB PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,   -- goes with erasure
                    state BLOB NOT NULL,                    -- the step, sealed with the person's data key
                    live_message INTEGER,                   -- Telegram's number of the message that is edited in place
                    has_keyboard INTEGER NOT NULL,          -- 1: a reply keyboard is open
                    updated_at INTEGER NOT NULL
                ) STRICT
                """
            ])
    ]
}
