-- The index: what happened, as the ledger's events tell it. SQLite and PostgreSQL both take it.

-- Every transaction that touched the ledger program. settled: 1 once its slot is finalized.
CREATE TABLE transactions (
    signature TEXT NOT NULL PRIMARY KEY,
    slot BIGINT NOT NULL,
    time BIGINT,
    failed BIGINT NOT NULL,
    settled BIGINT NOT NULL
);
CREATE INDEX transactions_unsettled ON transactions (settled, slot);

-- The events of a transaction, numbered from 0; body is the event as the SDK writes it in JSON.
CREATE TABLE events (
    signature TEXT NOT NULL,
    number BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    time BIGINT,
    kind TEXT NOT NULL,
    epoch BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (signature, number)
);
CREATE INDEX events_by_slot ON events (slot);
CREATE INDEX events_by_kind ON events (kind, epoch, slot);

-- Every address that an event names.
CREATE TABLE mentions (
    address TEXT NOT NULL,
    signature TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (address, signature, number)
);
CREATE INDEX mentions_by_signature ON mentions (signature);

-- What belongs to what: an operator or attestor to its network, a device or position to its operator, a case to whom it is about.
CREATE TABLE belongings (
    child TEXT NOT NULL,
    parent TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (child, parent, signature)
);
CREATE INDEX belongings_by_parent ON belongings (parent, child);
CREATE INDEX belongings_by_signature ON belongings (signature);

-- Up to where the index is complete: the newest settled transaction of each address that is followed.
CREATE TABLE progress (
    address TEXT NOT NULL PRIMARY KEY,
    signature TEXT NOT NULL
);
