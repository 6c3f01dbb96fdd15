CREATE TABLE migration (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied_at INTEGER NOT NULL) STRICT;

CREATE TABLE inbox (
    source TEXT NOT NULL, number INTEGER NOT NULL,     -- telegram and its update_id: a repeat is the same row
    lane INTEGER NOT NULL,                  -- rows of one lane are applied in order
    body BLOB,                              -- sealed; wiped when done
    state TEXT NOT NULL,                    -- due, done, dead
    attempt INTEGER NOT NULL, due_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL, finished_at INTEGER,
    failure TEXT,                           -- the kind of the last error, never a value
    PRIMARY KEY (source, number)
) STRICT;

CREATE INDEX inbox_due ON inbox (lane, received_at, number) WHERE state = 'due';

CREATE INDEX inbox_finished ON inbox (finished_at) WHERE state <> 'due';

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    lane INTEGER NOT NULL, seq INTEGER NOT NULL,       -- rows of one lane go out in order
    kind TEXT NOT NULL,
    body BLOB,                              -- sealed; wiped when done
    state TEXT NOT NULL,                    -- due, leased, done, dead
    attempt INTEGER NOT NULL, due_at INTEGER NOT NULL,
    lease_holder BLOB, lease_until INTEGER,
    created_at INTEGER NOT NULL, finished_at INTEGER,
    failure TEXT,
    UNIQUE (lane, seq)
) STRICT;

CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('due', 'leased');

CREATE INDEX outbox_finished ON outbox (finished_at) WHERE state IN ('done', 'dead');

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
) STRICT;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,                    -- an account or a role of the program, never a customer's name
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE service (
    id INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES company (id),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    audience TEXT NOT NULL,                 -- individual, legal
    need1 TEXT NOT NULL,                    -- by the name of `need`, which has the English one
    need2 TEXT NOT NULL,                    -- '' : only one need
    rival_group TEXT,                       -- services of one group are the same service of several companies
    minimum_age INTEGER,
    is_credit INTEGER NOT NULL,             -- 1: an ad carries the full-cost and risk wording
    is_active INTEGER NOT NULL
) STRICT;

CREATE INDEX service_by_company ON service (company_id);

CREATE TABLE service_alias (
    folded TEXT NOT NULL,                   -- a name of the service as `Folded` writes it
    service_id INTEGER NOT NULL REFERENCES service (id),
    PRIMARY KEY (folded, service_id)
) STRICT;

CREATE TABLE need (name TEXT PRIMARY KEY, name_en TEXT NOT NULL) STRICT;

CREATE TABLE service_link (
    from_service INTEGER NOT NULL REFERENCES service (id),
    to_service INTEGER NOT NULL REFERENCES service (id),
    kind TEXT NOT NULL,                     -- related: whoever took "from" may want "to"; never: do not propose
    PRIMARY KEY (from_service, to_service)
) STRICT;

CREATE TABLE customer (
    id BLOB PRIMARY KEY,                    -- random subject id; destroyed by erasure with the row
    chat_id INTEGER NOT NULL UNIQUE,        -- pseudonym given by Telegram; destroyed by erasure
    data_key BLOB NOT NULL,                 -- the person's key, wrapped by the root secret; destroyed by erasure
    language TEXT NOT NULL,
    language_chosen INTEGER NOT NULL,       -- 1: the person chose it, Telegram's tag no longer counts
    entered_by INTEGER REFERENCES company (id),
    created_at INTEGER NOT NULL,
    blocked_at INTEGER                      -- the person blocked the bot
) STRICT;

CREATE TABLE consent_text (
    hash BLOB PRIMARY KEY,                  -- SHA-256 of the text as it was shown
    kind TEXT NOT NULL, language TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;

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
) STRICT;

CREATE INDEX consent_receipt_by_customer ON consent_receipt (customer_id, kind);

CREATE TABLE refusal (
    chat_hash BLOB PRIMARY KEY,             -- keyed hash: all that a person who refused leaves
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE erasure (
    customer_id BLOB PRIMARY KEY,           -- subject id; replayed on a restored backup
    at INTEGER NOT NULL, act TEXT NOT NULL  -- what was destroyed: counts by table, no values
) STRICT;

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
) STRICT;

CREATE TABLE attestation (
    id BLOB PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES company (id),
    document TEXT NOT NULL,                 -- the sender's document that proves its clients' consent
    document_date TEXT NOT NULL,            -- YYYY-MM-DD
    recipients TEXT NOT NULL,               -- 'all' or company ids, comma separated
    may_message INTEGER NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

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
) STRICT;

CREATE INDEX card_by_stage ON card (stage, received_at);

CREATE TABLE unmatched_product (
    company_id INTEGER NOT NULL REFERENCES company (id),
    folded TEXT NOT NULL,                   -- name of a product that no service matches; waits for a person
    audience TEXT NOT NULL, rows INTEGER NOT NULL, last_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, folded, audience)
) STRICT;

