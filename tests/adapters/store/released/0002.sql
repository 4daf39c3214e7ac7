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
INSERT INTO "accounts" VALUES('owner','mastodon:alice@village.example','pdnbtzlh3it2r','alice@village.example','Alice Martin','https://village.example/@alice','','[]',0,'[]',NULL,'{"village.example":"80669969860414"}');
INSERT INTO "accounts" VALUES('owner','mastodon:bot@village.example','pj65szfihjren','bot@village.example','My bot','https://village.example/@bot','','[]',0,'[]',NULL,'{"village.example":"217892415682983"}');
INSERT INTO "accounts" VALUES('owner','mastodon:bruno@village.example','pley3t7e7pxe7','bruno@village.example','Bruno','https://village.example/@bruno','','[]',0,'[]',NULL,'{"village.example":"274463203758228"}');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "decisions" VALUES(1,'owner','sent','[{"person":"pdnbtzlh3it2r","invitation":2,"version":2}]','2026-09-28T09:04:00.000000Z');
INSERT INTO "decisions" VALUES(2,'owner','planned','[{"person":"pdnbtzlh3it2r","invitation":2,"version":3}]','2026-09-28T09:05:00.000000Z');
INSERT INTO "decisions" VALUES(3,'owner','send','[{"person":"pley3t7e7pxe7","invitation":1,"version":2}]','2026-10-07T09:06:00.000000Z');
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
INSERT INTO "exchanges" VALUES('owner','mastodon:alice@village.example','https://village.example/users/alice/statuses/117030754713600000','2026-08-03T09:00:00.000000Z','2026-08-03T09:06:00.000000Z',3,3,0,'https://village.example/@alice/117030778306560000');
INSERT INTO "exchanges" VALUES('owner','mastodon:alice@village.example','https://village.example/users/alice/statuses/117070390886400000','2026-08-10T09:00:00.000000Z','2026-08-10T09:06:00.000000Z',3,3,0,'https://village.example/@alice/117070414479360000');
INSERT INTO "exchanges" VALUES('owner','mastodon:alice@village.example','https://village.example/users/alice/statuses/117110027059200000','2026-08-17T09:00:00.000000Z','2026-08-17T09:06:00.000000Z',3,3,0,'https://village.example/@alice/117110050652160000');
INSERT INTO "exchanges" VALUES('owner','mastodon:alice@village.example','https://village.example/users/alice/statuses/117149663232000000','2026-08-24T09:00:00.000000Z','2026-08-24T09:06:00.000000Z',3,3,0,'https://village.example/@alice/117149686824960000');
INSERT INTO "exchanges" VALUES('owner','mastodon:bruno@village.example','https://village.example/users/bruno/statuses/117189299404800000','2026-08-31T09:00:00.000000Z','2026-08-31T09:06:00.000000Z',3,3,0,'https://village.example/@bruno/117189322997760000');
INSERT INTO "exchanges" VALUES('owner','mastodon:bruno@village.example','https://village.example/users/bruno/statuses/117228935577600000','2026-09-07T09:00:00.000000Z','2026-09-07T09:06:00.000000Z',3,3,0,'https://village.example/@bruno/117228959170560000');
INSERT INTO "exchanges" VALUES('owner','mastodon:bruno@village.example','https://village.example/users/bruno/statuses/117268571750400000','2026-09-14T09:00:00.000000Z','2026-09-14T09:06:00.000000Z',3,3,0,'https://village.example/@bruno/117268595343360000');
INSERT INTO "exchanges" VALUES('owner','mastodon:bruno@village.example','https://village.example/users/bruno/statuses/117308207923200000','2026-09-21T09:00:00.000000Z','2026-09-21T09:06:00.000000Z',3,3,0,'https://village.example/@bruno/117308231516160000');
CREATE TABLE generations (
	store TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (store)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "generations" VALUES('0123456789abcdef',25);
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
INSERT INTO "inbox" VALUES(1,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117347848028160000','2026-09-28T09:01:00.000000Z');
INSERT INTO "inbox" VALUES(2,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117347851960320000','2026-09-28T09:02:00.000000Z');
INSERT INTO "inbox" VALUES(3,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117347855892480000','2026-09-28T09:03:00.000000Z');
INSERT INTO "inbox" VALUES(4,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117347859824640000','2026-09-28T09:04:00.000000Z');
INSERT INTO "inbox" VALUES(5,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117347863756800000','2026-09-28T09:05:00.000000Z');
INSERT INTO "inbox" VALUES(6,'owner','mastodon:bot@village.example','https://village.example/users/me/statuses/117398828482560000','2026-10-07T09:06:00.000000Z');
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
INSERT INTO "interactions" VALUES(1,'owner','b84972299fcdfaa0fd36b8a89ead665b','mastodon:me@village.example','mastodon:bruno@village.example',0,'reply','https://village.example/users/bruno/statuses/117308231516160000','','https://village.example/users/bruno/statuses/117308207923200000','https://village.example/users/me/statuses/117308227584000000','https://village.example/users/bruno/statuses/117308207923200000','2026-09-21T09:06:00.000000Z','2026-09-21','2026-09-21T09:06:00.000000Z','Thank you','[]','public','https://village.example/@bruno/117308231516160000');
INSERT INTO "interactions" VALUES(2,'owner','37c574a3358b37abd4961b8ce2c2796a','mastodon:me@village.example','mastodon:bruno@village.example',1,'reply','https://village.example/users/me/statuses/117308227584000000','','https://village.example/users/bruno/statuses/117308207923200000','https://village.example/users/bruno/statuses/117308207923200000','https://village.example/users/bruno/statuses/117308207923200000','2026-09-21T09:05:00.000000Z','2026-09-21','2026-09-21T09:05:00.000000Z','An answer about seed libraries','[]','public','https://village.example/@me/117308227584000000');
INSERT INTO "interactions" VALUES(3,'owner','39220150bab44e540a5be20199034acd','mastodon:me@village.example','mastodon:bruno@village.example',0,'mention','https://village.example/users/bruno/statuses/117308207923200000','','https://village.example/users/bruno/statuses/117308207923200000','','https://village.example/users/bruno/statuses/117308207923200000','2026-09-21T09:00:00.000000Z','2026-09-21','2026-09-21T09:00:00.000000Z','A long question about seed libraries, number 3?','[]','public','https://village.example/@bruno/117308207923200000');
INSERT INTO "interactions" VALUES(4,'owner','375b8f2de81b7f0cd463691e8b700ce3','mastodon:me@village.example','mastodon:bruno@village.example',0,'reply','https://village.example/users/bruno/statuses/117268595343360000','','https://village.example/users/bruno/statuses/117268571750400000','https://village.example/users/me/statuses/117268591411200000','https://village.example/users/bruno/statuses/117268571750400000','2026-09-14T09:06:00.000000Z','2026-09-14','2026-09-14T09:06:00.000000Z','Thank you','[]','public','https://village.example/@bruno/117268595343360000');
INSERT INTO "interactions" VALUES(5,'owner','07abf4c1e3c5c82f8a4ae6d95524e579','mastodon:me@village.example','mastodon:bruno@village.example',1,'reply','https://village.example/users/me/statuses/117268591411200000','','https://village.example/users/bruno/statuses/117268571750400000','https://village.example/users/bruno/statuses/117268571750400000','https://village.example/users/bruno/statuses/117268571750400000','2026-09-14T09:05:00.000000Z','2026-09-14','2026-09-14T09:05:00.000000Z','An answer about seed libraries','[]','public','https://village.example/@me/117268591411200000');
INSERT INTO "interactions" VALUES(6,'owner','c54245b7e20d43ce1877a380dd5fbbc8','mastodon:me@village.example','mastodon:bruno@village.example',0,'mention','https://village.example/users/bruno/statuses/117268571750400000','','https://village.example/users/bruno/statuses/117268571750400000','','https://village.example/users/bruno/statuses/117268571750400000','2026-09-14T09:00:00.000000Z','2026-09-14','2026-09-14T09:00:00.000000Z','A long question about seed libraries, number 2?','[]','public','https://village.example/@bruno/117268571750400000');
INSERT INTO "interactions" VALUES(7,'owner','6e28681befb23e672d8c840b6b06d846','mastodon:me@village.example','mastodon:bruno@village.example',0,'reply','https://village.example/users/bruno/statuses/117228959170560000','','https://village.example/users/bruno/statuses/117228935577600000','https://village.example/users/me/statuses/117228955238400000','https://village.example/users/bruno/statuses/117228935577600000','2026-09-07T09:06:00.000000Z','2026-09-07','2026-09-07T09:06:00.000000Z','Thank you','[]','public','https://village.example/@bruno/117228959170560000');
INSERT INTO "interactions" VALUES(8,'owner','c0ded6af011f6e19cabb123aad8694e3','mastodon:me@village.example','mastodon:bruno@village.example',1,'reply','https://village.example/users/me/statuses/117228955238400000','','https://village.example/users/bruno/statuses/117228935577600000','https://village.example/users/bruno/statuses/117228935577600000','https://village.example/users/bruno/statuses/117228935577600000','2026-09-07T09:05:00.000000Z','2026-09-07','2026-09-07T09:05:00.000000Z','An answer about seed libraries','[]','public','https://village.example/@me/117228955238400000');
INSERT INTO "interactions" VALUES(9,'owner','bd842bec16c41cf8d16f41878daa211c','mastodon:me@village.example','mastodon:bruno@village.example',0,'mention','https://village.example/users/bruno/statuses/117228935577600000','','https://village.example/users/bruno/statuses/117228935577600000','','https://village.example/users/bruno/statuses/117228935577600000','2026-09-07T09:00:00.000000Z','2026-09-07','2026-09-07T09:00:00.000000Z',NULL,'[]','public','https://village.example/@bruno/117228935577600000');
INSERT INTO "interactions" VALUES(10,'owner','1e637a95c752aa9a761e2a9e2a513f9a','mastodon:me@village.example','mastodon:bruno@village.example',0,'reply','https://village.example/users/bruno/statuses/117189322997760000','','https://village.example/users/bruno/statuses/117189299404800000','https://village.example/users/me/statuses/117189319065600000','https://village.example/users/bruno/statuses/117189299404800000','2026-08-31T09:06:00.000000Z','2026-08-31','2026-08-31T09:06:00.000000Z',NULL,'[]','public','https://village.example/@bruno/117189322997760000');
INSERT INTO "interactions" VALUES(11,'owner','83385921527a3fe6518e750c7f4f2640','mastodon:me@village.example','mastodon:bruno@village.example',1,'reply','https://village.example/users/me/statuses/117189319065600000','','https://village.example/users/bruno/statuses/117189299404800000','https://village.example/users/bruno/statuses/117189299404800000','https://village.example/users/bruno/statuses/117189299404800000','2026-08-31T09:05:00.000000Z','2026-08-31','2026-08-31T09:05:00.000000Z',NULL,'[]','public','https://village.example/@me/117189319065600000');
INSERT INTO "interactions" VALUES(12,'owner','8810cb1d3a16e16125106b4c4490cd45','mastodon:me@village.example','mastodon:bruno@village.example',0,'mention','https://village.example/users/bruno/statuses/117189299404800000','','https://village.example/users/bruno/statuses/117189299404800000','','https://village.example/users/bruno/statuses/117189299404800000','2026-08-31T09:00:00.000000Z','2026-08-31','2026-08-31T09:00:00.000000Z',NULL,'[]','public','https://village.example/@bruno/117189299404800000');
INSERT INTO "interactions" VALUES(13,'owner','dffdcb7214d9e0f525c61ed5650382ab','mastodon:me@village.example','mastodon:alice@village.example',0,'reply','https://village.example/users/alice/statuses/117149686824960000','','https://village.example/users/alice/statuses/117149663232000000','https://village.example/users/me/statuses/117149682892800000','https://village.example/users/alice/statuses/117149663232000000','2026-08-24T09:06:00.000000Z','2026-08-24','2026-08-24T09:06:00.000000Z',NULL,'[]','public','https://village.example/@alice/117149686824960000');
INSERT INTO "interactions" VALUES(14,'owner','2614fdec1e80e4a7e793c9f1f66125b6','mastodon:me@village.example','mastodon:alice@village.example',1,'reply','https://village.example/users/me/statuses/117149682892800000','','https://village.example/users/alice/statuses/117149663232000000','https://village.example/users/alice/statuses/117149663232000000','https://village.example/users/alice/statuses/117149663232000000','2026-08-24T09:05:00.000000Z','2026-08-24','2026-08-24T09:05:00.000000Z',NULL,'[]','public','https://village.example/@me/117149682892800000');
INSERT INTO "interactions" VALUES(15,'owner','076e72f74e5a0c9609d627f8c3902a43','mastodon:me@village.example','mastodon:alice@village.example',0,'mention','https://village.example/users/alice/statuses/117149663232000000','','https://village.example/users/alice/statuses/117149663232000000','','https://village.example/users/alice/statuses/117149663232000000','2026-08-24T09:00:00.000000Z','2026-08-24','2026-08-24T09:00:00.000000Z',NULL,'[]','public','https://village.example/@alice/117149663232000000');
INSERT INTO "interactions" VALUES(16,'owner','ab12dbcda84bad80537c97a00fc3a1a1','mastodon:me@village.example','mastodon:alice@village.example',0,'reply','https://village.example/users/alice/statuses/117110050652160000','','https://village.example/users/alice/statuses/117110027059200000','https://village.example/users/me/statuses/117110046720000000','https://village.example/users/alice/statuses/117110027059200000','2026-08-17T09:06:00.000000Z','2026-08-17','2026-08-17T09:06:00.000000Z',NULL,'[]','public','https://village.example/@alice/117110050652160000');
INSERT INTO "interactions" VALUES(17,'owner','383bd26a801992e87455d8a506f278ee','mastodon:me@village.example','mastodon:alice@village.example',1,'reply','https://village.example/users/me/statuses/117110046720000000','','https://village.example/users/alice/statuses/117110027059200000','https://village.example/users/alice/statuses/117110027059200000','https://village.example/users/alice/statuses/117110027059200000','2026-08-17T09:05:00.000000Z','2026-08-17','2026-08-17T09:05:00.000000Z',NULL,'[]','public','https://village.example/@me/117110046720000000');
INSERT INTO "interactions" VALUES(18,'owner','16a75dbecc08893f7aa73eccc689981b','mastodon:me@village.example','mastodon:alice@village.example',0,'mention','https://village.example/users/alice/statuses/117110027059200000','','https://village.example/users/alice/statuses/117110027059200000','','https://village.example/users/alice/statuses/117110027059200000','2026-08-17T09:00:00.000000Z','2026-08-17','2026-08-17T09:00:00.000000Z',NULL,'[]','public','https://village.example/@alice/117110027059200000');
INSERT INTO "interactions" VALUES(19,'owner','898b7578fcf6c5540cd2e660806d53ef','mastodon:me@village.example','mastodon:alice@village.example',0,'reply','https://village.example/users/alice/statuses/117070414479360000','','https://village.example/users/alice/statuses/117070390886400000','https://village.example/users/me/statuses/117070410547200000','https://village.example/users/alice/statuses/117070390886400000','2026-08-10T09:06:00.000000Z','2026-08-10','2026-08-10T09:06:00.000000Z',NULL,'[]','public','https://village.example/@alice/117070414479360000');
INSERT INTO "interactions" VALUES(20,'owner','7d02c534671a5cc3ff5bb248afc5bdf7','mastodon:me@village.example','mastodon:alice@village.example',1,'reply','https://village.example/users/me/statuses/117070410547200000','','https://village.example/users/alice/statuses/117070390886400000','https://village.example/users/alice/statuses/117070390886400000','https://village.example/users/alice/statuses/117070390886400000','2026-08-10T09:05:00.000000Z','2026-08-10','2026-08-10T09:05:00.000000Z',NULL,'[]','public','https://village.example/@me/117070410547200000');
INSERT INTO "interactions" VALUES(21,'owner','a52242a33914291cdd59f52d15a25211','mastodon:me@village.example','mastodon:alice@village.example',0,'mention','https://village.example/users/alice/statuses/117070390886400000','','https://village.example/users/alice/statuses/117070390886400000','','https://village.example/users/alice/statuses/117070390886400000','2026-08-10T09:00:00.000000Z','2026-08-10','2026-08-10T09:00:00.000000Z',NULL,'[]','public','https://village.example/@alice/117070390886400000');
INSERT INTO "interactions" VALUES(22,'owner','a1e793c661a9ba0c5c80b64e5a6f1508','mastodon:me@village.example','mastodon:alice@village.example',0,'reply','https://village.example/users/alice/statuses/117030778306560000','','https://village.example/users/alice/statuses/117030754713600000','https://village.example/users/me/statuses/117030774374400000','https://village.example/users/alice/statuses/117030754713600000','2026-08-03T09:06:00.000000Z','2026-08-03','2026-08-03T09:06:00.000000Z',NULL,'[]','public','https://village.example/@alice/117030778306560000');
INSERT INTO "interactions" VALUES(23,'owner','be0f73e7230ce155ea7c5496ddfd5e0e','mastodon:me@village.example','mastodon:alice@village.example',1,'reply','https://village.example/users/me/statuses/117030774374400000','','https://village.example/users/alice/statuses/117030754713600000','https://village.example/users/alice/statuses/117030754713600000','https://village.example/users/alice/statuses/117030754713600000','2026-08-03T09:05:00.000000Z','2026-08-03','2026-08-03T09:05:00.000000Z',NULL,'[]','public','https://village.example/@me/117030774374400000');
INSERT INTO "interactions" VALUES(24,'owner','f00178f52ae067ce8a9f34658d203368','mastodon:me@village.example','mastodon:alice@village.example',0,'mention','https://village.example/users/alice/statuses/117030754713600000','','https://village.example/users/alice/statuses/117030754713600000','','https://village.example/users/alice/statuses/117030754713600000','2026-08-03T09:00:00.000000Z','2026-08-03','2026-08-03T09:00:00.000000Z',NULL,'[]','public','https://village.example/@alice/117030754713600000');
INSERT INTO "interactions" VALUES(25,'owner','7be4a51cd0524dd8aba3878e4e0e2462','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347844096000000','','https://village.example/users/bot/statuses/117347844096000000','','https://village.example/users/bot/statuses/117347844096000000','2026-09-28T09:00:00.000000Z','2026-09-28','2026-09-28T09:00:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347844096000000');
INSERT INTO "interactions" VALUES(26,'owner','2ae8eb5dbf5b2b73f231a0d43b9413f2','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347844096000001','','https://village.example/users/bot/statuses/117347844096000001','','https://village.example/users/bot/statuses/117347844096000001','2026-09-28T09:00:00.000000Z','2026-09-28','2026-09-28T09:00:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347844096000001');
INSERT INTO "interactions" VALUES(27,'owner','3ff0a009bf0ad5c69b407fc387aa7026','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347844096000002','','https://village.example/users/bot/statuses/117347844096000002','','https://village.example/users/bot/statuses/117347844096000002','2026-09-28T09:00:00.000000Z','2026-09-28','2026-09-28T09:00:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347844096000002');
INSERT INTO "interactions" VALUES(28,'owner','bd73489420b6686f0a02acb4a11f83b0','mastodon:me@village.example','mastodon:bot@village.example',1,'mention','https://village.example/users/me/statuses/117347848028160000','','https://village.example/users/me/statuses/117347848028160000','','https://village.example/users/me/statuses/117347848028160000','2026-09-28T09:01:00.000000Z','2026-09-28','2026-09-28T09:01:00.000000Z',NULL,'[]','direct','https://village.example/@me/117347848028160000');
INSERT INTO "interactions" VALUES(29,'owner','e71eb45b9d5d798c852be71bf6a14cea','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347848028160000','','https://village.example/users/bot/statuses/117347848028160000','','https://village.example/users/bot/statuses/117347848028160000','2026-09-28T09:01:00.000000Z','2026-09-28','2026-09-28T09:01:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347848028160000');
INSERT INTO "interactions" VALUES(30,'owner','4e8c795e0c708ba5084ff931ab61fbdb','mastodon:me@village.example','mastodon:bot@village.example',1,'mention','https://village.example/users/me/statuses/117347851960320000','','https://village.example/users/me/statuses/117347851960320000','','https://village.example/users/me/statuses/117347851960320000','2026-09-28T09:02:00.000000Z','2026-09-28','2026-09-28T09:02:00.000000Z',NULL,'[]','direct','https://village.example/@me/117347851960320000');
INSERT INTO "interactions" VALUES(31,'owner','96a2fd5efc0747faa4cfbc8fdc4fd21f','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347851960320000','','https://village.example/users/bot/statuses/117347851960320000','','https://village.example/users/bot/statuses/117347851960320000','2026-09-28T09:02:00.000000Z','2026-09-28','2026-09-28T09:02:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347851960320000');
INSERT INTO "interactions" VALUES(32,'owner','1707cfd0a198b7d21084ade9fefb1bb2','mastodon:me@village.example','mastodon:bot@village.example',1,'mention','https://village.example/users/me/statuses/117347855892480000','','https://village.example/users/me/statuses/117347855892480000','','https://village.example/users/me/statuses/117347855892480000','2026-09-28T09:03:00.000000Z','2026-09-28','2026-09-28T09:03:00.000000Z',NULL,'[]','direct','https://village.example/@me/117347855892480000');
INSERT INTO "interactions" VALUES(33,'owner','83aca9f4d9e1cd2133ed3e28668b50bb','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347855892480000','','https://village.example/users/bot/statuses/117347855892480000','','https://village.example/users/bot/statuses/117347855892480000','2026-09-28T09:03:00.000000Z','2026-09-28','2026-09-28T09:03:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347855892480000');
INSERT INTO "interactions" VALUES(34,'owner','45fa4235c8710cab128df834cc4a1260','mastodon:me@village.example','mastodon:bot@village.example',1,'mention','https://village.example/users/me/statuses/117347859824640000','','https://village.example/users/me/statuses/117347859824640000','','https://village.example/users/me/statuses/117347859824640000','2026-09-28T09:04:00.000000Z','2026-09-28','2026-09-28T09:04:00.000000Z',NULL,'[]','direct','https://village.example/@me/117347859824640000');
INSERT INTO "interactions" VALUES(35,'owner','d4d4573f4423c3760aa24870c224a0a2','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347859824640000','','https://village.example/users/bot/statuses/117347859824640000','','https://village.example/users/bot/statuses/117347859824640000','2026-09-28T09:04:00.000000Z','2026-09-28','2026-09-28T09:04:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347859824640000');
INSERT INTO "interactions" VALUES(36,'owner','70210ca67fb1c972bf5f24d3b3819a90','mastodon:me@village.example','mastodon:bot@village.example',1,'mention','https://village.example/users/me/statuses/117347863756800000','','https://village.example/users/me/statuses/117347863756800000','','https://village.example/users/me/statuses/117347863756800000','2026-09-28T09:05:00.000000Z','2026-09-28','2026-09-28T09:05:00.000000Z',NULL,'[]','direct','https://village.example/@me/117347863756800000');
INSERT INTO "interactions" VALUES(37,'owner','23301e0e7a957881bb0792fe15c92218','mastodon:me@village.example','mastodon:bot@village.example',0,'mention','https://village.example/users/bot/statuses/117347863756800000','','https://village.example/users/bot/statuses/117347863756800000','','https://village.example/users/bot/statuses/117347863756800000','2026-09-28T09:05:00.000000Z','2026-09-28','2026-09-28T09:05:00.000000Z',NULL,'[]','direct','https://village.example/@bot/117347863756800000');
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
INSERT INTO "invitation_versions" VALUES(1,1,'suggested','2026-09-28T09:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(1,2,'drafted','2026-09-28T09:00:00.000000Z','{"text":"Hi Bruno, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@bruno/117308231516160000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}',NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(1,3,'approved','2026-10-07T09:06:00.000000Z','{"text":"Hi Bruno, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@bruno/117308231516160000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}','{"way":"direct","sha":"ad101ff46dc759a38e9c3e04065b031f2af5c878995e721adf04f08401b28d53","sender":"mastodon:me@village.example"}',NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(2,1,'suggested','2026-09-28T09:00:00.000000Z',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(2,2,'drafted','2026-09-28T09:00:00.000000Z','{"text":"Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}',NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(2,3,'sent','2026-09-28T09:04:00.000000Z','{"text":"Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}',NULL,'2026-09-28T09:04:00.000000Z',NULL,NULL,NULL,0,NULL);
INSERT INTO "invitation_versions" VALUES(2,4,'planned','2026-09-28T09:05:00.000000Z','{"text":"Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}',NULL,'2026-09-28T09:04:00.000000Z',NULL,NULL,'{"start":"2026-10-03T10:30:00+00:00","place":"Café X","uid":"ref008ref009@terrasse","said_at":"2026-09-28T09:05:00+00:00","sequence":0,"cancelled":false}',0,NULL);
INSERT INTO "invitation_versions" VALUES(2,5,'planned','2026-10-07T09:05:00.000000Z','{"text":"Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.","language":"en","slots":[],"answers":""}',NULL,'2026-09-28T09:04:00.000000Z',NULL,NULL,'{"start":"2026-10-03T10:30:00+00:00","place":"Café X","uid":"ref008ref009@terrasse","said_at":"2026-09-28T09:05:00+00:00","sequence":0,"cancelled":false}',1,'2026-10-07T09:05:00.000000Z');
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
INSERT INTO "invitations" VALUES(1,'owner','pley3t7e7pxe7',1);
INSERT INTO "invitations" VALUES(2,'owner','pdnbtzlh3it2r',2);
CREATE TABLE mailboxes (
	owner TEXT NOT NULL, 
	reader TEXT NOT NULL, 
	opened_at TEXT NOT NULL, 
	known_until TEXT, 
	message_id TEXT, 
	message_at TEXT, 
	PRIMARY KEY (owner, reader), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "mailboxes" VALUES('owner','mastodon:bot@village.example','2026-09-28T09:00:00.000000Z',NULL,'https://village.example/users/me/statuses/117398828482560000','2026-10-07T09:06:00.000000Z');
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
CREATE TABLE mishaps (
	owner TEXT NOT NULL, 
	digest BLOB NOT NULL, 
	subject TEXT NOT NULL, 
	error TEXT NOT NULL, 
	traceback TEXT NOT NULL, 
	first_at TEXT NOT NULL, 
	last_at TEXT NOT NULL, 
	times INTEGER NOT NULL, 
	PRIMARY KEY (owner, digest), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE moves (
	owner TEXT NOT NULL, 
	account TEXT NOT NULL, 
	target TEXT NOT NULL, 
	shown INTEGER NOT NULL, 
	PRIMARY KEY (owner, account), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
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
INSERT INTO "occurrences" VALUES('owner','2026-09-28T09:00:00.000000Z',1,'queued','2026-09-28T09:00:00.000000Z');
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
INSERT INTO "outbox" VALUES(1,'owner','digest','mastodon:bot@village.example','me@village.example','digest:me@village.example:2026-09-28T09:00:00+00:00:1',1,'digest:me@village.example:2026-09-28T09:00:00+00:00:1:1','Monday 28 September · one meeting this fortnight: 0 of 1

1 · Bruno  https://village.example/@bruno
▮▮▮▮▮ 4 exchanges in 4 threads since 31 August, they always came to you; last one 7 days ago
“Hi Bruno, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@bruno/117308231516160000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.”

1/3 · ref001','333fb60966eb3eb8c8aee4d247bca8ce370bb2dbb1debc589d6c49aeaf1a58cb','ref001','["pley3t7e7pxe7","pdnbtzlh3it2r"]','en',NULL,'key0','2026-09-28T09:00:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:00:00.000000Z','2026-09-28T09:00:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347844096000000',NULL);
INSERT INTO "outbox" VALUES(2,'owner','digest','mastodon:bot@village.example','me@village.example','digest:me@village.example:2026-09-28T09:00:00+00:00:1',2,'digest:me@village.example:2026-09-28T09:00:00+00:00:1:2','2 · Alice Martin  https://village.example/@alice
▮▮▯▯▯ 4 exchanges in 4 threads since 3 August, they always came to you; last one 5 weeks ago
“Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.”

Whom of these do you already meet in person? known 1 2

2/3 · ref002','d9c3b5be580352b213aece9e375d53736faab80d3b9718ee8e4826dac94491b0','ref002','["pley3t7e7pxe7","pdnbtzlh3it2r"]','en',NULL,'key1','2026-09-28T09:00:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:00:00.000000Z','2026-09-28T09:00:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347844096000001',NULL);
INSERT INTO "outbox" VALUES(3,'owner','digest','mastodon:bot@village.example','me@village.example','digest:me@village.example:2026-09-28T09:00:00+00:00:1',3,'digest:me@village.example:2026-09-28T09:00:00+00:00:1:3','why 1 · draft 1 · snooze 1 3w · never 1 · known 1 · help

3/3 · ref003','aa748036e7a892bcaf0a925b281b18442387749e7a6899d176da07594fbd0c01','ref003','["pley3t7e7pxe7","pdnbtzlh3it2r"]','en',NULL,'key2','2026-09-28T09:00:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:00:00.000000Z','2026-09-28T09:00:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347844096000002',NULL);
INSERT INTO "outbox" VALUES(4,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117347848028160000',1,'answer:https://village.example/users/me/statuses/117347848028160000:1','Good to hear from you. We are connected. Try: help

ref004','2a8939e9edefc2e603ddfda3a9a31b5b4114f5819cbb8be0972ce28286e0786f','ref004','[]','en',NULL,'key3','2026-09-28T09:01:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:01:00.000000Z','2026-09-28T09:01:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347848028160000',NULL);
INSERT INTO "outbox" VALUES(5,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117347851960320000',1,'answer:https://village.example/users/me/statuses/117347851960320000:1','Draft for Bruno:

Hi Bruno, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@bruno/117308231516160000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.

edit 1: … · send 1

ref005','9f521b58401588faaa47bbee2ec9e35ee15003662f05489e30fb0a77b6e3a53e','ref005','[]','en',NULL,'key4','2026-09-28T09:02:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:02:00.000000Z','2026-09-28T09:02:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347851960320000',NULL);
INSERT INTO "outbox" VALUES(6,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117347855892480000',1,'answer:https://village.example/users/me/statuses/117347855892480000:1','Draft for Alice Martin:

Hi Alice, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@alice/117149686824960000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.

edit 2: … · send 2

ref006','2be3eff82f37970519216cc746535592e3fca5943828d0678621ab65eeb83b57','ref006','[]','en',NULL,'key5','2026-09-28T09:03:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:03:00.000000Z','2026-09-28T09:03:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347855892480000',NULL);
INSERT INTO "outbox" VALUES(7,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117347859824640000',1,'answer:https://village.example/users/me/statuses/117347859824640000:1','Noted. When you agree on a time: planned 2 saturday 12:30 Café X

ref007','5b1a9e076fd7aebcc75392070b690fee10b5a2dd1c05c410032c3c8e97b9c380','ref007','[]','en',NULL,'key6','2026-09-28T09:04:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:04:00.000000Z','2026-09-28T09:04:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347859824640000',NULL);
INSERT INTO "outbox" VALUES(8,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117347863756800000',1,'answer:https://village.example/users/me/statuses/117347863756800000:1','Planned with Alice Martin: Saturday 3 October at 12:30, Café X.

ref010','86904c0828fb9732d7c9ef253bc42abacccd888d70edd3994b4d8a3bebf688bf','ref010','[]','en',NULL,'key7','2026-09-28T09:05:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-09-28T09:05:00.000000Z','2026-09-28T09:05:00.000000Z',NULL,'https://village.example/users/bot/statuses/117347863756800000',NULL);
INSERT INTO "outbox" VALUES(9,'owner','question','mastodon:bot@village.example','me@village.example','asked:2:5',1,'asked:2:5:1','Did you meet Alice Martin? Saturday 3 October at 12:30, Café X

yes 2 · not yet 2 · no 2

ref011','9099262c02dd8b4cfd6ae39c120158e67e220e31f921903af3a6a31f5138db6b','ref011','[]','en',NULL,'key8','2026-10-07T09:05:00.000000Z','sent',1,0,1,NULL,NULL,NULL,'2026-10-07T09:05:00.000000Z','2026-10-07T09:05:00.000000Z',NULL,'https://village.example/users/bot/statuses/117398824550400000',NULL);
INSERT INTO "outbox" VALUES(10,'owner','invitation','mastodon:me@village.example','bruno@village.example','invitation:1:3',1,'invitation:1:3:1','@bruno@village.example Hi Bruno, our thread about ‘A long question about seed libraries, number 3?’ (https://village.example/@bruno/117308231516160000) made me want to carry on over a coffee. Would you like that, some afternoon, somewhere public that suits you? No worries at all if not.','ad101ff46dc759a38e9c3e04065b031f2af5c878995e721adf04f08401b28d53',NULL,'["pley3t7e7pxe7"]','en',NULL,'key9','2026-10-07T09:06:00.000000Z','pending',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(11,'owner','answer','mastodon:bot@village.example','me@village.example','answer:https://village.example/users/me/statuses/117398828482560000',1,'answer:https://village.example/users/me/statuses/117398828482560000:1','I am sending it to Bruno now, from your account.

ref012','44f3defa25ecf2b7ff046adecbe8142f5b00e92f13570d80511ae16490794bc0','ref012','[]','en',NULL,'key10','2026-10-07T09:06:00.000000Z','pending',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE owners (
	id TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "owners" VALUES('owner','Europe/Paris');
CREATE TABLE pairings (
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	local_ids TEXT NOT NULL, 
	at TEXT NOT NULL, reader TEXT, state TEXT DEFAULT 'paired' NOT NULL, 
	PRIMARY KEY (owner, "key"), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "pairings" VALUES('owner','mastodon:me@village.example','{"village.example":"77163800482744"}','2026-09-28T09:01:00.000000Z','mastodon:bot@village.example','paired');
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
INSERT INTO "persons" VALUES('owner','pdnbtzlh3it2r','new',NULL);
INSERT INTO "persons" VALUES('owner','pj65szfihjren','new',NULL);
INSERT INTO "persons" VALUES('owner','pley3t7e7pxe7','new',NULL);
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
INSERT INTO "stances" VALUES('owner','mastodon:me@village.example','mastodon:alice@village.example',0,0,0,0,0,NULL,NULL,'2026-10-07T09:05:00.000000Z');
INSERT INTO "stances" VALUES('owner','mastodon:me@village.example','mastodon:bruno@village.example',0,0,0,0,0,NULL,NULL,'2026-10-07T09:05:00.000000Z');
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
INSERT INTO "suggestions" VALUES(1,'owner','pley3t7e7pxe7',1,'2026-09-28T09:00:00.000000Z',1,'2026-09-28T09:00:00.000000Z');
INSERT INTO "suggestions" VALUES(2,'owner','pdnbtzlh3it2r',2,'2026-09-28T09:00:00.000000Z',1,'2026-09-28T09:00:00.000000Z');
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
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:alice@village.example','2026-08-03',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:alice@village.example','2026-08-10',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:alice@village.example','2026-08-17',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:alice@village.example','2026-08-24',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:bot@village.example','2026-09-28',5,8,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:bruno@village.example','2026-08-31',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:bruno@village.example','2026-09-07',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:bruno@village.example','2026-09-14',1,2,0,0);
INSERT INTO "tallies" VALUES('owner','mastodon:me@village.example','mastodon:bruno@village.example','2026-09-21',1,2,0,0);
CREATE TABLE watches (
	owner TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	account TEXT NOT NULL, 
	cursor TEXT, 
	reaches_back_to TEXT, 
	complete_at TEXT, 
	collected_at TEXT, local_ids TEXT DEFAULT '{}' NOT NULL, 
	PRIMARY KEY (owner, "key"), 
	FOREIGN KEY(owner) REFERENCES owners (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "watches" VALUES('owner','mastodon:bot@village.example','@bot@village.example',NULL,NULL,NULL,NULL,'{"village.example":"217892415682983"}');
INSERT INTO "watches" VALUES('owner','mastodon:me@village.example','@me@village.example','{"host": "village.example", "top": 1790586300000001, "bottom": 0}','2026-08-03T09:00:00.000000Z','2026-09-28T09:00:00.000000Z','2026-10-07T09:05:00.000000Z','{"village.example":"77163800482744"}');
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
INSERT INTO "sqlite_sequence" VALUES('outbox',11);
INSERT INTO "sqlite_sequence" VALUES('invitations',2);
COMMIT;
