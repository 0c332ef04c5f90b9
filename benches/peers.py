#!/usr/bin/env python3
"""How long paperdex takes against what would be taken instead, as whole processes, in turn.

    cargo build --release
    benches/peers.py                           # 100,000 made records, five rounds
    benches/peers.py --count 1000000 --rounds 3 --only sqlite3,duckdb
    benches/peers.py --input arxiv-metadata-oai-snapshot.json

Records like those of arXiv's metadata snapshot (JSON lines) are made, the same ones every time, or read from --input.
In each round A and then B runs, each into a new file, after what was written before has reached the disk. Printed is a
Markdown table: medians of wall time, of processor time (user and system) and of peak memory, how many times as long B
takes as A (ratio of the medians of wall time), and the smallest and the largest of the rounds' own ratios.

    sqlite3       import --no-index; the sqlite3 shell's .import of CSV files that are normalized already: the same
                  tables (without their checks), rows and indexes
    duckdb        import --no-index; DuckDB reading the same lines into normalized tables with four indexes
    sqlite-utils  import --no-index; sqlite-utils making such tables of the same lines
    fts5          import with the index of words; import --no-index, then a default FTS5 table filled from the catalog
    again         the same file once more into the same catalog; the first import
    more          10,000 new entries into the catalog of all records; no peer
    startup       --help, and --version; `true`, which does nothing

The files are written to the system's folder for temporary files, or to --work DIR: name one there if that folder is
held in memory. 100,000 records need about 1 GB.

To install: sqlite3 (the shell) from the system's packages, and `pip install duckdb sqlite-utils` for the Python that
runs this script. What is missing is skipped and named. The script itself needs no package; it runs on Linux and macOS.
"""

import argparse
import bisect
import csv
import datetime
import importlib.metadata
import importlib.util
import itertools
import json
import os
import platform
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NamedTuple

STARTUP_ROUNDS = 51
MORE_ENTRIES = 10_000


# ---- made records ----

SEED = 20_070_402
VOCABULARY_SIZE = 20_000
CODE_SHARE = 0.25
BEGINNINGS = "b bl c cr d dr f fl g gl h j k l m n p pl qu r s sk t v w y z".split()
VOWELS = "a e i o u ae ei oa y".split()
ENDINGS = ("", "", "", "n", "m", "r", "st", "x", "sion", "ic", "able", "ous", "ism")
# The commonest words, as in any English text: an index of words meets a few very long lists.
SHORT_WORDS = "the of and a in to we is that for with this on are by an as from which be can our it".split()
CATEGORIES = (
    "cs.LG cs.CV hep-ph cs.CL quant-ph cs.AI hep-th astro-ph.GA stat.ML math.CO cond-mat.mes-hall math.AP gr-qc "
    "math.PR cs.RO math.NT astro-ph.HE cond-mat.str-el cs.CR cs.IT math.OC physics.optics cs.SE math.AG eess.IV "
    "cs.DS nucl-th math.NA cs.HC stat.ME cs.NI math.DG cs.DC q-bio.NC eess.SP cs.SI math.RT physics.chem-ph cs.LO "
    "hep-lat econ.EM"
).split()
LICENSES = (
    "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "http://creativecommons.org/licenses/by/4.0/",
    "http://creativecommons.org/publicdomain/zero/1.0/",
    None,
)
JOURNALS = ("Phys.Rev.D", "JHEP", "Astrophys.J.", "J. Algebra", "Nucl.Phys.B", "Mach. Learn.", "Eur.Phys.J.C")
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
FIRST_YEAR = 2010
MONTH_COUNT = 12 * 15


class Zipf:
    """Draws from a list, the things at its front far more often than the others."""

    def __init__(self, things, exponent, flattened_by):
        self.things = things
        self.sums = list(itertools.accumulate((rank + flattened_by) ** -exponent for rank in range(len(things))))

    def draw(self, numbers, how_many):
        return numbers.choices(self.things, cum_weights=self.sums, k=how_many)

    def draw_distinct(self, numbers, how_many):
        drawn = {}
        while len(drawn) < how_many:
            place = bisect.bisect(self.sums, numbers.random() * self.sums[-1])
            drawn[self.things[min(place, len(self.things) - 1)]] = None
        return list(drawn)


