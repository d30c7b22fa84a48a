-- What is remembered. Facts are only ever added: sessions, attempts, confirmations, events. Only a
-- draft is replaced.
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

-- Sums, so that progress costs the same after a hundred thousand attempts: `attempts` are all,
-- the other columns are over outcomes.
CREATE TABLE questions (
    topic TEXT NOT NULL,
    question TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    score REAL NOT NULL,
    seconds REAL NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (topic, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE days (
    day TEXT PRIMARY KEY,
    attempts INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    score REAL NOT NULL,
    seconds REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE results (
    session INTEGER PRIMARY KEY REFERENCES sessions (id),
    attempts INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    score REAL NOT NULL,
    seconds REAL NOT NULL
) STRICT;

CREATE TABLE slips (
    slip TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER attempt_counts AFTER INSERT ON attempts BEGIN
    INSERT INTO questions VALUES (NEW.topic, NEW.question, 1, 0, 0, 0, NEW.at)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1, last = excluded.last;
    INSERT INTO days VALUES (NEW.day, 1, 0, 0, 0)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1;
    INSERT INTO results VALUES (NEW.session, 1, 0, 0, 0)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1;
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

CREATE TRIGGER confirmation_counts AFTER INSERT ON confirmations BEGIN
    UPDATE outcomes SET score = NEW.score WHERE attempt = NEW.attempt;
END;

CREATE TRIGGER outcome_is_added AFTER INSERT ON outcomes BEGIN
    UPDATE questions
    SET answered = answered + 1, score = score + NEW.score, seconds = seconds + NEW.seconds
    WHERE topic = NEW.topic AND question = NEW.question;
    UPDATE days
    SET answered = answered + 1, score = score + NEW.score, seconds = seconds + NEW.seconds
    WHERE day = NEW.day;
    UPDATE results
    SET answered = answered + 1, score = score + NEW.score, seconds = seconds + NEW.seconds
    WHERE session = NEW.session;
    INSERT INTO slips SELECT DISTINCT value, 1, NEW.at FROM json_each(NEW.slips) WHERE true
    ON CONFLICT DO UPDATE SET times = times + 1, last = excluded.last;
END;

CREATE TRIGGER outcome_is_confirmed AFTER UPDATE OF score ON outcomes
WHEN NEW.attempt = OLD.attempt BEGIN
    UPDATE questions SET score = score - OLD.score + NEW.score
    WHERE topic = NEW.topic AND question = NEW.question;
    UPDATE days SET score = score - OLD.score + NEW.score WHERE day = NEW.day;
    UPDATE results SET score = score - OLD.score + NEW.score WHERE session = NEW.session;
END;

CREATE TRIGGER outcome_is_replaced AFTER UPDATE OF attempt ON outcomes BEGIN
    UPDATE questions
    SET answered = answered - 1, score = score - OLD.score, seconds = seconds - OLD.seconds
    WHERE topic = OLD.topic AND question = OLD.question;
    UPDATE questions
    SET answered = answered + 1, score = score + NEW.score, seconds = seconds + NEW.seconds
    WHERE topic = NEW.topic AND question = NEW.question;
    UPDATE days
    SET answered = answered - 1, score = score - OLD.score, seconds = seconds - OLD.seconds
    WHERE day = OLD.day;
    UPDATE days
    SET answered = answered + 1, score = score + NEW.score, seconds = seconds + NEW.seconds
    WHERE day = NEW.day;
    UPDATE results
    SET score = score - OLD.score + NEW.score, seconds = seconds - OLD.seconds + NEW.seconds
    WHERE session = NEW.session;
    UPDATE slips SET times = times - 1
    WHERE slip IN (SELECT value FROM json_each(OLD.slips));
    INSERT INTO slips SELECT DISTINCT value, 1, NEW.at FROM json_each(NEW.slips) WHERE true
    ON CONFLICT DO UPDATE SET times = times + 1, last = excluded.last;
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
