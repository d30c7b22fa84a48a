-- What is remembered. Facts are only ever added; only a draft is replaced.
-- Each part below is one migration, run in one transaction by connections.py; PRAGMA
-- user_version is the number of the last one that was run. A part that was released never changes.
--
-- Moments are microseconds since 1970 in UTC. Order is that of the ids, never of the moments: a
-- clock may be set back. JSON is Python's own, in which infinity is a number.

-- version 1

PRAGMA application_id = 1366649210;  -- "Quiz"

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'mock')),
    title TEXT NOT NULL,
    seed INTEGER NOT NULL,
    blueprint TEXT NOT NULL,  -- '' for practice
    code TEXT NOT NULL,       -- what asks the same again
    began INTEGER NOT NULL
) STRICT;

-- One graded response to one variant.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (id),
    question TEXT NOT NULL,    -- bank/id
    type TEXT NOT NULL,
    topic TEXT NOT NULL,
    seed INTEGER NOT NULL,
    parameters TEXT NOT NULL,  -- JSON: name to what was drawn
    response TEXT NOT NULL,    -- as typed
    value TEXT NOT NULL,       -- JSON: the response as read
    verdict TEXT NOT NULL,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    slips TEXT NOT NULL,       -- JSON: a list of ids
    seconds REAL NOT NULL,
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    revision TEXT NOT NULL,    -- of the bank's text; '' when not known
    at INTEGER NOT NULL,
    day TEXT NOT NULL          -- the learner's own date then, such as 2026-11-21
) STRICT;

CREATE INDEX attempts_by_session ON attempts (session);