CREATE TABLE interaction (
    client_id BLOB NOT NULL REFERENCES client (id),
    service_id INTEGER NOT NULL REFERENCES service (id),
    source TEXT NOT NULL,                   -- history: came for it or took it unasked; offer: outcome of an offer
    source_id BLOB NOT NULL,                -- the card or offer it stems from: the same fact is stored once
    value INTEGER NOT NULL,                 -- 1 took or accepted, -1 declined
    propensity REAL,                        -- probability with which it was offered; NULL: unknown
    at INTEGER NOT NULL,
    PRIMARY KEY (client_id, service_id, source, source_id)
) STRICT;

CREATE INDEX interaction_by_service ON interaction (service_id);

CREATE TABLE client_phone (
    client_id BLOB NOT NULL REFERENCES client (id),
    hash BLOB NOT NULL,                     -- HMAC of the E.164 number: a pseudonym; destroyed with the client or when the key is retired
    key_id INTEGER NOT NULL,
    PRIMARY KEY (client_id, hash)
) STRICT;

CREATE INDEX client_phone_by_hash ON client_phone (hash);

CREATE TABLE client_link (
    customer_id BLOB NOT NULL,              -- subject id; the rows go with erasure
    client_id BLOB NOT NULL REFERENCES client (id),
    how TEXT NOT NULL,                      -- personal, phone, answers
    at INTEGER NOT NULL,
    PRIMARY KEY (customer_id, client_id)
) STRICT;

CREATE UNIQUE INDEX client_link_once ON client_link (client_id);

CREATE TABLE personal_link (
    hash BLOB PRIMARY KEY,                  -- hash of the one-time token in a p_ link
    client_id BLOB NOT NULL REFERENCES client (id),
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE model (
    version INTEGER PRIMARY KEY,
    trained_at INTEGER NOT NULL,
    artefact BLOB NOT NULL,
    checksum BLOB NOT NULL,                 -- SHA-256 of the artefact
    report TEXT NOT NULL,                   -- JSON: sizes and figures of the training, for people
    is_current INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX model_current ON model (is_current) WHERE is_current = 1;

CREATE TABLE recommendation (
    client_id BLOB NOT NULL REFERENCES client (id),
    service_id INTEGER NOT NULL REFERENCES service (id),
    model_version INTEGER NOT NULL REFERENCES model (version),
    portrait_version INTEGER NOT NULL, history_version INTEGER NOT NULL,
    probability REAL,                       -- P(accept | offered now); NULL: the model has too few outcomes to name one
    score REAL NOT NULL,
    reason TEXT NOT NULL,                   -- JSON of the strongest reasons (service ids and numbers, no words)
    is_candidate INTEGER NOT NULL,          -- 1: might be proposed when it was computed; ratings are places among these
    computed_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, service_id)
) STRICT;

CREATE INDEX recommendation_by_time ON recommendation (computed_at);

CREATE TABLE account (
    id BLOB PRIMARY KEY,                    -- derives from kind and owner
    kind TEXT NOT NULL,                     -- customer, company (what it grants and takes back)
    owner BLOB NOT NULL,                    -- subject id of a customer, or the company's id as 8 bytes
    posted INTEGER NOT NULL,
    held INTEGER NOT NULL,
    may_be_negative INTEGER NOT NULL,
    UNIQUE (kind, owner)
) STRICT;

CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY,                 -- 1: the row that every writer locks first
    seq INTEGER NOT NULL,                   -- the last entry's
    hash BLOB NOT NULL                      -- the last entry's
) STRICT;

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
) STRICT;

CREATE TABLE posting (
    entry_id BLOB NOT NULL REFERENCES entry (id),
    line INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES account (id),
    amount INTEGER NOT NULL,                -- points; the lines of an entry sum to 0
    held INTEGER NOT NULL,                  -- by how much the account's held points change
    PRIMARY KEY (entry_id, line)
) STRICT;

CREATE INDEX posting_by_account ON posting (account_id);

