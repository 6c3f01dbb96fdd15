import Database

/// Texts with their marking, offers made to people in the bot, their answers, and every silence with its reason.
public enum OffersSchema {
    public static let migrations = [
        Migration(
            "1 offers",
            [
                """
                CREATE TABLE offer_text (
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    language TEXT NOT NULL, version INTEGER NOT NULL,       -- a version holds its languages together
                    title TEXT NOT NULL, body TEXT NOT NULL,
                    changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
                    PRIMARY KEY (service_id, language, version)
                ) STRICT
                """,
                """
                CREATE TABLE offer_terms (
                    service_id INTEGER NOT NULL REFERENCES service (id), version INTEGER NOT NULL,
                    price INTEGER,                          -- kopecks, "from"; NULL: on request
                    full_cost_from INTEGER, full_cost_to INTEGER,           -- of a credit: thousandths of a per cent a year
                    erid TEXT,                              -- advertising token of this creative; NULL: none was given
                    age_mark TEXT,                          -- '0+' … '18+'; NULL: nobody has decided, so there is no ad
                    valid_until INTEGER,
                    changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
                    PRIMARY KEY (service_id, version)
                ) STRICT
                """,
                """
                CREATE TABLE offer (
                    id BLOB PRIMARY KEY,
                    lead_id BLOB NOT NULL UNIQUE,
                    customer_id BLOB NOT NULL,              -- subject id
                    client_id BLOB NOT NULL REFERENCES client (id),
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    started_by TEXT NOT NULL,               -- pipeline, manager, customer
                    text_version INTEGER NOT NULL, terms_version INTEGER NOT NULL,
                    state TEXT NOT NULL,                    -- queued, sent, undeliverable, interested, later, declined, silent, withdrawn
                    decline_reason TEXT,                    -- a choice of a list, never typed text
                    created_at INTEGER NOT NULL, sent_at INTEGER, answered_at INTEGER
                ) STRICT
                """,
                "CREATE INDEX offer_by_customer ON offer (customer_id, created_at)",
                "CREATE INDEX offer_unanswered ON offer (sent_at) WHERE state = 'sent'",
                """
                CREATE TABLE offer_silence (
                    id BLOB PRIMARY KEY,
                    lead_id BLOB NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
                    UNIQUE (lead_id, reason)
                ) STRICT
                """,
                "CREATE TABLE complaint (id BLOB PRIMARY KEY, customer_id BLOB NOT NULL, at INTEGER NOT NULL, closed_at INTEGER) STRICT",
                "CREATE INDEX complaint_by_customer ON complaint (customer_id)",
            ])
    ]
}
