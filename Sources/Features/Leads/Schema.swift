import Database

/// Leads and what happened to them. Nobody changes or deletes a lead's history: events are appended.
public enum LeadsSchema {
    public static let migrations = [
        Migration(
            "1 leads",
            [
                """
                CREATE TABLE lead (
                    id BLOB PRIMARY KEY,
                    number TEXT NOT NULL UNIQUE,            -- what people say and type: 8 letters and digits (Crockford base 32)
                    card_id BLOB NOT NULL REFERENCES card (id),
                    client_id BLOB NOT NULL REFERENCES client (id),
                    source_company INTEGER NOT NULL REFERENCES company (id),
                    company_id INTEGER NOT NULL REFERENCES company (id),     -- the recipient
                    service_id INTEGER NOT NULL REFERENCES service (id),
                    model_version INTEGER NOT NULL,
                    probability REAL NOT NULL, rating INTEGER NOT NULL, propensity REAL NOT NULL,
                    is_exploration INTEGER NOT NULL,        -- 1: chosen by chance, not as the best
                    expected_value INTEGER NOT NULL,        -- kopecks
                    reason TEXT NOT NULL,                   -- JSON of reasons (service ids and numbers)
                    stage TEXT NOT NULL,                    -- see LeadStage
                    may_message TEXT NOT NULL,              -- yes, or the reason why not
                    created_at INTEGER NOT NULL, stage_at INTEGER NOT NULL,
                    UNIQUE (card_id, service_id)
                ) STRICT
                """,
                "CREATE INDEX lead_by_company ON lead (company_id, created_at)",
                "CREATE INDEX lead_by_client ON lead (client_id)",
                "CREATE INDEX lead_by_stage ON lead (stage, stage_at)",
                """
                CREATE TABLE lead_event (
                    lead_id BLOB NOT NULL REFERENCES lead (id),
                    seq INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    kind TEXT NOT NULL,                     -- see LeadEventKind
                    actor TEXT NOT NULL,                    -- pipeline, customer, or a staff account
                    amount INTEGER,                         -- kopecks of a won lead
                    detail TEXT NOT NULL,                   -- a choice of a list or a rule's name, never typed text
                    PRIMARY KEY (lead_id, seq)
                ) STRICT
                """,
                """
                CREATE TABLE selection (
                    card_id BLOB PRIMARY KEY REFERENCES card (id),
                    result TEXT NOT NULL,                   -- lead, or why there is none: see SelectionResult
                    model_version INTEGER NOT NULL,
                    best_rating INTEGER,                    -- of the best candidate; NULL: there was none
                    threshold INTEGER NOT NULL,
                    filtered TEXT NOT NULL,                 -- JSON: services that were not candidates, each with the filter's name
                    at INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE arbitration (
                    card_id BLOB NOT NULL REFERENCES card (id),
                    rival_group TEXT NOT NULL,
                    winner INTEGER NOT NULL REFERENCES service (id),
                    candidates TEXT NOT NULL,               -- JSON: each rival's figures and why it won or lost
                    at INTEGER NOT NULL,
                    PRIMARY KEY (card_id, rival_group)
                ) STRICT
                """,
                """
                CREATE TABLE sales_record (
                    service_id INTEGER PRIMARY KEY REFERENCES service (id),
                    leads INTEGER NOT NULL,                 -- relevant leads so far (imported and ours)
                    won INTEGER NOT NULL,
                    revenue INTEGER NOT NULL                -- kopecks of the won ones
                ) STRICT
                """,
            ])
    ]
}

extension LeadsSchema {
    /// Who of the staff works on a lead; accounts and units are there before. In the lead's own row, so that a person's day is counted in one
    /// pass over an index.
    public static let holders = [
        Migration(
            "3 lead holders",
            [
                "ALTER TABLE lead ADD COLUMN holder BLOB REFERENCES staff_account (id)",  // of the staff, a random id; NULL: nobody
                "ALTER TABLE lead ADD COLUMN holder_unit INTEGER REFERENCES staff_unit (id)",  // where that person worked when taking it
                "ALTER TABLE lead ADD COLUMN taken_at INTEGER",
                "ALTER TABLE lead ADD COLUMN touched_at INTEGER",  // when somebody last did something about it
                "CREATE INDEX lead_at_desk ON lead (company_id, stage, holder, holder_unit, stage_at, touched_at)",
                "CREATE INDEX lead_at_group_desk ON lead (stage, holder, stage_at, touched_at)",
                "CREATE INDEX lead_by_holder ON lead (holder, stage) WHERE holder IS NOT NULL",
                "CREATE INDEX lead_by_creation ON lead (created_at, id)",
                "CREATE INDEX lead_by_change ON lead (stage_at, id)",
                "CREATE INDEX lead_by_rating ON lead (rating, id)",
            ])
    ]
}

extension LeadsSchema {
    /// Lists, counts and charts of leads are read off indexes that hold all that a list is filtered by, so that a hundred thousand leads cost a walk and
    /// no visit to the table. One for each order, within a company and for the group; they replace those that held the order alone.
    public static let lists = [
        Migration(
            "4 lead lists",
            [
                "CREATE INDEX lead_list_by_creation ON lead (company_id, created_at, id, stage, holder, holder_unit, service_id, stage_at, touched_at)",
                "CREATE INDEX lead_list_by_change ON lead (company_id, stage_at, id, stage, holder, holder_unit, service_id, touched_at)",
                "CREATE INDEX lead_list_by_rating ON lead (company_id, rating, id, stage, holder, holder_unit, service_id, stage_at, touched_at)",
                "CREATE INDEX lead_group_by_creation ON lead (created_at, id, stage, holder, service_id, stage_at, touched_at)",
                "CREATE INDEX lead_group_by_change ON lead (stage_at, id, stage, holder, service_id, touched_at)",
                "CREATE INDEX lead_group_by_rating ON lead (rating, id, stage, holder, service_id, stage_at, touched_at)",
                // What waits for people is little and mostly new, while its order by age begins with all that is over.
                """
                CREATE INDEX lead_list_waiting ON lead (company_id, stage_at, id, stage, holder, holder_unit, service_id, touched_at)
                WHERE stage IN ('waiting', 'ask_consent', 'interested')
                """,
                "CREATE INDEX lead_group_by_stage ON lead (stage, stage_at, id, holder, service_id, touched_at, created_at, rating)",
                "DROP INDEX lead_by_company",
                "DROP INDEX lead_by_creation",
                "DROP INDEX lead_by_change",
                "DROP INDEX lead_by_stage",
                "DROP INDEX lead_by_rating",
            ])
    ]
}

extension LeadsSchema {
    /// What ended is counted by day within a company, too, and one person's own leads are read without anybody else's.
    public static let endings = [
        Migration(
            "8 lead endings",
            [
                "CREATE INDEX lead_list_by_stage ON lead (company_id, stage, stage_at, id, holder, holder_unit)",
                "DROP INDEX lead_by_holder",
                "CREATE INDEX lead_by_holder ON lead (holder, company_id, stage, stage_at, id, holder_unit) WHERE holder IS NOT NULL",
            ])
    ]
}
