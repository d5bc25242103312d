"""The first baseline of `make bench`: a WSGI function with hand-written SQL and orjson, nothing between.

It tells the same of an agreement as the API does, in the same answers, read and encoded at each request. The
words of closed lists are looked up in a dictionary that is made once.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson

WORDS: dict[str, dict[str, dict[str, str]]] = {}
CITY = "c.slug, c.name_ar, c.name_en, c.country"
CHILDREN = {
    "parties": f"SELECT p.agreement_id, p.id, p.'order', p.role, p.name_ar, p.name_en, p.has_withdrawn,"
    f" p.withdrawn_on, {CITY} FROM agreements_party p JOIN agreements_city c ON c.id = p.city_id"
    " WHERE p.agreement_id IN ({marks}) ORDER BY p.'order', p.id",
    "signatories": "SELECT p.agreement_id, s.party_id, s.id, s.name_ar, s.name_en, s.office_ar, s.office_en,"
    " s.role, s.signed_on FROM agreements_signatory s JOIN agreements_party p ON p.id = s.party_id"
    " WHERE p.agreement_id IN ({marks}) ORDER BY s.'order', s.id",
    "domains": "SELECT v.agreement_id, d.code, d.name_ar, d.name_en, v.basis, v.article, v.quote_ar,"
    " v.quote_en"
    " FROM agreements_domaincoverage v JOIN agreements_cooperationdomain d ON d.id = v.domain_id"
    " WHERE v.agreement_id IN ({marks}) ORDER BY v.id",
    "status_periods": "SELECT agreement_id, status, since, until, first_day, last_day, reason"
    " FROM agreements_statusperiod WHERE agreement_id IN ({marks}) ORDER BY first_day",
    "events": "SELECT agreement_id, id, kind, date, effective_from, effective_to, note_ar, note_en,"
    " recorded_at"
    " FROM agreements_event WHERE agreement_id IN ({marks}) ORDER BY date, id",
    "activities": "SELECT agreement_id, id, kind, state, title_ar, title_en, starts_on, ends_on"
    " FROM agreements_activity WHERE agreement_id IN ({marks}) ORDER BY starts_on DESC, id",
    "links": "SELECT l.subject_id, l.predicate, o.registry_number, o.title_ar, o.title_en"
    " FROM agreements_agreementlink l JOIN agreements_agreement o ON o.id = l.object_id"
    " WHERE l.subject_id IN ({marks})",
    "documents": "SELECT agreement_id, id, kind, title_ar, title_en, sha256, size, media_type"
    " FROM agreements_document WHERE visibility = 'public' AND agreement_id IN ({marks})",
    "sources": "SELECT agreement_id, id, kind, title_ar, title_en, publisher, url, date, quote"
    " FROM agreements_source WHERE agreement_id IN ({marks}) ORDER BY id",
}
NEWEST = "ORDER BY a.signed_on DESC, a.id DESC"
PUBLISHED = "a.record_state = 'published'"
IN_BOTH = (
    " AND EXISTS (SELECT 1 FROM agreements_party p JOIN agreements_city c ON c.id = p.city_id"
    " WHERE p.agreement_id = a.id AND c.slug = ?)"
    " AND EXISTS (SELECT 1 FROM agreements_domaincoverage v JOIN agreements_cooperationdomain d"
    " ON d.id = v.domain_id LEFT JOIN agreements_cooperationdomain u ON u.id = d.parent_id"
    " WHERE v.agreement_id = a.id AND (d.code = ? OR u.code = ?))"
)
FOUND = " AND (a.title_ar LIKE ? OR a.title_en LIKE ? OR a.summary_ar LIKE ? OR a.summary_en LIKE ?)"


def application(path: str, words: dict[str, dict[str, dict[str, str]]]) -> Callable[..., Iterable[bytes]]:
    """The function over the database file at a path."""
    WORDS.update(words)
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
    database.execute("PRAGMA mmap_size=134217728")
    database.execute("PRAGMA cache_size=-20000")
    database.row_factory = sqlite3.Row

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        told = _answer(database, environ["PATH_INFO"], dict(parse_qsl(environ["QUERY_STRING"])))
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(told)))])
        return [told]

    return answer


def _answer(database: sqlite3.Connection, path: str, asked: dict[str, str]) -> bytes:
    if found := re.fullmatch(r"/api/v1/agreements/(TW-\d+-\d+)/", path):
        rows = database.execute("SELECT * FROM agreements_agreement a WHERE registry_number = ?", [found[1]])
        return orjson.dumps(_told(database, rows.fetchall())[0])
    where, values = PUBLISHED, list[Any]()
    if "city" in asked:
        where += IN_BOTH
        values += [asked["city"], asked["domain"], asked["domain"]]
    if "q" in asked:
        where += FOUND
        values += [f"%{asked['q']}%"] * 4
    (count,) = database.execute(
        f"SELECT COUNT(*) FROM agreements_agreement a WHERE {where}", values
    ).fetchone()
    place = 50 * (int(asked.get("page", "1")) - 1)
    page = f"SELECT * FROM agreements_agreement a WHERE {where} {NEWEST} LIMIT 50 OFFSET {place}"
    rows = database.execute(page, values).fetchall()
    return orjson.dumps({"count": count, "results": _told(database, rows)})


def _told(database: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[dict[str, Any]]:
    ids = [row["id"] for row in rows]
    marks = ",".join("?" * len(ids))
    children: dict[str, dict[int, list[sqlite3.Row]]] = {}
    for name, query in CHILDREN.items():
        children[name] = defaultdict(list)
        for child in database.execute(query.format(marks=marks), ids):
            children[name][child[0]].append(child)
    return [_agreement(row, {name: children[name][row["id"]] for name in CHILDREN}) for row in rows]


def _both(row: sqlite3.Row, stem: str) -> dict[str, Any]:
    return {"ar": row[f"{stem}_ar"] or None, "en": row[f"{stem}_en"] or None}


def _coded(name: str, code: Any) -> dict[str, Any]:
    return {"code": code, "name": WORDS[name].get(str(code))}


def _agreement(row: sqlite3.Row, of: dict[str, list[sqlite3.Row]]) -> dict[str, Any]:
    number = row["registry_number"]
    signed = defaultdict(list)
    for person in of["signatories"]:
        signed[person["party_id"]].append(
            {
                "id": person["id"],
                "name": _both(person, "name"),
                "office": _both(person, "office"),
                "role": _coded("role_of_person", person["role"]),
                "signed_on": person["signed_on"] or None,
            }
        )
    return {
        "url": f"http://127.0.0.1/api/v1/agreements/{number}/",
        "page": {code: f"http://127.0.0.1/{code}/agreements/{number}/" for code in ("ar", "en")},
        "registry_number": number,
        "kind": _coded("kind", row["kind"]),
        "designation": _both(row, "designation"),
        "title": _both(row, "title"),
        "summary": _both(row, "summary"),
        "authentic_languages": orjson.loads(row["authentic_languages"]),
        "signed_on": row["signed_on"] or None,
        "signed_on_as_written": row["signed_on_as_written"] or None,
        "place": _both(row, "place"),
        "effect_rule": _coded("effect_rule", row["effect_rule"]),
        "in_force_on": row["in_force_on"] or None,
        "term": _coded("term", row["term"]),
        "duration_months": row["duration_months"],
        "expires_on": row["expires_on"] or None,
        "renewal": _coded("renewal", row["renewal"]),
        "renewal_months": row["renewal_months"],
        "notice_months": row["notice_months"],
        "status_periods": [
            {
                **_coded("status", each["status"]),
                "since": each["since"] or None,
                "until": each["until"] or None,
                "reason": orjson.loads(each["reason"]),
            }
            for each in of["status_periods"]
        ],
        "confirmation": _coded("confirmation", row["confirmation"]),
        "evidence_level": _coded("evidence_level", row["evidence_level"]),
        "parties": [
            {
                "order": each["order"],
                "role": _coded("role", each["role"]),
                "city": {
                    "url": f"http://127.0.0.1/api/v1/cities/{each['slug']}/",
                    "slug": each["slug"],
                    "name": {"ar": each[8 + 1], "en": each[8 + 2]},
                    "country": _coded("country", each["country"]),
                },
                "written_name": _both(each, "name"),
                "has_withdrawn": bool(each["has_withdrawn"]),
                "withdrawn_on": each["withdrawn_on"] or None,
                "signatories": signed[each["id"]],
            }
            for each in of["parties"]
        ],
        "domains": [
            {
                "code": each["code"],
                "name": _both(each, "name"),
                "basis": _coded("basis", each["basis"]),
                "article": each["article"] or None,
                "quote": _both(each, "quote"),
            }
            for each in of["domains"]
        ],
        **{
            name: [dict(each) for each in of[name]] for name in ("events", "activities", "links", "documents")
        },
        "sources": [
            {
                "id": each["id"],
                "kind": _coded("source_kind", each["kind"]),
                "title": _both(each, "title"),
                "publisher": each["publisher"] or None,
                "url": each["url"] or None,
                "date": each["date"] or None,
                "quote": each["quote"] or None,
            }
            for each in of["sources"]
        ],
        "published_at": row["published_at"],
        "updated_at": row["updated_at"],
    }
