-- The tables and views of review.sqlite. Every name in the results stands here under the same name.
CREATE TABLE run (
  name TEXT PRIMARY KEY, review TEXT NOT NULL, title TEXT NOT NULL, tool TEXT NOT NULL, exports_are TEXT NOT NULL,
  protocol_sha256 TEXT NOT NULL, protocol TEXT NOT NULL
);
CREATE TABLE source (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, platform TEXT, position INTEGER NOT NULL
);
CREATE TABLE iteration (id TEXT PRIMARY KEY, purpose TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE search (
  id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source (id), iteration TEXT NOT NULL REFERENCES iteration (id),
  query TEXT, run_on TEXT, limits TEXT, position INTEGER NOT NULL, records INTEGER
);
CREATE TABLE file (
  path TEXT PRIMARY KEY, search TEXT NOT NULL REFERENCES search (id), format TEXT NOT NULL, dialect TEXT NOT NULL,
  records INTEGER NOT NULL, markers INTEGER NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE criterion (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL
);
CREATE TABLE reference (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, authors TEXT NOT NULL, year INTEGER, journal TEXT NOT NULL, volume TEXT NOT NULL,
  issue TEXT NOT NULL, pages TEXT NOT NULL, doi TEXT, type TEXT NOT NULL, url TEXT,
  decision TEXT NOT NULL CHECK (decision IN ('included', 'excluded', 'to-review')), stage TEXT NOT NULL,
  criterion TEXT REFERENCES criterion (id), reason TEXT NOT NULL, by TEXT NOT NULL, retrieval TEXT
);
CREATE TABLE record (
  id TEXT PRIMARY KEY, reference TEXT NOT NULL REFERENCES reference (id), file TEXT NOT NULL REFERENCES file (path),
  entry INTEGER NOT NULL, line INTEGER, kept INTEGER NOT NULL CHECK (kept IN (0, 1)), title TEXT NOT NULL, date TEXT NOT NULL,
  doi TEXT NOT NULL, accession TEXT NOT NULL
);
CREATE TABLE found_by (
  reference TEXT NOT NULL REFERENCES reference (id), search TEXT NOT NULL REFERENCES search (id), first INTEGER NOT NULL,
  PRIMARY KEY (reference, search)
) WITHOUT ROWID;
CREATE TABLE finding (
  reference TEXT NOT NULL REFERENCES reference (id), criterion TEXT NOT NULL REFERENCES criterion (id), verdict TEXT NOT NULL,
  reason TEXT NOT NULL, words TEXT NOT NULL, ruled TEXT, PRIMARY KEY (reference, criterion)
) WITHOUT ROWID;
CREATE TABLE duplicate (
  record_a TEXT NOT NULL REFERENCES record (id), record_b TEXT NOT NULL REFERENCES record (id), rule TEXT NOT NULL,
  score REAL NOT NULL, levels TEXT NOT NULL, ruling TEXT
);
CREATE TABLE doubtful (
  record_a TEXT NOT NULL REFERENCES record (id), record_b TEXT NOT NULL REFERENCES record (id), rule TEXT NOT NULL,
  score REAL NOT NULL, levels TEXT NOT NULL, why TEXT NOT NULL
);
CREATE TABLE version_link (
  record_a TEXT NOT NULL REFERENCES record (id), record_b TEXT NOT NULL REFERENCES record (id), kind TEXT NOT NULL,
  rule TEXT NOT NULL, evidence TEXT NOT NULL
);
CREATE TABLE ruling (
  id TEXT NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL, round INTEGER NOT NULL, criterion TEXT NOT NULL, verdict TEXT NOT NULL,
  note TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, in_force INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE TABLE ruling_on (
  reference TEXT NOT NULL REFERENCES reference (id), ruling TEXT NOT NULL, position INTEGER NOT NULL,
  against INTEGER NOT NULL CHECK (against IN (0, 1)), PRIMARY KEY (reference, position)
) WITHOUT ROWID;
CREATE TABLE known_reference (
  known_set TEXT NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL, year TEXT NOT NULL, title TEXT NOT NULL, doi TEXT NOT NULL,
  found TEXT NOT NULL, recognised_by TEXT NOT NULL, reference TEXT REFERENCES reference (id)
);
CREATE TABLE diagnostic (
  code TEXT NOT NULL, severity TEXT NOT NULL, file TEXT NOT NULL, line INTEGER, message TEXT NOT NULL, help TEXT NOT NULL
);
CREATE TABLE flow (data TEXT NOT NULL, box TEXT NOT NULL, description TEXT NOT NULL, n TEXT NOT NULL);
CREATE INDEX record_by_reference ON record (reference);
CREATE INDEX reference_by_decision ON reference (decision);
CREATE INDEX finding_by_criterion ON finding (criterion, verdict);
CREATE VIEW included AS SELECT * FROM reference WHERE decision = 'included';
CREATE VIEW to_review AS SELECT * FROM reference WHERE decision = 'to-review';
CREATE VIEW excluded AS
  SELECT reference.*, (
    SELECT coalesce(group_concat(said, '; '), '') FROM (
      SELECT ruling_on.position AS at,
        ruling.by || ' (' || ruling.at || '): ' || ruling.verdict || iif(ruling.note = '', '', ', ' || ruling.note) AS said
      FROM ruling_on JOIN ruling ON ruling.id = ruling_on.ruling AND ruling.in_force
      WHERE ruling_on.reference = reference.id AND ruling_on.against
      UNION ALL
      SELECT 1e9, words FROM finding
      WHERE finding.reference = reference.id AND finding.criterion = reference.criterion AND words <> ''
      ORDER BY at
    )
  ) AS evidence FROM reference WHERE decision = 'excluded';
CREATE VIEW exclusions_by_reason AS
  SELECT stage, reason, count(*) AS "references" FROM reference WHERE decision = 'excluded' GROUP BY stage, reason;
CREATE VIEW yield_by_search AS
  SELECT search.id AS search, search.iteration, source.name AS source, search.records, count(found_by.reference) AS "references",
    coalesce(sum(found_by.first), 0) AS new, coalesce(sum(found_by.first AND reference.decision = 'included'), 0) AS new_included
  FROM search JOIN source ON source.id = search.source LEFT JOIN found_by ON found_by.search = search.id
  LEFT JOIN reference ON reference.id = found_by.reference GROUP BY search.id ORDER BY search.position;
CREATE VIEW duplicate_groups AS
  SELECT reference.id, reference.title, count(*) AS records FROM reference JOIN record ON record.reference = reference.id
  GROUP BY reference.id HAVING count(*) > 1;