def made_word(numbers, syllables):
    parts = (numbers.choice(BEGINNINGS) + numbers.choice(VOWELS) for _ in range(syllables))
    return "".join(parts) + numbers.choice(ENDINGS)


def made_vocabulary(numbers):
    words = dict.fromkeys(SHORT_WORDS)
    while len(words) < VOCABULARY_SIZE:
        words[made_word(numbers, numbers.choice((1, 2, 2, 3)))] = None
    return list(words)


def made_people(numbers, how_many):
    """Distinct (family, given) names; some share an initial and a family name, some have marks."""
    families = list({made_word(numbers, 2).capitalize(): None for _ in range(max(500, how_many // 8))})
    givens = [made_word(numbers, numbers.choice((1, 2, 2))).capitalize() for _ in range(1_500)]
    people = {}
    while len(people) < how_many:
        given = numbers.choice(givens)
        if numbers.random() < 0.3:
            given = given[0] + "."
        if numbers.random() < 0.4:
            given += " " + numbers.choice("ABCDEFGHJKLMNPRSTVW") + "."
        family = numbers.choice(families)
        if numbers.random() < 0.03:
            family = family.replace("o", "ö").replace("e", "é")
        people[family, given] = None
    return list(people)


class World:
    """What all records have in common."""

    def __init__(self, record_count):
        numbers = random.Random(SEED)
        self.words = Zipf(made_vocabulary(numbers), 1.0, 2.7)
        # Groups that publish together are not made: a pool as large as this has authors of one paper and of hundreds.
        self.people = Zipf(made_people(numbers, min(1_000_000, 1_000 + record_count * 3 // 2)), 0.75, 10)
        self.categories = Zipf(CATEGORIES, 0.8, 2)


def made_abstract(numbers, words):
    drawn = words.draw(numbers, max(40, int(numbers.gauss(143, 38))))
    at = 0
    while at < len(drawn):
        drawn[at] = drawn[at].capitalize()
        end = min(len(drawn), at + numbers.randint(9, 26))
        drawn[end - 1] += "."
        at = end
    lines = (" ".join(drawn[start : start + 12]) for start in range(0, len(drawn), 12))
    return "  " + "\n".join(lines) + "\n"


def made_versions(numbers, day):
    versions = []
    for number in range(1, numbers.choice((1, 1, 1, 2, 2, 3)) + 1):
        clock = f"{numbers.randrange(24):02}:{numbers.randrange(60):02}:{numbers.randrange(60):02}"
        created = f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year} {clock} GMT"
        versions.append({"version": f"v{number}", "created": created})
        last, day = day, day + datetime.timedelta(days=numbers.randint(5, 300))
    return versions, last


def together(names):
    """As arXiv prints authors: with `and` before the last one."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def made_record(numbers, world, arxiv_id, number):
    people = world.people.draw_distinct(numbers, min(25, 1 + int(numbers.expovariate(1 / 3.8))))
    names = [f"{given} {family}" for family, given in people]
    month = datetime.date(2000 + int(arxiv_id[:2]), int(arxiv_id[2:4]), 1)
    versions, last_day = made_versions(numbers, month + datetime.timedelta(days=numbers.randrange(28)))
    abstract = made_abstract(numbers, world.words)
    comments = f"{numbers.randint(4, 60)} pages, {numbers.randint(0, 15)} figures" if numbers.random() < 0.7 else None
    if numbers.random() < CODE_SHARE:
        owner, project = world.words.draw(numbers, 2)
        address = f"https://github.com/{owner}/{project}-{number}"
        if numbers.random() < 0.6:
            abstract = abstract.rstrip("\n") + f"\nCode is at {address}.\n"
        else:
            comments = f"{comments}, {address}" if comments else address
    published = numbers.random() < 0.4
    journal = f"{numbers.choice(JOURNALS)} {numbers.randint(1, 400)}:{numbers.randint(1, 9999)},{last_day.year}"
    return {
        "id": arxiv_id,
        "submitter": names[0],
        "authors": together(names),
        "title": " ".join(world.words.draw(numbers, numbers.randint(5, 14))).capitalize(),
        "comments": comments,
        "journal-ref": journal if published else None,
        "doi": f"10.5555/{arxiv_id}.{number}" if published else None,
        "report-no": f"REP-{month.year}-{number % 1000}" if numbers.random() < 0.08 else None,
        "categories": " ".join(world.categories.draw_distinct(numbers, numbers.choice((1, 1, 2, 2, 3)))),
        "license": numbers.choice(LICENSES),
        "abstract": abstract,
        "versions": versions,
        "update_date": last_day.isoformat(),
        "authors_parsed": [[family, given, ""] for family, given in people],
    }


def id_of(number, record_count):
    """Records fill the months in order, as in the snapshot."""
    a_month = -(-record_count // MONTH_COUNT)
    month, serial = divmod(number, a_month)
    years, month = divmod(month, 12)
    return f"{FIRST_YEAR - 2000 + years:02}{month + 1:02}.{serial:05}"


def further_id_of(number):
    """No other record, made or real, has such an id: no month has ninety thousand papers."""
    return f"2501.{90_000 + number:05}"


def make_records(path, record_count):
    numbers, world = random.Random(SEED + 1), World(record_count)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(record_count):
            record = made_record(numbers, world, id_of(number, record_count), number)
            file.write(json.dumps(record) + "\n")


def make_further_records(path, record_count):
    numbers, world = random.Random(SEED + 2), World(record_count)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(MORE_ENTRIES):
            record = made_record(numbers, world, further_id_of(number), record_count + number)
            file.write(json.dumps(record) + "\n")


# ---- processes ----


class Usage(NamedTuple):
    """What a process used: seconds and megabytes."""

    wall: float
    processor: float
    memory: float

    def then(self, other):
        return Usage(self.wall + other.wall, self.processor + other.processor, max(self.memory, other.memory))


def megabytes(peak):
    # The system counts kilobytes, except that of Apple, which counts bytes.
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def memory_floor():
    """A child begins as a copy of this process, so that the system reports no smaller peak for it."""
    return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def apart(work, *arguments):
    """Does work in a process of its own: this one stays small, see memory_floor."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{work.__name__} failed")


def run(command, log, script=os.devnull):
    """Runs a command to its end, with a script as its standard input."""
    command = [str(part) for part in command]
    no_output = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    errors = (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    given = (os.POSIX_SPAWN_OPEN, 0, str(script), os.O_RDONLY, 0)
    begun = time.monotonic()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[given, no_output, errors])
    _, status, used = os.wait4(child, 0)
    wall = time.monotonic() - begun
    if status != 0:
        sys.exit(f"failed: {' '.join(command)[:500]}\n{Path(log).read_text(errors='replace')[-2000:]}")
    return Usage(wall, used.ru_utime + used.ru_stime, megabytes(used.ru_maxrss))


def remove(path):
    for ending in ("", "-wal", "-shm", "-journal", ".wal"):
        Path(str(path) + ending).unlink(missing_ok=True)


# ---- the peers ----

DUCKDB_SCRIPT = r"""
import sys, duckdb
lines, path, expected = sys.argv[1:]
db = duckdb.connect(path)
db.execute('''
CREATE TEMP TABLE source AS
SELECT row_number() OVER () AS paper_id, *
FROM read_json(?, format = 'newline_delimited', columns = {
    'id': 'VARCHAR', 'title': 'VARCHAR', 'comments': 'VARCHAR', 'journal-ref': 'VARCHAR', 'doi': 'VARCHAR',
    'categories': 'VARCHAR', 'abstract': 'VARCHAR', 'versions': 'STRUCT(version VARCHAR, created VARCHAR)[]',
    'authors_parsed': 'VARCHAR[][]'})
''', [lines])
db.execute('''
CREATE TABLE paper AS
SELECT paper_id AS id, trim(regexp_replace(title, '\s+', ' ', 'g')) AS title,
       trim(regexp_replace(abstract, '\s+', ' ', 'g')) AS abstract,
       strptime(versions[1].created, '%a, %-d %b %Y %H:%M:%S GMT')::DATE AS published_on, "journal-ref" AS venue
FROM source;

CREATE TEMP TABLE printed AS
SELECT paper_id, position, trim(concat_ws(' ', person[2], person[1], person[3])) AS name
FROM (SELECT paper_id, unnest(authors_parsed) AS person, generate_subscripts(authors_parsed, 1) AS position
      FROM source);
CREATE TABLE author AS
SELECT row_number() OVER () AS id, name FROM (SELECT DISTINCT name FROM printed);
CREATE TABLE authorship AS
SELECT paper_id, position, author.id AS author_id, name AS name_as_printed FROM printed JOIN author USING (name);

CREATE TEMP TABLE stated AS
SELECT DISTINCT paper_id, unnest(string_split(categories, ' ')) AS code FROM source;
CREATE TABLE category AS
SELECT row_number() OVER () AS id, code FROM (SELECT DISTINCT code FROM stated);
CREATE TABLE paper_category AS
SELECT paper_id, category.id AS category_id FROM stated JOIN category USING (code);

CREATE TABLE identifier AS
SELECT 'arxiv' AS scheme, id AS value, paper_id FROM source
UNION ALL
SELECT 'doi', lower(doi), paper_id FROM source WHERE doi IS NOT NULL;

CREATE TABLE link AS
SELECT DISTINCT paper_id, rtrim(url, '.,;') AS url
FROM (SELECT paper_id,
             unnest(regexp_extract_all(concat_ws(' ', abstract, comments), 'https?://github\.com/[^\s()<>]+')) AS url
      FROM source);

CREATE INDEX author_name ON author (name);
CREATE INDEX authorship_author ON authorship (author_id);
CREATE INDEX identifier_value ON identifier (value);
CREATE INDEX paper_category_category ON paper_category (category_id);
''')
found = db.execute('SELECT count(*) FROM paper').fetchone()[0]
db.close()
if found != int(expected):
    sys.exit(f'{found} papers, not {expected}')
"""

SQLITE_UTILS_SCRIPT = r"""
import json, re, sys, sqlite_utils
lines, path = sys.argv[1:]
KEPT = ('id', 'title', 'comments', 'journal-ref', 'doi', 'categories', 'abstract', 'versions', 'authors_parsed')
MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
ADDRESS = re.compile(r'https?://github\.com/[^\s()<>]+')
db = sqlite_utils.Database(path)

def even(text):
    return text and ' '.join(text.split())

def day(created):
    _, day, month, year, *_ = created.split()
    return f'{year}-{MONTHS.index(month) + 1:02}-{int(day):02}'

def addresses(abstract, comments):
    found = ADDRESS.findall((abstract or '') + ' ' + (comments or ''))
    return json.dumps(sorted({url.rstrip('.,;') for url in found}))

for function in (even, day, addresses):
    db.register_function(function, deterministic=True)

with open(lines, encoding='utf-8') as file:
    records = map(json.loads, file)
    db['entry'].insert_all({key: record.get(key) for key in KEPT} for record in records)

db['paper'].create(
    {'id': int, 'title': str, 'abstract': str, 'published_on': str, 'venue': str}, pk='id')
db['authorship'].create(
    {'paper_id': int, 'position': int, 'name': str, 'name_as_printed': str}, pk=('paper_id', 'position'))
db['paper_category'].create({'paper_id': int, 'code': str})
db['identifier'].create({'scheme': str, 'value': str, 'paper_id': int})
db['link'].create({'paper_id': int, 'url': str}, pk=('paper_id', 'url'))
for statement in (
    '''INSERT INTO paper
       SELECT rowid, even(title), even(abstract), day(json_extract(versions, '$[0].created')), "journal-ref"
       FROM entry''',
    '''INSERT INTO authorship
       SELECT paper_id, position, name, name
       FROM (SELECT entry.rowid AS paper_id, key + 1 AS position,
                    trim(json_extract(value, '$[1]') || ' ' || json_extract(value, '$[0]') || ' ' ||
                         coalesce(json_extract(value, '$[2]'), '')) AS name
             FROM entry, json_each(authors_parsed))''',
    '''INSERT INTO paper_category
       SELECT DISTINCT entry.rowid, value FROM entry, json_each('["' || replace(categories, ' ', '","') || '"]')''',
    '''INSERT INTO identifier SELECT 'arxiv', id, rowid FROM entry''',
    '''INSERT INTO identifier SELECT 'doi', lower(doi), rowid FROM entry WHERE doi IS NOT NULL''',
    '''INSERT INTO link SELECT entry.rowid, value FROM entry, json_each(addresses(abstract, comments))''',
):
    db.execute(statement)
    db.conn.commit()
# This makes the tables of authors and categories, each with an index of the names.
db['authorship'].extract('name', table='author', fk_column='author_id')
db['paper_category'].extract('code', table='category', fk_column='category_id')
db['authorship'].create_index(['author_id'])
db['paper_category'].create_index(['category_id'])
db['identifier'].create_index(['value'])
db['entry'].drop()
db.conn.commit()
"""

FTS5_SCRIPT = r"""
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
with db:
    db.execute('''CREATE VIRTUAL TABLE t USING fts5 (title, abstract, authors, content = '')''')
    db.execute('''
        INSERT INTO t (rowid, title, abstract, authors)
        SELECT id, title, abstract,
               (SELECT group_concat(name_as_printed, '; ') FROM authorship WHERE paper_id = paper.id)
        FROM paper''')
db.close()
"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def open_to_read(path):
    return sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)


def ordinary_tables(catalog):
    """All but the index of words and the packed papers, which are bytes that CSV cannot carry: the shell is spared those."""
    return catalog.execute(
        """SELECT name, sql FROM sqlite_schema
           WHERE type = 'table' AND sql NOT LIKE 'create virtual%' AND name NOT LIKE 'paper\\_text%' ESCAPE '\\'
             AND name <> 'paper_block' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"""
    ).fetchall()


def unique_keys(catalog, table):
    """The columns of each UNIQUE, but of those that hold NULL: .import writes '' for it, which would not be unique."""
    for _, index, _, origin, _ in catalog.execute(f"PRAGMA index_list({quoted(table)})").fetchall():
        if origin == "u":
            columns = [row[2] for row in catalog.execute(f"PRAGMA index_info({quoted(index)})")]
            nothing = " OR ".join(f"{quoted(column)} IS NULL" for column in columns)
            if not catalog.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted(table)} WHERE {nothing})").fetchone()[0]:
                yield columns


def plain_table(catalog, table, statement):
    """The table without STRICT, CHECK and REFERENCES."""
    columns = catalog.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    key = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
    without_rowid = "WITHOUT ROWID" in statement
    numbered = len(key) == 1 and not without_rowid
    parts = [
        f"{quoted(name)} {kind}" + (" PRIMARY KEY" if numbered and name == key[0] else "")
        for _, name, kind, *_ in columns
    ]
    if key and not numbered:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
    parts += (f"UNIQUE ({', '.join(map(quoted, names))})" for names in unique_keys(catalog, table))
    return f"CREATE TABLE {quoted(table)} ({', '.join(parts)}){' WITHOUT ROWID' if without_rowid else ''};"


def write_table(catalog, table, path):
    """Writes a table as CSV; whether it has rows."""
    row_count = 0
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in catalog.execute(f"SELECT * FROM {quoted(table)}"):
            writer.writerow(row)
            row_count += 1
    return row_count > 0


def prepare_shell(catalog_path, folder, script):
    """Writes the catalog's tables as CSV files, and the script with which the sqlite3 shell reads them."""
    folder.mkdir(exist_ok=True)
    catalog = open_to_read(catalog_path)
    settings = ("page_size=16384", "journal_mode=off", "synchronous=off", "cache_size=-32768")
    lines = [f"PRAGMA {setting};" for setting in settings]
    imports = []
    for table, statement in ordinary_tables(catalog):
        lines.append(plain_table(catalog, table, statement))
        path = folder / f"{table}.csv"
        if write_table(catalog, table, path):
            imports.append(f'.import --csv "{path}" {table}')
    indexes = catalog.execute(
        """SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
           AND tbl_name NOT LIKE 'paper\\_text%' ESCAPE '\\' ORDER BY rowid"""
    )
    # NULL became '' on the way: a partial index is to leave out the same rows.
    indexes = [re.sub(r"(\w+) IS NOT NULL", r"\1 <> ''", " ".join(sql.split())) + ";" for (sql,) in indexes]
    script.write_text("\n".join(lines + imports + indexes) + "\n", encoding="utf-8")


def check_papers(path, expected):
    """A peer that left half of the work undone is not a peer."""
    found = open_to_read(path).execute("SELECT count(*) FROM paper").fetchone()[0]
    if found != expected:
        raise ValueError(f"{path} has {found} papers, not {expected}")


def check_same_rows(path, catalog_path):
    catalog, peer = open_to_read(catalog_path), open_to_read(path)
    for table, _ in ordinary_tables(catalog):
        count = f"SELECT count(*) FROM {quoted(table)}"
        expected, found = (connection.execute(count).fetchone()[0] for connection in (catalog, peer))
        if found != expected:
            raise ValueError(f"{table} has {found} rows, not {expected}")


def has_package(name):
    return importlib.util.find_spec(name) is not None


# ---- the comparisons ----


class Comparison(NamedTuple):
    """The rounds of two things; of one where there is no other."""

    title: str
    rounds: list  # of (Usage, Usage or None)


class Skipped(NamedTuple):
    name: str
    reason: str


class Bench:
    """Where everything is, and how each of the comparisons is run."""

    def __init__(self, options, folder):
        self.paperdex = options.paperdex
        self.record_count = options.count
        self.round_count = options.rounds
        self.folder = folder
        self.log = folder / "errors.txt"
        self.shell = shutil.which("sqlite3")
        self.input = options.input

    def prepare(self):
        if self.input is None:
            self.input = self.folder / "records.jsonl"
            say(f"making {self.record_count} records")
            apart(make_records, self.input, self.record_count)
        else:
            # This also brings the file into memory, as a made one is: the first to read it need not wait for it.
            with open(self.input, "rb") as file:
                self.record_count = sum(1 for line in file if line.strip())

    def in_turn(self, name, title, first, second, round_count=None):
        rounds = []
        round_count = round_count or self.round_count
        for number in range(1, round_count + 1):
            if round_count < STARTUP_ROUNDS:
                say(f"{name}: round {number} of {round_count}")
            rounds.append((first(), second() if second else None))
        return Comparison(title, rounds)

    def run(self, command, script=os.devnull):
        # What earlier runs wrote is not to be written to the disk at this one's cost.
        os.sync()
        return run(command, self.log, script)

    def import_into(self, catalog, *options, records=None):
        return self.run([self.paperdex, "import", records or self.input, *options, "--db", catalog])

    def import_anew(self, *options):
        catalog = self.folder / "paperdex.db"
        remove(catalog)
        return self.import_into(catalog, *options)

    def import_without_words(self):
        return self.import_anew("--no-index")

    def python(self, script, *arguments):
        return self.run([sys.executable, "-c", script, *arguments])

    def against_shell(self):
        if self.shell is None:
            return Skipped("sqlite3", "install sqlite3 from the system's packages")
        script, catalog, peer = (self.folder / name for name in ("shell.sql", "source.db", "shell.db"))
        say("sqlite3: writing the tables as CSV")
        self.import_into(catalog, "--no-index")
        apart(prepare_shell, catalog, self.folder / "csv", script)

        def shell():
            remove(peer)
            # The user's own settings of the shell are left out.
            used = self.run([self.shell, "-batch", "-init", os.devnull, peer], script)
            apart(check_same_rows, peer, catalog)
            return used

        title = "`import --no-index`; sqlite3 `.import` of normalized CSV"
        compared = self.in_turn("sqlite3", title, self.import_without_words, shell)
        remove(catalog)
        remove(peer)
        shutil.rmtree(self.folder / "csv")
        return compared

    def against_duckdb(self):
        def duckdb(peer):
            return self.python(DUCKDB_SCRIPT, self.input, peer, self.record_count)

        return self.against_package("duckdb", "DuckDB", "peer.duckdb", duckdb)

    def against_sqlite_utils(self):
        def sqlite_utils(peer):
            used = self.python(SQLITE_UTILS_SCRIPT, self.input, peer)
            apart(check_papers, peer, self.record_count)
            return used

        return self.against_package("sqlite-utils", "sqlite-utils", "sqlite-utils.db", sqlite_utils)

    def against_package(self, package, called, file, fill):
        """Beside a Python package that fills a file of its own, which is not there before."""
        if not has_package(package.replace("-", "_")):
            return Skipped(package, f"pip install {package}")
        peer = self.folder / file

        def anew():
            remove(peer)
            return fill(peer)

        compared = self.in_turn(package, f"`import --no-index`; {called}", self.import_without_words, anew)
        remove(peer)
        return compared

    def against_fts5(self):
        if not has_fts5():
            return Skipped("fts5", f"install a Python whose sqlite3 has FTS5 (not {sys.executable})")

        def inline():
            used = self.import_without_words()
            return used.then(self.python(FTS5_SCRIPT, self.folder / "paperdex.db"))

        title = "`import`; `import --no-index`, then default FTS5 [1]"
        return self.in_turn("fts5", title, self.import_anew, inline)

    def against_first(self):
        catalog = self.folder / "again.db"
        rounds = []
        for number in range(1, self.round_count + 1):
            say(f"again: round {number} of {self.round_count}")
            remove(catalog)
            first = self.import_into(catalog)
            rounds.append((self.import_into(catalog), first))
        remove(catalog)
        return Comparison("`import` of the same file again; its first `import`", rounds)

    def more_entries(self):
        further, whole, catalog = (self.folder / name for name in ("further.jsonl", "whole.db", "more.db"))
        say("more: making the catalog and further records")
        apart(make_further_records, further, self.record_count)
        self.import_into(whole)

        def more():
            remove(catalog)
            shutil.copyfile(whole, catalog)
            return self.import_into(catalog, records=further)

        compared = self.in_turn("more", f"`import` of {MORE_ENTRIES:,} new entries into that catalog", more, None)
        remove(catalog)
        remove(whole)
        return compared

    def startup(self):
        nothing = shutil.which("true")
        if nothing is None:
            return Skipped("startup", "install `true` from the system's packages (coreutils)")
        return [
            self.in_turn(
                "startup",
                f"`{option}`; `true` ({STARTUP_ROUNDS} rounds)",
                lambda option=option: run([self.paperdex, option], self.log),
                lambda: run([nothing], self.log),
                STARTUP_ROUNDS,
            )
            for option in ("--help", "--version")
        ]


COMPARISONS = {
    "sqlite3": Bench.against_shell,
    "duckdb": Bench.against_duckdb,
    "sqlite-utils": Bench.against_sqlite_utils,
    "fts5": Bench.against_fts5,
    "again": Bench.against_first,
    "more": Bench.more_entries,
    "startup": Bench.startup,
}


def has_fts5():
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5 (a)")
    except sqlite3.OperationalError:
        return False
    return True


# ---- what is printed ----


def say(text):
    print(text, file=sys.stderr, flush=True)


def seconds(value):
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}" if value >= 0.1 else f"{value:.4f}"


def memory(value, floor):
    return f"≤ {floor:.0f}" if value <= floor else f"{value:.0f}"


def both(first, second, shown):
    return [shown(first), shown(second) if second is not None else "–"]


def medians(usages):
    return None if None in usages else Usage(*map(statistics.median, zip(*usages)))


def table_row(compared):
    first = medians([a for a, _ in compared.rounds])
    second = medians([b for _, b in compared.rounds])
    cells = [compared.title]
    for field, shown in (
        ("wall", seconds),
        ("processor", seconds),
        ("memory", lambda value: memory(value, memory_floor())),
    ):
        cells += both(getattr(first, field), second and getattr(second, field), shown)
    if second is None:
        cells += ["–", "–"]
    else:
        ratios = [b.wall / a.wall for a, b in compared.rounds]
        cells += [f"{second.wall / first.wall:.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}"]
    return "| " + " | ".join(cells) + " |"


def first_line_of(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.partition("\n")[0].strip()


def versions(bench):
    yield first_line_of([bench.paperdex, "--version"])
    if bench.shell:
        yield "sqlite3 " + " ".join(first_line_of([bench.shell, "--version"]).split()[:1])
    for package in ("duckdb", "sqlite-utils"):
        try:
            yield f"{package} {importlib.metadata.version(package)}"
        except importlib.metadata.PackageNotFoundError:
            pass
    yield f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}"


def print_head(bench):
    load = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    print(f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M %z}, {platform.platform()}")
    print(f"{os.cpu_count()} processors, load average {load}")
    print("; ".join(versions(bench)))
    size = bench.input.stat().st_size / 1e6
    print(f"{bench.record_count:,} records, {size:.1f} MB, {bench.round_count} rounds\n", flush=True)


def print_table(comparisons):
    print("| A; B | wall s A | wall s B | CPU s A | CPU s B | peak MB A | peak MB B | B / A | of a round |")
    print("|------|---------:|---------:|--------:|--------:|----------:|----------:|------:|-----------:|")
    for compared in comparisons:
        print(table_row(compared))
    print("\nMedians. B / A: the ratio of the medians of wall time, then a round's smallest and largest.")
    print("≤: no more than this script's own memory, below which a child's peak cannot be told.")
    if any("[1]" in compared.title for compared in comparisons):
        print("[1]: the sum of both steps' times, the larger of their peaks.")


def read_options():
    built = Path(__file__).resolve().parent.parent / "target" / "release" / "paperdex"
    about, _, more = __doc__.partition("\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000, help="how many records are made (default: %(default)s)")
    parser.add_argument("--paperdex", type=Path, default=built, help="the program (default: target/release/paperdex)")
    parser.add_argument("--input", type=Path, help="a file of arXiv's metadata snapshot, instead of made records")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run (default: %(default)s)")
    parser.add_argument("--work", type=Path, help="the folder to write in (default: a temporary one)")
    parser.add_argument("--only", default=",".join(COMPARISONS), help="which comparisons, with commas between")
    options = parser.parse_args()
    options.only = [name.strip() for name in options.only.split(",")]
    unknown = [name for name in options.only if name not in COMPARISONS]
    if unknown:
        parser.error(f"no such comparison: {', '.join(unknown)}; there are {', '.join(COMPARISONS)}")
    if not 1 <= options.count <= 90_000 * MONTH_COUNT:
        parser.error(f"--count is 1 to {90_000 * MONTH_COUNT:,}")
    if options.rounds < 1:
        parser.error("--rounds is 1 or more")
    if options.input and not options.input.is_file():
        parser.error(f"no such file: {options.input}")
    if not options.paperdex.is_file():
        sys.exit(f"{options.paperdex} is missing: build it with `cargo build --release`")
    options.paperdex = options.paperdex.resolve()
    return options


def compare(options, folder):
    bench = Bench(options, folder)
    bench.prepare()
    print_head(bench)
    compared, skipped = [], []
    for name in options.only:
        result = COMPARISONS[name](bench)
        if isinstance(result, Skipped):
            skipped.append(result)
        elif isinstance(result, Comparison):
            compared.append(result)
        else:
            compared += result
    if compared:
        print_table(compared)
    for name, reason in skipped:
        print(f"{name} is skipped: {reason}")


def main():
    options = read_options()
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paperdex-peers-", dir=options.work) as folder:
        compare(options, Path(folder).resolve())


if __name__ == "__main__":
    main()
