BEGIN TRANSACTION;
CREATE TABLE accounts (
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	person TEXT NOT NULL, 
	handle TEXT NOT NULL, 
	display_name TEXT NOT NULL, 
	url TEXT, 
	bio TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	is_bot INTEGER NOT NULL, 
	flags TEXT NOT NULL, 
	language TEXT, 
	local_ids TEXT NOT NULL, 
	PRIMARY KEY (owner, "key"), 
	FOREIGN KEY(owner, person) REFERENCES persons (owner, id) ON DELETE CASCADE, 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "accounts" VALUES('me','mastodon:alice@village.example','pdnbtzlh3it2r','alice@village.example','Alice Martin','https://village.example/@alice','Seeds, bread, bicycles.','[]',0,'[]','en','{"village.example":"17"}');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	verb TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "decisions" VALUES(1,'me','known','[{"person":"pdnbtzlh3it2r","standing":"new","until":null}]','2026-11-01T12:00:00.000000Z');
CREATE TABLE exchanges (
	owner TEXT NOT NULL, 
	account TEXT NOT NULL, 
	root_uri TEXT NOT NULL, 
	first TEXT NOT NULL, 
	last TEXT NOT NULL, 
	talk INTEGER NOT NULL, 
	turns INTEGER NOT NULL, 
	started_by_owner INTEGER NOT NULL, 
	link TEXT, 
	PRIMARY KEY (owner, account, root_uri, first), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "exchanges" VALUES('me','mastodon:alice@village.example','https://village.example/@me/1','2026-11-01T12:00:00.000000Z','2026-11-01T13:00:00.000000Z',2,2,1,'https://village.example/@alice/1');
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	message_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (owner, reader, message_id), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "inbox" VALUES(1,'me','mastodon:bot@village.example','117643347889553871','2026-11-01T12:00:00.000000Z');
CREATE TABLE interactions (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	watched TEXT NOT NULL, 
	account TEXT NOT NULL, 
	outgoing INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	object_uri TEXT NOT NULL, 
	subject_uri TEXT NOT NULL, 
	root_uri TEXT NOT NULL, 
	parent_uri TEXT NOT NULL, 
	thread TEXT NOT NULL, 
	at TEXT NOT NULL, 
	day TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	text TEXT, 
	languages TEXT NOT NULL, 
	visibility TEXT NOT NULL, 
	url TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (owner, "key"), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "interactions" VALUES(1,'me','b55f8842a8515833bbe546301e5f2ea7','mastodon:me@village.example','mastodon:alice@village.example',1,'reply','https://village.example/@me/1','','https://village.example/@me/1','','https://village.example/@me/1','2026-11-01T12:00:00.000000Z','2026-11-01','2026-11-01T12:00:00.000000Z','Bread?','[]','public','https://village.example/@me/1');
INSERT INTO "interactions" VALUES(2,'me','ed5e5f14a0407363bef590e1127df118','mastodon:me@village.example','mastodon:alice@village.example',0,'reply','https://village.example/@alice/1','','https://village.example/@me/1','','https://village.example/@me/1','2026-11-01T13:00:00.000000Z','2026-11-01','2026-11-01T13:00:00.000000Z','Yes, on Saturday.','[]','public','https://village.example/@alice/1');
INSERT INTO "interactions" VALUES(3,'me','bb3417ce82f4022168e220783b15abe9','mastodon:me@village.example','mastodon:alice@village.example',0,'like','like','https://village.example/@me/1','','','like','2026-11-01T12:00:00.000000Z','2026-11-01','2026-11-01T12:00:00.000000Z',NULL,'[]','public',NULL);
CREATE TABLE invitation_versions (
	invitation INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	at TEXT NOT NULL, 
	wording TEXT, 
	approval TEXT, 
	sent_at TEXT, 
	remote_id TEXT, 
	answered_at TEXT, 
	"plan" TEXT, 
	asked INTEGER NOT NULL, 
	asked_at TEXT, 
	PRIMARY KEY (invitation, version), 
	FOREIGN KEY(invitation) REFERENCES invitations (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "invitation_versions" VALUES(1,1,'suggested','2026-11-01T12:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE invitations (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	owner TEXT NOT NULL, 
	person TEXT NOT NULL, 
	number INTEGER, 
	FOREIGN KEY(owner, person) REFERENCES persons (owner, id) ON DELETE CASCADE, 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "invitations" VALUES(1,'me','pdnbtzlh3it2r',1);
CREATE TABLE meetings (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	day TEXT NOT NULL, 
	person TEXT, 
	said_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner, person) REFERENCES persons (owner, id) ON DELETE CASCADE, 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "meetings" VALUES(1,'me','2026-11-01','pdnbtzlh3it2r','2026-11-01T12:00:00.000000Z');
CREATE TABLE occurrences (
	owner TEXT NOT NULL, 
	due TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (owner, due), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	owner TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sender TEXT, 
	recipient TEXT NOT NULL, 
	batch TEXT NOT NULL, 
	part INTEGER NOT NULL, 
	dedupe_key TEXT NOT NULL, 
	body TEXT NOT NULL, 
	body_sha TEXT NOT NULL, 
	ref TEXT, 
	names TEXT NOT NULL, 
	language TEXT NOT NULL, 
	reply_to TEXT, 
	idem_key TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	read_backs INTEGER NOT NULL, 
	fence INTEGER NOT NULL, 
	lease_owner TEXT, 
	lease_until TEXT, 
	not_before TEXT, 
	first_try_at TEXT, 
	last_try_at TEXT, 
	resent_at TEXT, 
	remote_id TEXT, 
	error TEXT, 
	UNIQUE (owner, dedupe_key), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "outbox" VALUES(1,'me','digest','mastodon:me@village.example','me@village.example','digest:me:2026-11-01T12:00:00Z:1',1,'digest:me:2026-11-01T12:00:00Z:1:1','Sunday 1 November

k3f9q2','5e4a9a28282139b32cd744af22047aefbb92e42b4b46211241a5b2e4b7850e91','k3f9q2','["pdnbtzlh3it2r"]','en',NULL,'0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f','2026-11-01T12:00:00.000000Z','pending',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE owners (
	id TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "owners" VALUES('me','Europe/Paris');
CREATE TABLE pairings (
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	local_ids TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (owner, "key"), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "pairings" VALUES('me','mastodon:me@village.example','{"village.example": "1"}','2026-11-01T12:00:00.000000Z');
CREATE TABLE persons (
	owner TEXT NOT NULL, 
	id TEXT NOT NULL, 
	standing TEXT NOT NULL, 
	snoozed_until TEXT, 
	PRIMARY KEY (owner, id), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "persons" VALUES('me','pdnbtzlh3it2r','known',NULL);
CREATE TABLE preferences (
	owner TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (owner, name), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "preferences" VALUES('me','goal','1 2w','2026-11-01T12:00:00.000000Z');
CREATE TABLE quarantine (
	owner TEXT NOT NULL, 
	watched TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	raw TEXT NOT NULL, 
	why TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (owner, watched, digest), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE stances (
	owner TEXT NOT NULL, 
	watched TEXT NOT NULL, 
	account TEXT NOT NULL, 
	following INTEGER, 
	followed_by INTEGER, 
	blocking INTEGER, 
	blocked_by INTEGER, 
	muting INTEGER, 
	apart_since TEXT, 
	apart_until TEXT, 
	checked_at TEXT NOT NULL, 
	PRIMARY KEY (owner, watched, account), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE suggestions (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	person TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	due TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE tallies (
	owner TEXT NOT NULL, 
	watched TEXT NOT NULL, 
	account TEXT NOT NULL, 
	day TEXT NOT NULL, 
	out_talk INTEGER NOT NULL, 
	in_talk INTEGER NOT NULL, 
	out_signal INTEGER NOT NULL, 
	in_signal INTEGER NOT NULL, 
	PRIMARY KEY (owner, watched, account, day), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "tallies" VALUES('me','mastodon:me@village.example','mastodon:alice@village.example','2026-11-01',1,1,0,1);
CREATE TABLE watches (
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	account TEXT NOT NULL, 
	cursor TEXT, 
	reaches_back_to TEXT, 
	complete_at TEXT, 
	collected_at TEXT, 
	PRIMARY KEY (owner, "key"), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE withdrawn (
	owner TEXT NOT NULL, 
	uri TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (owner, uri), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE INDEX interactions_by_day ON interactions (owner, watched, account, day);
CREATE INDEX interactions_by_thread ON interactions (owner, account, thread);
CREATE INDEX interactions_by_uri ON interactions (owner, object_uri);
CREATE INDEX interactions_by_time ON interactions (owner, at);
CREATE INDEX interactions_with_text ON interactions (owner, at) WHERE text IS NOT NULL;
CREATE INDEX accounts_by_person ON accounts (owner, person);
CREATE INDEX suggestions_by_due ON suggestions (owner, due, revision);
CREATE INDEX invitations_by_person ON invitations (owner, person);
CREATE INDEX meetings_by_day ON meetings (owner, day);
CREATE INDEX outbox_by_batch ON outbox (owner, batch, part);
CREATE INDEX outbox_by_state ON outbox (owner, state);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',1);
INSERT INTO "sqlite_sequence" VALUES('invitations',1);
COMMIT;