-- Rubric points ticked after the grade. The latest holds; the attempt itself stays as it was.
CREATE TABLE confirmations (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    points TEXT NOT NULL,      -- JSON: a list of ids
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX confirmations_by_attempt ON confirmations (attempt);

-- What happened in a session: a mock's answers until it is submitted, its pauses, its end.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,     -- JSON: an object
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX events_by_session ON events (session, kind);

-- Two terminals may resume the same mock; only one of them submits it.
CREATE UNIQUE INDEX submitted_once ON events (session) WHERE kind = 'submitted';

-- From here on everything is derived from those facts, and written by the triggers alone.

-- What counts of each variant that a session asked: the first attempt, or the second when the first
-- was imprecise.
CREATE TABLE outcomes (
    attempt INTEGER PRIMARY KEY REFERENCES attempts (id),
    session INTEGER NOT NULL,
    question TEXT NOT NULL,
    seed INTEGER NOT NULL,
    topic TEXT NOT NULL,
    attempts INTEGER NOT NULL, -- at this variant in this session, whether they count or not
    score REAL NOT NULL,       -- as confirmed, where it was
    slips TEXT NOT NULL,
    seconds REAL NOT NULL,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    UNIQUE (session, question, seed)
) STRICT;

-- In order of time taken, so that a median is found without sorting.
CREATE INDEX outcomes_by_seconds ON outcomes (topic, seconds);

CREATE TRIGGER confirmation_counts AFTER INSERT ON confirmations BEGIN
    UPDATE outcomes SET score = NEW.score WHERE attempt = NEW.attempt;
END;

CREATE TRIGGER sessions_stay BEFORE UPDATE ON sessions BEGIN
    SELECT RAISE(ABORT, 'a session is never changed');
END;
CREATE TRIGGER sessions_remain BEFORE DELETE ON sessions BEGIN
    SELECT RAISE(ABORT, 'a session is never deleted');
END;
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts BEGIN
    SELECT RAISE(ABORT, 'an attempt is never changed');
END;
CREATE TRIGGER attempts_remain BEFORE DELETE ON attempts BEGIN
    SELECT RAISE(ABORT, 'an attempt is never deleted');
END;
CREATE TRIGGER confirmations_stay BEFORE UPDATE ON confirmations BEGIN
    SELECT RAISE(ABORT, 'a confirmation is never changed');
END;
CREATE TRIGGER confirmations_remain BEFORE DELETE ON confirmations BEGIN
    SELECT RAISE(ABORT, 'a confirmation is never deleted');
END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;

-- version 2

-- The last thing that happened in a session while a later one may take its place, such as text that
-- is being typed. It becomes an event with the next thing that happens.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY REFERENCES sessions (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,     -- JSON: an object
    at INTEGER NOT NULL
) STRICT;

-- version 3

-- Quizapps of versions 1 and 2 kept sums in tables, which are left out of the parts above.
DROP TRIGGER IF EXISTS attempt_counts;
DROP TRIGGER IF EXISTS outcome_is_added;
DROP TRIGGER IF EXISTS outcome_is_confirmed;
DROP TRIGGER IF EXISTS outcome_is_replaced;
DROP TABLE IF EXISTS questions;
DROP TABLE IF EXISTS days;
DROP TABLE IF EXISTS results;
DROP TABLE IF EXISTS slips;

-- Nothing where it is not known, as it is of attempts that were recorded before.
ALTER TABLE attempts ADD COLUMN hints INTEGER CHECK (hints >= 0);  -- shown before it
ALTER TABLE attempts ADD COLUMN working_seen INTEGER CHECK (working_seen IN (0, 1));
ALTER TABLE attempts ADD COLUMN sureness TEXT CHECK (sureness IN ('guess', 'unsure', 'sure'));
ALTER TABLE attempts ADD COLUMN track TEXT;

-- A mock asks how sure the learner is in words, and `confidence` is for probabilities. It held one of
-- three numbers for those words.
DROP TRIGGER attempts_stay;
UPDATE attempts
SET sureness = CASE confidence WHEN 0 THEN 'guess' WHEN 1 THEN 'sure' ELSE 'unsure' END,
    confidence = NULL
WHERE confidence IS NOT NULL;
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts BEGIN
    SELECT RAISE(ABORT, 'an attempt is never changed');
END;

CREATE TRIGGER attempt_counts AFTER INSERT ON attempts BEGIN
    UPDATE outcomes SET attempts = attempts + 1
    WHERE session = NEW.session AND question = NEW.question AND seed = NEW.seed;
    UPDATE outcomes
    SET attempt = NEW.id, topic = NEW.topic, score = NEW.score, slips = NEW.slips,
        seconds = NEW.seconds, at = NEW.at, day = NEW.day
    WHERE session = NEW.session AND question = NEW.question AND seed = NEW.seed AND attempts = 2
        AND (SELECT verdict FROM attempts WHERE id = outcomes.attempt) = 'imprecise';
    INSERT INTO outcomes (attempt, session, question, seed, topic, attempts, score, slips,
                          seconds, at, day)
    VALUES (NEW.id, NEW.session, NEW.question, NEW.seed, NEW.topic, 1, NEW.score, NEW.slips,
            NEW.seconds, NEW.at, NEW.day)
    ON CONFLICT (session, question, seed) DO NOTHING;
END;

-- What the attempts come to: `attempts` are all, the other columns are over outcomes. The two
-- indexes hold all that the sums of a question are made of.
CREATE INDEX attempts_by_question ON attempts (topic, question, at);
CREATE INDEX outcomes_by_question ON outcomes (topic, question, score, seconds);

CREATE VIEW questions AS
SELECT topic, question, attempts, coalesce(answered, 0) AS answered, coalesce(score, 0.0) AS score,
    coalesce(seconds, 0.0) AS seconds, last
FROM (
    SELECT topic, question, count(*) AS attempts, max(id), at AS last
    FROM attempts GROUP BY topic, question
) LEFT JOIN (
    SELECT topic, question, count(*) AS answered, total(score) AS score, total(seconds) AS seconds
    FROM outcomes GROUP BY topic, question
) USING (topic, question);

CREATE VIEW days AS
SELECT a.day, count(*) AS attempts, count(o.attempt) AS answered, total(o.score) AS score,
    total(o.seconds) AS seconds
FROM attempts AS a LEFT JOIN outcomes AS o ON o.attempt = a.id GROUP BY a.day;

CREATE VIEW slips AS
SELECT value AS slip, count(DISTINCT attempt) AS times, max(attempt), at AS last
FROM outcomes, json_each(slips) WHERE slips <> '[]' GROUP BY value;

-- version 4

ALTER TABLE sessions ADD COLUMN name TEXT;           -- JSON: what an imported one is called there
ALTER TABLE attempts ADD COLUMN utc_offset INTEGER;  -- the learner's clock then, in seconds

-- Attempts of before were made where the learner is now, as far as anybody can tell.
DROP TRIGGER attempts_stay;
UPDATE attempts
SET utc_offset = strftime('%s', at / 1000000, 'unixepoch', 'localtime') - at / 1000000;
CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts BEGIN
    SELECT RAISE(ABORT, 'an attempt is never changed');
END;

-- Attempts that the learner took back as mistyped. They stay, and nothing counts them.
CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL UNIQUE REFERENCES attempts (id),
    at INTEGER NOT NULL
) STRICT;

