/**
 * The first schema. Instants are milliseconds since the Unix epoch, lists are JSON text, and every rule that must
 * never break stands here too, as the last line of defence behind the code.
 */
export const first = `
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  sub TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  tzid TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE availability_rule (
  sub TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  availability_rule_id TEXT NOT NULL,
  tzid TEXT NOT NULL,
  weekly_periods TEXT NOT NULL,
  -- The calendars whose events count while this rule applies; null: those that count anyway.
  calendar_ids TEXT,
  -- Dates on which other hours hold; null: none.
  overrides TEXT,
  PRIMARY KEY (sub, availability_rule_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE available_period (
  sub TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  available_period_id TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  tzid TEXT NOT NULL,
  PRIMARY KEY (sub, available_period_id),
  CHECK (end_ms > start_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX available_period_by_end ON available_period (sub, end_ms);

-- Participants that programs made for themselves, and the tokens that act for an account at /v1, by their digests.
CREATE TABLE application_calendar (
  application_calendar_id TEXT PRIMARY KEY,
  sub TEXT NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE account_token (
  digest BLOB PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
  sub TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  expires_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX account_token_of_person ON account_token (sub);
CREATE INDEX account_token_by_expiry ON account_token (expires_ms) WHERE expires_ms IS NOT NULL;

-- Accounts on other people's servers. \`secret\` is sealed by the host: it cannot be read out of this file.
CREATE TABLE connection (
  connection_id TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('feed', 'caldav', 'google', 'microsoft')),
  name TEXT NOT NULL,
  details TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX connection_of_person ON connection (sub, created_ms, connection_id);

CREATE TABLE calendar (
  calendar_id TEXT PRIMARY KEY,
  sub TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('built_in', 'ics_file', 'feed', 'caldav', 'google', 'microsoft')),
  counts_as_busy INTEGER NOT NULL CHECK (counts_as_busy IN (0, 1)),
  takes_events INTEGER NOT NULL CHECK (takes_events IN (0, 1)),
  sends_invitations INTEGER NOT NULL CHECK (sends_invitations IN (0, 1)),
  connection_id TEXT REFERENCES connection ON DELETE CASCADE,
  -- Names it at its server; the name of a file.
  remote_id TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  CHECK ((connection_id IS NULL) = (kind IN ('built_in', 'ics_file')))
) STRICT;
CREATE INDEX calendar_of_person ON calendar (sub, created_ms, calendar_id);
CREATE UNIQUE INDEX calendar_of_connection ON calendar (connection_id, remote_id) WHERE connection_id IS NOT NULL;

-- For every calendar that is read from somewhere: how far, and when it was last known to be as it is here.
CREATE TABLE calendar_source (
  calendar_id TEXT PRIMARY KEY REFERENCES calendar ON DELETE CASCADE,
  cursor TEXT,
  -- Outside of this stretch nothing is known.
  covered_from_ms INTEGER NOT NULL,
  covered_to_ms INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  confirmed_ms INTEGER,
  attempted_ms INTEGER,
  next_attempt_ms INTEGER,
  failures INTEGER NOT NULL,
  failure TEXT
) STRICT;

-- Events as their servers hold them, by the name they have there; a file or a feed is one object.
CREATE TABLE calendar_object (
  calendar_id TEXT NOT NULL REFERENCES calendar ON DELETE CASCADE,
  object_id TEXT NOT NULL,
  etag TEXT,
  -- Null where the server expands series itself.
  text TEXT,
  event_count INTEGER NOT NULL,
  problems TEXT NOT NULL,
  -- Of its occurrences the length of the longest: none that starts earlier than that before a time reaches into it.
  longest_ms INTEGER NOT NULL,
  PRIMARY KEY (calendar_id, object_id)
) STRICT;
CREATE INDEX calendar_object_by_length ON calendar_object (calendar_id, longest_ms);
CREATE INDEX calendar_object_with_problems ON calendar_object (calendar_id) WHERE problems <> '[]';

CREATE TABLE occurrence (
  calendar_id TEXT NOT NULL REFERENCES calendar ON DELETE CASCADE,
  object_id TEXT NOT NULL,
  event_uid TEXT NOT NULL,
  summary TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('busy', 'tentative', 'free'))
) STRICT;
CREATE INDEX occurrence_by_start ON occurrence (calendar_id, start_ms);
CREATE INDEX occurrence_of_object ON occurrence (calendar_id, object_id);
CREATE INDEX occurrence_by_uid ON occurrence (calendar_id, event_uid);

-- Events that Openslot put on somebody's server: how to find them there, and what they said when it wrote them.
CREATE TABLE written_event (
  calendar_id TEXT NOT NULL REFERENCES calendar ON DELETE CASCADE,
  event_uid TEXT NOT NULL,
  event_id TEXT,
  booking_id TEXT,
  object_id TEXT NOT NULL,
  etag TEXT,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  invite INTEGER NOT NULL CHECK (invite IN (0, 1)),
  PRIMARY KEY (calendar_id, event_uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX written_event_of_booking ON written_event (booking_id);

-- Built-in calendars that other programs may subscribe to, by a token that is all that opens them.
CREATE TABLE published_feed (
  calendar_id TEXT PRIMARY KEY REFERENCES calendar ON DELETE CASCADE,
  token TEXT NOT NULL,
  token_digest BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE event (
  calendar_id TEXT NOT NULL REFERENCES calendar ON DELETE CASCADE,
  event_uid TEXT NOT NULL,
  -- The id that the program which wrote it gave it; null for events of the desk.
  event_id TEXT,
  summary TEXT NOT NULL,
  description TEXT NOT NULL,
  location TEXT NOT NULL,
  url TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
  tzid TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('busy', 'tentative', 'free')),
  attendees TEXT NOT NULL,
  conferencing_url TEXT,
  booking_id TEXT,
  updated_ms INTEGER NOT NULL,
  PRIMARY KEY (calendar_id, event_uid),
  CHECK (end_ms >= start_ms)
) STRICT;
CREATE INDEX event_by_end ON event (calendar_id, end_ms);
CREATE UNIQUE INDEX event_by_id ON event (calendar_id, event_id) WHERE event_id IS NOT NULL;

CREATE TABLE conferencing_profile (
  profile_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('personal_room', 'jitsi')),
  url TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

-- Looked up by the digest of the token, so that the time a lookup takes tells nothing about the token.
CREATE TABLE link (
  link_id TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  token_digest BLOB NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('open', 'completed', 'disabled')),
  display_message TEXT NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('desk', 'api')),
  template TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX link_by_age ON link (created_ms);

CREATE TABLE booking (
  booking_id TEXT PRIMARY KEY,
  link_id TEXT NOT NULL REFERENCES link,
  status TEXT NOT NULL CHECK (status IN ('confirmed', 'cancelled')),
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  subs TEXT NOT NULL,
  event_uid TEXT NOT NULL,
  conferencing_url TEXT,
  recipient TEXT NOT NULL,
  -- SEQUENCE of its event: grows with each move, so that no program takes an old message for news.
  sequence INTEGER NOT NULL,
  -- What the organizer did to its event in their own calendar.
  followed TEXT CHECK (followed IN ('moved', 'deleted')),
  -- What the confirming page carried: the same page sent twice is one booking.
  idempotency_key TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  CHECK (end_ms > start_ms),
  UNIQUE (link_id, idempotency_key)
) STRICT;
CREATE UNIQUE INDEX one_live_booking_per_link ON booking (link_id) WHERE status = 'confirmed';
CREATE INDEX booking_by_start ON booking (start_ms);
CREATE INDEX booking_by_uid ON booking (event_uid);

CREATE TRIGGER cancelled_stays_cancelled BEFORE UPDATE OF status ON booking
WHEN OLD.status = 'cancelled' AND NEW.status <> 'cancelled'
BEGIN SELECT RAISE(ABORT, 'a cancelled booking cannot come back'); END;

-- A member's time, taken. Claims of one member never overlap: as long as that holds, only the claim that starts
-- last before the new one ends can reach into it.
CREATE TABLE claim (
  sub TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  booking_id TEXT NOT NULL REFERENCES booking,
  PRIMARY KEY (sub, start_ms),
  CHECK (end_ms > start_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_of_booking ON claim (booking_id);

CREATE TRIGGER claims_never_overlap BEFORE INSERT ON claim
WHEN (SELECT end_ms FROM claim WHERE sub = NEW.sub AND start_ms < NEW.end_ms ORDER BY start_ms DESC LIMIT 1) > NEW.start_ms
BEGIN SELECT RAISE(ABORT, 'this time is claimed already'); END;

CREATE TRIGGER claims_never_move BEFORE UPDATE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim cannot be changed'); END;

-- What became known of an open link without a booking through it.
CREATE TABLE link_notice (
  link_id TEXT NOT NULL REFERENCES link,
  kind TEXT NOT NULL CHECK (kind IN ('no_times_suit', 'no_times_shown')),
  notice_key TEXT NOT NULL,
  message TEXT NOT NULL,
  tzid TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (link_id, kind, notice_key)
) STRICT, WITHOUT ROWID;

-- What must follow from a booking, or from a notice. Written in its own transaction, emptied by the delivery workers.
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL UNIQUE,
  link_id TEXT NOT NULL REFERENCES link,
  -- Null for what follows from a link without a booking.
  booking_id TEXT REFERENCES booking,
  kind TEXT NOT NULL CHECK (kind IN ('event', 'event_removal', 'webhook', 'mail')),
  -- Who receives it: deliveries to one subscriber about one booking keep their order.
  subscriber TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL,
  next_attempt_ms INTEGER,
  last_error TEXT,
  delivered_ms INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_ms) WHERE state = 'pending';
CREATE INDEX outbox_of_booking ON outbox (booking_id, position);
`