CREATE TABLE points_hold (
    id BLOB PRIMARY KEY REFERENCES entry (id),   -- the entry that placed it
    account_id BLOB NOT NULL REFERENCES account (id),
    amount INTEGER NOT NULL,
    remaining INTEGER NOT NULL,             -- neither captured nor released yet; 0: closed
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX points_hold_open ON points_hold (expires_at) WHERE remaining > 0;

CREATE TABLE reversal_total (
    entry_id BLOB PRIMARY KEY REFERENCES entry (id),   -- an entry that was reversed, in whole or in part
    original INTEGER NOT NULL,              -- points that it moved
    reversed INTEGER NOT NULL               -- of these, taken back so far
) STRICT;

CREATE TABLE earning_rule (
    id INTEGER NOT NULL, version INTEGER NOT NULL,
    company_id INTEGER NOT NULL REFERENCES company (id),
    service_id INTEGER REFERENCES service (id),   -- NULL: every service of the company
    basis_points INTEGER NOT NULL,          -- share of the amount paid, in 1/10000, given as points (1 point = 1 rouble)
    cap INTEGER NOT NULL,                   -- points per purchase at most
    valid_from INTEGER NOT NULL, valid_until INTEGER,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE INDEX earning_rule_by_company ON earning_rule (company_id);

CREATE TABLE offer_text (
    service_id INTEGER NOT NULL REFERENCES service (id),
    language TEXT NOT NULL, version INTEGER NOT NULL,       -- a version holds its languages together
    title TEXT NOT NULL, body TEXT NOT NULL,
    changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (service_id, language, version)
) STRICT;

CREATE TABLE offer_terms (
    service_id INTEGER NOT NULL REFERENCES service (id), version INTEGER NOT NULL,
    price INTEGER,                          -- kopecks, "from"; NULL: on request
    full_cost_from INTEGER, full_cost_to INTEGER,           -- of a credit: thousandths of a per cent a year
    erid TEXT,                              -- advertising token of this creative; NULL: none was given
    age_mark TEXT,                          -- '0+' … '18+'; NULL: nobody has decided, so there is no ad
    valid_until INTEGER,
    changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (service_id, version)
) STRICT;

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
) STRICT;

CREATE INDEX offer_by_customer ON offer (customer_id, created_at);

CREATE INDEX offer_unanswered ON offer (sent_at) WHERE state = 'sent';

CREATE TABLE offer_silence (
    id BLOB PRIMARY KEY,
    lead_id BLOB NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
    UNIQUE (lead_id, reason)
) STRICT;

CREATE TABLE complaint (id BLOB PRIMARY KEY, customer_id BLOB NOT NULL, at INTEGER NOT NULL, closed_at INTEGER) STRICT;

CREATE INDEX complaint_by_customer ON complaint (customer_id);

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
) STRICT;

CREATE INDEX lead_by_company ON lead (company_id, created_at);

CREATE INDEX lead_by_client ON lead (client_id);

CREATE INDEX lead_by_stage ON lead (stage, stage_at);

CREATE TABLE lead_event (
    lead_id BLOB NOT NULL REFERENCES lead (id),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,                     -- see LeadEventKind
    actor TEXT NOT NULL,                    -- pipeline, customer, or a staff account
    amount INTEGER,                         -- kopecks of a won lead
    detail TEXT NOT NULL,                   -- a choice of a list or a rule's name, never typed text
    PRIMARY KEY (lead_id, seq)
) STRICT;

CREATE TABLE selection (
    card_id BLOB PRIMARY KEY REFERENCES card (id),
    result TEXT NOT NULL,                   -- lead, or why there is none: see SelectionResult
    model_version INTEGER NOT NULL,
    best_rating INTEGER,                    -- of the best candidate; NULL: there was none
    threshold INTEGER NOT NULL,
    filtered TEXT NOT NULL,                 -- JSON: services that were not candidates, each with the filter's name
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE arbitration (
    card_id BLOB NOT NULL REFERENCES card (id),
    rival_group TEXT NOT NULL,
    winner INTEGER NOT NULL REFERENCES service (id),
    candidates TEXT NOT NULL,               -- JSON: each rival's figures and why it won or lost
    at INTEGER NOT NULL,
    PRIMARY KEY (card_id, rival_group)
) STRICT;

CREATE TABLE sales_record (
    service_id INTEGER PRIMARY KEY REFERENCES service (id),
    leads INTEGER NOT NULL,                 -- relevant leads so far (imported and ours)
    won INTEGER NOT NULL,
    revenue INTEGER NOT NULL                -- kopecks of the won ones
) STRICT;

CREATE TABLE talk (
    customer_id BLOB PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,   -- goes with erasure
    state BLOB NOT NULL,                    -- the step, sealed with the person's data key
    live_message INTEGER,                   -- Telegram's number of the message that is edited in place
    has_keyboard INTEGER NOT NULL,          -- 1: a reply keyboard is open
    updated_at INTEGER NOT NULL
) STRICT;

INSERT INTO migration (position, name, applied_at) VALUES (0, '1 jobs', 0);

INSERT INTO migration (position, name, applied_at) VALUES (1, '1 group', 0);

INSERT INTO migration (position, name, applied_at) VALUES (2, '1 catalogue', 0);

INSERT INTO migration (position, name, applied_at) VALUES (3, '1 consents', 0);

INSERT INTO migration (position, name, applied_at) VALUES (4, '1 clients', 0);

INSERT INTO migration (position, name, applied_at) VALUES (5, '1 recommendations', 0);

INSERT INTO migration (position, name, applied_at) VALUES (6, '1 loyalty', 0);

INSERT INTO migration (position, name, applied_at) VALUES (7, '1 offers', 0);

INSERT INTO migration (position, name, applied_at) VALUES (8, '1 leads', 0);

INSERT INTO migration (position, name, applied_at) VALUES (9, '1 talks', 0);