-- What the learner said about a question. The latest of each kind holds.
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('star', 'note', 'doubt')),
    question TEXT NOT NULL,    -- bank/id
    seed INTEGER,              -- of the variant that was on screen; nothing when none was
    text TEXT,                 -- one line; nothing when it was taken back
    at INTEGER NOT NULL,
    utc_offset INTEGER
) STRICT;

CREATE TRIGGER withdrawals_stay BEFORE UPDATE ON withdrawals BEGIN
    SELECT RAISE(ABORT, 'a withdrawal is never changed');
END;
CREATE TRIGGER withdrawals_remain BEFORE DELETE ON withdrawals BEGIN
    SELECT RAISE(ABORT, 'a withdrawal is never deleted');
END;
CREATE TRIGGER remarks_stay BEFORE UPDATE ON remarks BEGIN
    SELECT RAISE(ABORT, 'a remark is never changed');
END;
CREATE TRIGGER remarks_remain BEFORE DELETE ON remarks BEGIN
    SELECT RAISE(ABORT, 'a remark is never deleted');
END;

-- The variants that sessions asked. Adding one that is there counts again what became of it: where
-- attempts are withdrawn, or come from another file, they don't come in the order they were made.
CREATE VIEW asked AS SELECT DISTINCT session, question, seed FROM attempts;

CREATE TRIGGER variant_is_counted_again INSTEAD OF INSERT ON asked BEGIN
    DELETE FROM outcomes
    WHERE session = NEW.session AND question = NEW.question AND seed = NEW.seed;
    INSERT INTO outcomes (attempt, session, question, seed, topic, attempts, score, slips,
                          seconds, at, day)
    SELECT id, session, question, seed, topic, attempts,
        coalesce((SELECT c.score FROM confirmations AS c WHERE c.attempt = made.id
                  ORDER BY c.id DESC LIMIT 1), score),
        slips, seconds, at, day
    FROM (
        SELECT *, row_number() OVER in_order AS place, count(*) OVER () AS attempts,
            first_value(verdict) OVER in_order AS first
        FROM attempts
        WHERE session = NEW.session AND question = NEW.question AND seed = NEW.seed
            AND id NOT IN (SELECT attempt FROM withdrawals)
        WINDOW in_order AS (ORDER BY at, response, id)
    ) AS made
    WHERE place = iif(first = 'imprecise' AND attempts > 1, 2, 1);
END;

CREATE TRIGGER withdrawal_counts AFTER INSERT ON withdrawals BEGIN
    INSERT INTO asked SELECT session, question, seed FROM attempts WHERE id = NEW.attempt;
END;

DROP VIEW questions;
CREATE VIEW questions AS
SELECT topic, question, attempts, coalesce(answered, 0) AS answered, coalesce(score, 0.0) AS score,
    coalesce(seconds, 0.0) AS seconds, last
FROM (
    SELECT topic, question, count(*) AS attempts, max(at) AS last
    FROM attempts WHERE id NOT IN (SELECT attempt FROM withdrawals) GROUP BY topic, question
) LEFT JOIN (
    SELECT topic, question, count(*) AS answered, total(score) AS score, total(seconds) AS seconds
    FROM outcomes GROUP BY topic, question
) USING (topic, question);

DROP VIEW days;
CREATE VIEW days AS
SELECT a.day, count(*) AS attempts, count(o.attempt) AS answered, total(o.score) AS score,
    total(o.seconds) AS seconds
FROM attempts AS a LEFT JOIN outcomes AS o ON o.attempt = a.id
WHERE a.id NOT IN (SELECT attempt FROM withdrawals) GROUP BY a.day;

DROP VIEW slips;
CREATE VIEW slips AS
SELECT value AS slip, count(DISTINCT attempt) AS times, max(at) AS last
FROM outcomes, json_each(slips) WHERE slips <> '[]' GROUP BY value;
