"""The legal status of an agreement on every day, from its terms and from what happened to it.

A case is written compactly. Terms: the parties' initials, then `signed:`, `force:` and `expires:` dates, the
effect rule, the term (`fixed:60` is sixty months), the renewal (`tacit:12`), `notice:6` months. Events: kind,
`@` a party, date, `from:`, `to:`, `#` its own name, `!` the name of the event it voids. Periods: status and
since, `?` for a start that is not known; each lasts until the next begins.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.lifecycle import (
    EffectRule,
    EventKind,
    LifecycleEvent,
    Period,
    Reason,
    Renewal,
    Status,
    Term,
    Terms,
    status_on,
    status_periods,
)
from agreements.partial_dates import PartialDate
from agreements.reasons import SENTENCES, sentence

CASES: dict[str, tuple[str, str, str]] = {
    # Before signature
    "nothing known": ("AB", "", "unknown ?"),
    "nothing known of a fixed term": ("AB fixed:60 expires:2015-01-01", "", "unknown ?"),
    "only reviewed and corrected": ("AB", "reviewed 2014; corrected 2015", "unknown ?"),
    "proposed": ("AB", "proposed 2013-05", "planned 2013-05"),
    "proposed without a date": ("AB", "proposed", "planned ?"),
    "initialled": ("AB", "initialled 2013-09-01", "planned 2013-09-01"),
    "initialled, after a proposal": ("AB", "initialled 2013-09-01; proposed 2013-05", "planned 2013-05"),
    "undated proposal, dated initials": ("AB", "proposed; initialled 2013", "planned ?"),
    "dated proposal, undated approval": ("AB", "proposed 2012; approved@A", "planned 2012"),
    "approved but never signed": ("AB on_last_approval", "approved 2013", "planned 2013"),
    "a fixed date of an unsigned plan": ("AB fixed_date force:2014", "proposed 2013", "planned 2013"),
    "rejected": ("AB", "proposed 2013; rejected@B 2014-02", "planned 2013 > not_concluded 2014-02"),
    "rejected without a date": ("AB", "proposed 2013; rejected@B", "planned 2013 > not_concluded ?"),
    "rejected, then approved": ("AB", "proposed 2013; rejected@B 2014; approved@B 2015", "planned 2013"),
    "rejected by one, approved by the other": (
        "AB",
        "proposed 2013; rejected@B 2014; approved@A 2015",
        "planned 2013 > not_concluded 2014",
    ),
    "rejected, then signed": (
        "AB signed:2015-01-01 on_signature",
        "proposed 2013; rejected@B 2014",
        "planned 2013 > in_force 2015-01-01",
    ),
    "rejected after signature": (
        "AB signed:2014 on_last_approval",
        "approved@A 2015; rejected@B 2016",
        "signed 2014 > not_concluded 2016",
    ),
    "rejected after entry into force": (
        "AB signed:2014-01-01 on_signature",
        "rejected@B 2016",
        "in_force 2014-01-01",
    ),
    "rejected before the fixed date": (
        "AB signed:2014 fixed_date force:2017",
        "rejected 2016",
        "signed 2014 > not_concluded 2016",
    ),
    "not concluded": ("AB", "proposed 2013; not_concluded 2016-05", "planned 2013 > not_concluded 2016-05"),
    "not concluded and nothing else": ("AB", "not_concluded 2016", "not_concluded 2016"),
    "given up after signature": ("AB signed:2014", "not_concluded 2016", "signed 2014 > not_concluded 2016"),
    "nothing counts after it failed": (
        "AB",
        "proposed 2013; not_concluded 2016; terminated 2017; suspended 2015",
        "planned 2013 > not_concluded 2016",
    ),
    # Signature and entry into force
    "in force on signature": ("AB signed:2014-06-03 on_signature", "", "in_force 2014-06-03"),
    "signed in a month": ("AB signed:2014-06 on_signature", "", "in_force 2014-06"),
    "signed in a year": ("AB signed:2014 on_signature", "", "in_force 2014"),
    "effect not known": ("AB signed:2014-06-03", "", "signed 2014-06-03"),
    "signed on a date not known, effect not known": ("AB", "signed", "signed ?"),
    "signed on a date not known, in force on signature": ("AB on_signature", "signed", "in_force ?"),
    "signed by an event": ("AB on_signature", "signed 2014-06-03", "in_force 2014-06-03"),
    "signed by one after the other": (
        "AB on_signature",
        "signed@A 2014-05-01; signed@B 2014-06-03",
        "in_force 2014-06-03",
    ),
    "undated signature after a dated proposal": (
        "AB on_signature",
        "proposed 2013-05-01; signed",
        "planned 2013-05-01 > in_force ?",
    ),
    "undated proposal before a dated signature": (
        "AB signed:2014 on_signature",
        "proposed",
        "planned ? > in_force 2014",
    ),
    "effect not known, then entered into force": (
        "AB signed:2014-06-03",
        "entered_into_force 2015-01-01",
        "signed 2014-06-03 > in_force 2015-01-01",
    ),
    "entered into force on a date not known": (
        "AB signed:2014-06-03",
        "entered_into_force",
        "signed 2014-06-03 > in_force ?",
    ),
    "signed and entered into force on dates not known": ("AB", "signed; entered_into_force", "in_force ?"),
    "known date of entry into force": (
        "AB signed:2014-06-03 force:2014-07-01",
        "",
        "signed 2014-06-03 > in_force 2014-07-01",
    ),
    "entry into force known, signature not": ("AB force:2014-07-01", "", "in_force 2014-07-01"),
    "an event of entry into force outweighs the rule": (
        "AB signed:2014-06-03 on_signature",
        "entered_into_force 2014-09-01",
        "signed 2014-06-03 > in_force 2014-09-01",
    ),
    "in force before signature": ("AB signed:2014-06-03 force:2014-01-01", "", "in_force 2014-01-01"),
    "entry into force known less exactly than signature": (
        "AB signed:2014-06-03 force:2014",
        "",
        "signed 2014-06-03 > in_force 2014",
    ),
    "fixed date": (
        "AB signed:2026-01-10 fixed_date force:2031-01-01",
        "",
        "signed 2026-01-10 > in_force 2031-01-01",
    ),
    "fixed date not known": ("AB signed:2014 fixed_date", "", "signed 2014"),
    "on last approval, none": ("AB signed:2014-01-01 on_last_approval", "", "signed 2014-01-01"),
    "on last approval, one of two": (
        "AB signed:2014-01-01 on_last_approval",
        "approved@A 2014-02-01",
        "signed 2014-01-01",
    ),
    "on last approval, two of two": (
        "AB signed:2014-01-01 on_last_approval",
        "approved@A 2014-05-01; approved@B 2014-03-01",
        "signed 2014-01-01 > in_force 2014-05-01",
    ),
    "on last approval, two of three": (
        "ABC signed:2014-01-01 on_last_approval",
        "approved@A 2014-02-01; approved@B 2014-03-01",
        "signed 2014-01-01",
    ),
    "on last approval, three of three": (
        "ABC signed:2014-01-01 on_last_approval",
        "approved@A 2014-02-01; approved@C 2014-07-01; approved@B 2014-03-01",
        "signed 2014-01-01 > in_force 2014-07-01",
    ),
    "on last approval, approved for all": (
        "ABC signed:2014-01-01 on_last_approval",
        "approved 2014-02",
        "signed 2014-01-01 > in_force 2014-02",
    ),
    "on last approval, signed after it": (
        "AB signed:2014-06-01 on_last_approval",
        "approved@A 2014-02-01; approved@B 2014-03-01",
        "planned 2014-02-01 > in_force 2014-06-01",
    ),
    "on last approval, one of them not dated": (
        "AB signed:2014-01-01 on_last_approval",
        "approved@A 2016-03-01; approved@B",
        "signed 2014-01-01 > in_force ?",
    ),
    # Fixed term
    "fixed term with its end stated": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-12-31 none",
        "",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "fixed term counted in months": (
        "AB signed:2010-01-01 on_signature fixed:60 none",
        "",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "fixed term counted from entry into force": (
        "AB signed:2010-01-01 force:2010-03-15 fixed:12 none",
        "",
        "signed 2010-01-01 > in_force 2010-03-15 > expired 2011-03-15",
    ),
    "fixed term counted from signature": (
        "AB signed:2010-01-01 fixed:12 by_agreement",
        "",
        "signed 2010-01-01 > expired 2011-01-01",
    ),
    "fixed term counted from a month": (
        "AB signed:2010-06 on_signature fixed:12",
        "",
        "in_force 2010-06 > expired 2011-07",
    ),
    "fixed term counted from a year": (
        "AB signed:2010 on_signature fixed:24",
        "",
        "in_force 2010 > expired 2013",
    ),
    "end stated as a month": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-06",
        "",
        "in_force 2010-01-01 > expired 2014-07",
    ),
    "end stated as a year": (
        "AB signed:2010-01-01 on_signature fixed expires:2014",
        "",
        "in_force 2010-01-01 > expired 2015",
    ),
    "end stated, signature not dated": (
        "AB on_signature fixed expires:2014-12-31",
        "signed",
        "in_force ? > expired 2015-01-01",
    ),
    "end not stated": ("AB signed:2010-01-01 on_signature fixed", "", "unknown 2010-01-01"),
    "duration of an undated signature": ("AB on_signature fixed:60", "signed", "unknown ?"),
    "end not stated, only signed": ("AB signed:2010-01-01 fixed", "", "signed 2010-01-01"),
    "end not stated, entering later": (
        "AB signed:2010-01-01 fixed",
        "entered_into_force 2011",
        "signed 2010-01-01 > unknown 2011",
    ),
    "end beyond the calendar": ("AB signed:2010 on_signature fixed expires:9999-12-31", "", "in_force 2010"),
    "notice within a fixed term": (
        "AB signed:2010-01-01 on_signature fixed:60 notice:6",
        "notice_given@A 2012-01-01",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    # Term not known, or indefinite
    "indefinite": ("AB signed:2010 on_signature indefinite", "", "in_force 2010"),
    "term not known": ("AB signed:2010 on_signature", "", "in_force 2010"),
    "term not known, yet an end stated": ("AB signed:2010 on_signature expires:2015", "", "in_force 2010"),
    "indefinite, notice": (
        "AB signed:2010-01-01 on_signature indefinite notice:6",
        "notice_given@A 2014-03-10",
        "in_force 2010-01-01 > terminated 2014-09-10",
    ),
    "term not known, notice": (
        "AB signed:2010-01-01 on_signature notice:6",
        "notice_given 2014-03",
        "in_force 2010-01-01 > terminated 2014-09",
    ),
    "indefinite, notice period not known": (
        "AB signed:2010-01-01 on_signature indefinite",
        "notice_given@A 2014-03-10",
        "in_force 2010-01-01",
    ),
    "indefinite, notice without a date": (
        "AB signed:2010-01-01 on_signature indefinite notice:6",
        "notice_given@A",
        "in_force 2010-01-01 > terminated ?",
    ),
    "indefinite, notice by one of three": (
        "ABC signed:2010-01-01 on_signature indefinite notice:6",
        "notice_given@A 2014-03-10",
        "in_force 2010-01-01",
    ),
    "indefinite, notice by two of three": (
        "ABC signed:2010-01-01 on_signature indefinite notice:6",
        "notice_given@A 2014-03-10; notice_given@C 2016-01-01",
        "in_force 2010-01-01 > terminated 2016-07-01",
    ),
    # Tacit renewal
    "tacit renewal goes on": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit notice:6",
        "",
        "in_force 2010-01-01",
    ),
    "tacit renewal, notice in time": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014-06-30",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "tacit renewal, notice a day late": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014-07-01",
        "in_force 2010-01-01 > expired 2016-01-01",
    ),
    "tacit renewal by terms as long as the first": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit notice:6",
        "notice_given@B 2014-07-01",
        "in_force 2010-01-01 > expired 2020-01-01",
    ),
    "tacit renewal, notice in the third renewed term": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:3",
        "notice_given@B 2017-05-05",
        "in_force 2010-01-01 > expired 2018-01-01",
    ),
    "tacit renewal, no notice period": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12",
        "notice_given@B 2014-12-31",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "tacit renewal, the year of notice leaves it open": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014",
        "in_force 2010-01-01 > unknown 2015-01-01 > expired 2016-01-01",
    ),
    "tacit renewal, the month of notice does not": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014-06",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "tacit renewal, notice not dated": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B",
        "in_force 2010-01-01 > unknown 2015-01-01",
    ),
    "tacit renewal by the month": (
        "AB signed:2010-01-31 on_signature fixed:1 tacit:1",
        "notice_given@B 2010-04-05",
        "in_force 2010-01-31 > expired 2010-04-30",
    ),
    "tacit renewal by the month, the year of notice leaves twelve open": (
        "AB signed:2010-01-01 on_signature fixed:1 tacit:1 notice:1",
        "notice_given@B 2014",
        "in_force 2010-01-01 > unknown 2014-03-01 > expired 2015-02-01",
    ),
    "tacit renewal, length not known, notice in time": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-12-31 tacit notice:6",
        "notice_given@B 2014-06-01",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "tacit renewal, length not known, notice late": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-12-31 tacit notice:6",
        "notice_given@B 2014-08-01",
        "in_force 2010-01-01 > unknown 2015-01-01",
    ),
    "tacit renewal, length not known, notice years later": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-12-31 tacit notice:6",
        "notice_given@B 2018-08-01",
        "in_force 2010-01-01 > unknown 2018-08-01",
    ),
    "tacit renewal, end not known": (
        "AB signed:2010-01-01 on_signature fixed tacit",
        "",
        "in_force 2010-01-01",
    ),
    "tacit renewal, end not known, notice": (
        "AB signed:2010-01-01 on_signature fixed tacit",
        "notice_given 2015-01-01",
        "in_force 2010-01-01 > unknown 2015-01-01",
    ),
    "tacit renewal, notice by one of three": (
        "ABC signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014-06-01",
        "in_force 2010-01-01",
    ),
    "tacit renewal, notice by one of three and then another": (
        "ABC signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014-06-01; notice_given@A 2016-06-01",
        "in_force 2010-01-01 > expired 2017-01-01",
    ),
    "tacit renewal, one in doubt and another gone": (
        "ABC signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given@B 2014; withdrawal@A 2015-03-01",
        "in_force 2010-01-01 > unknown 2015-03-01 > expired 2016-01-01",
    ),
    "tacit renewal, notice for all three": (
        "ABC signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6",
        "notice_given 2014-06-01",
        "in_force 2010-01-01 > expired 2015-01-01",
    ),
    "tacit renewal from a year": (
        "AB signed:2010 on_signature fixed:12 tacit notice:3",
        "notice_given@A 2014-02-01",
        "in_force 2010 > unknown 2015 > expired 2016",
    ),
    # Extension and renewal
    "extended to a date": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "extended 2014-10-01 to:2017-06-30",
        "in_force 2010-01-01 > expired 2017-07-01",
    ),
    "extended by the length of the term": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "extended 2014-10-01",
        "in_force 2010-01-01 > expired 2020-01-01",
    ),
    "extended, new end not known": (
        "AB signed:2010-01-01 on_signature fixed expires:2014-12-31",
        "extended 2014-10-01",
        "in_force 2010-01-01 > in_force 2015-01-01",
    ),
    "extended, date not known": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "extended to:2017-06-30",
        "in_force 2010-01-01 > expired 2017-07-01",
    ),
    "end not stated, then extended to a date": (
        "AB signed:2010-01-01 on_signature fixed",
        "extended 2014-10-01 to:2017-06-30",
        "unknown 2010-01-01 > in_force 2014-10-01 > expired 2017-07-01",
    ),
    "renewed in time": (
        "AB signed:2010-01-01 on_signature fixed:60 by_agreement",
        "renewed 2014-12-01 from:2015-01-01",
        "in_force 2010-01-01 > expired 2020-01-01",
    ),
    "renewed for a length of its own": (
        "AB signed:2010-01-01 on_signature fixed:60 by_agreement every:24",
        "renewed 2014-12-01",
        "in_force 2010-01-01 > expired 2017-01-01",
    ),
    "renewed after a gap": (
        "AB signed:2010-01-01 on_signature fixed:60 by_agreement",
        "renewed 2016-05-01 to:2018-12-31",
        "in_force 2010-01-01 > expired 2015-01-01 > in_force 2016-05-01 > expired 2019-01-01",
    ),
    "renewed after a gap by a term": (
        "AB signed:2010-01-01 on_signature fixed:12",
        "renewed 2016-04-01 from:2016-05-01",
        "in_force 2010-01-01 > expired 2011-01-01 > in_force 2016-05-01 > expired 2017-05-01",
    ),
    "renewed after a gap, new end not known": (
        "AB signed:2010-01-01 on_signature fixed expires:2010-12-31",
        "renewed 2016-05-01",
        "in_force 2010-01-01 > expired 2011-01-01 > in_force 2016-05-01",
    ),
    "renewed twice": (
        "AB signed:2010-01-01 on_signature fixed:12",
        "renewed 2010-12-01; renewed 2011-12-01",
        "in_force 2010-01-01 > expired 2013-01-01",
    ),
    "renewed after a notice was given": (
        "AB signed:2010-01-01 on_signature fixed:12 tacit notice:3",
        "notice_given@A 2010-06-01; renewed 2010-11-01 to:2015-12-31",
        "in_force 2010-01-01",
    ),
    "renewed after notice took effect": (
        "AB signed:2010-01-01 on_signature fixed:12 tacit notice:3",
        "notice_given@A 2010-06-01; renewed 2012-03-01",
        "in_force 2010-01-01 > expired 2011-01-01 > in_force 2012-03-01",
    ),
    "term not known, renewed to a date": (
        "AB signed:2010-01-01 on_signature",
        "renewed 2014 to:2020",
        "in_force 2010-01-01 > expired 2021",
    ),
    "an indefinite term is not renewed": (
        "AB signed:2010 on_signature indefinite",
        "renewed 2014 to:2020",
        "in_force 2010",
    ),
    # Suspension
    "suspended for an interval": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01 to:2012-12-31",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2013-01-01",
    ),
    "suspended and open": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01",
        "in_force 2010-01-01 > suspended 2012-01-01",
    ),
    "suspended from another day than decided": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2011-11-20 from:2012-01",
        "in_force 2010-01-01 > suspended 2012-01",
    ),
    "suspended and reinstated": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01; reinstated 2013-05",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2013-05",
    ),
    "reinstated before the set end": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01 to:2014; reinstated 2013-05-01",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2013-05-01",
    ),
    "suspended twice": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012 to:2012; suspended 2015; reinstated 2016",
        "in_force 2010-01-01 > suspended 2012 > in_force 2013 > suspended 2015 > in_force 2016",
    ),
    "suspended by one of two": (
        "AB signed:2010-01-01 on_signature",
        "suspended@A 2012-01-01 to:2012-12-31",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2013-01-01",
    ),
    "suspended by both, the longer counts": (
        "AB signed:2010-01-01 on_signature",
        "suspended@A 2012-01-01 to:2012-12-31; suspended@B 2012-06-01 to:2013-06-30",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2013-07-01",
    ),
    "reinstated by one of the two that suspended": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01; reinstated@A 2013-01-01; reinstated@B 2014-01-01",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force 2014-01-01",
    ),
    "suspended by one of three": (
        "ABC signed:2010-01-01 on_signature",
        "suspended@A 2012-01-01 to:2012-12-31",
        "in_force 2010-01-01",
    ),
    "suspended by two of three at once": (
        "ABC signed:2010-01-01 on_signature",
        "suspended@A 2012-01-01 to:2012-12-31; suspended@B 2012-06-01 to:2013-06-30",
        "in_force 2010-01-01 > suspended 2012-06-01 > in_force 2013-01-01",
    ),
    "suspended by one of three after another withdrew": (
        "ABC signed:2010-01-01 on_signature",
        "withdrawal@A 2011; suspended@B 2012 to:2012",
        "in_force 2010-01-01 > suspended 2012 > in_force 2013",
    ),
    "suspended by one of three after another's notice ran out": (
        "ABC signed:2010-01-01 on_signature indefinite notice:6",
        "notice_given@A 2011-01-01; suspended@B 2011-05-01 to:2012",
        "in_force 2010-01-01 > suspended 2011-07-01 > in_force 2013",
    ),
    "expired beneath a suspension": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "suspended 2014-01-01 to:2016-12-31",
        "in_force 2010-01-01 > suspended 2014-01-01 > expired 2015-01-01",
    ),
    "renewed beneath a suspension": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "suspended 2014-01-01 to:2016-12-31; renewed 2016",
        "in_force 2010-01-01 > suspended 2014-01-01 > expired 2015-01-01 > suspended 2016 "
        "> in_force 2017-01-01 > expired 2022",
    ),
    "renewed tacitly on the day a suspension ends": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit",
        "suspended 2014 to:2014",
        "in_force 2010-01-01 > suspended 2014 > in_force 2015-01-01",
    ),
    "renewed on the day a suspension ends": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "suspended 2014 to:2014; renewed 2014",
        "in_force 2010-01-01 > suspended 2014 > in_force 2015-01-01 > expired 2020-01-01",
    ),
    "terminated beneath a suspension": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2014-01-01; terminated 2015-03-01; reinstated 2016",
        "in_force 2010-01-01 > suspended 2014-01-01 > terminated 2015-03-01",
    ),
    "suspended on a date not known": (
        "AB signed:2010-01-01 on_signature",
        "suspended",
        "in_force 2010-01-01 > suspended ?",
    ),
    "reinstated on a date not known": (
        "AB signed:2010-01-01 on_signature",
        "suspended 2012-01-01; reinstated",
        "in_force 2010-01-01 > suspended 2012-01-01 > in_force ?",
    ),
    "suspended in the year of signature": (
        "AB signed:2010-06-01 on_signature",
        "suspended 2010 to:2011",
        "in_force 2010-06-01 > suspended 2010 > in_force 2012",
    ),
    "suspended before it was in force": (
        "AB signed:2010-06-01 on_signature",
        "proposed 2008; suspended 2009 to:2011",
        "planned 2008 > suspended 2010-06-01 > in_force 2012",
    ),
    # Withdrawal
    "one of two withdraws": (
        "AB signed:2010-01-01 on_signature",
        "withdrawal@B 2013-04-01",
        "in_force 2010-01-01 > terminated 2013-04-01",
    ),
    "one of three withdraws": ("ABC signed:2010 on_signature", "withdrawal@B 2013-04-01", "in_force 2010"),
    "two of three withdraw": (
        "ABC signed:2010 on_signature",
        "withdrawal@B 2013-04-01; withdrawal@C 2012 from:2015-06",
        "in_force 2010 > terminated 2015-06",
    ),
    "the same one withdraws twice": (
        "ABC signed:2010 on_signature",
        "withdrawal@B 2013; withdrawal@B 2014",
        "in_force 2010",
    ),
    "a stranger withdraws": ("AB signed:2010 on_signature", "withdrawal@X 2013", "in_force 2010"),
    "all withdraw": ("ABC signed:2010 on_signature", "withdrawal 2013", "in_force 2010 > terminated 2013"),
    "the other party is not recorded": (
        "A signed:2010 on_signature",
        "withdrawal@A 2013",
        "in_force 2010 > terminated 2013",
    ),
    # The end for good
    "terminated": (
        "AB signed:2010-01-01 on_signature",
        "terminated 2015-03-01 from:2015-06-01",
        "in_force 2010-01-01 > terminated 2015-06-01",
    ),
    "terminated on a date not known": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "terminated",
        "in_force 2010-01-01 > terminated ?",
    ),
    "signed and terminated on dates not known": ("AB on_signature", "signed; terminated", "terminated ?"),
    "terminated and nothing else": ("AB", "terminated 2015", "unknown ? > terminated 2015"),
    "terminated in the year of signature": (
        "AB signed:2014-06-03 on_signature",
        "terminated 2014",
        "in_force 2014-06-03 > terminated 2014",
    ),
    "superseded": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit",
        "superseded 2018-02",
        "in_force 2010-01-01 > superseded 2018-02",
    ),
    "superseded after it expired": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "superseded 2018",
        "in_force 2010-01-01 > expired 2015-01-01 > superseded 2018",
    ),
    "nothing counts after termination": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "terminated 2012; renewed 2013; suspended 2014; superseded 2015; notice_given 2012",
        "in_force 2010-01-01 > terminated 2012",
    ),
    "terminated before the fixed date": (
        "AB signed:2014 fixed_date force:2030",
        "terminated 2016",
        "signed 2014 > terminated 2016",
    ),
    # Voiding
    "a voided termination": (
        "AB signed:2010 on_signature",
        "terminated 2012 #t; voided 2013 !t",
        "in_force 2010",
    ),
    "a voided notice": (
        "AB signed:2010-01-01 on_signature fixed:60 tacit notice:6",
        "notice_given 2014-01-01 #n; voided 2020 !n",
        "in_force 2010-01-01",
    ),
    "a voided signature": ("AB on_signature", "signed 2014 #s; proposed 2013; voided !s", "planned 2013"),
    "a voided voiding": (
        "AB signed:2010 on_signature",
        "terminated 2012 #t; voided 2013 #v !t; voided 2014 !v",
        "in_force 2010 > terminated 2012",
    ),
    "a voiding voided and restored": (
        "AB signed:2010 on_signature",
        "terminated 2012 #t; voided #v !t; voided #w !v; voided !w",
        "in_force 2010",
    ),
    "voidings that void each other": (
        "AB signed:2010 on_signature",
        "terminated 2012 #t; voided #v !w; voided #w !v; voided #x !x",
        "in_force 2010 > terminated 2012",
    ),
    "a voiding of nothing": ("AB signed:2010 on_signature", "voided 2012; voided !gone", "in_force 2010"),
    # Contradictory data
    "expires before it is in force": (
        "AB signed:2010-01-01 on_signature fixed expires:2005-12-31",
        "",
        "expired 2006-01-01",
    ),
    "terminated before it is in force": ("AB signed:2010 on_signature", "terminated 2005", "terminated 2005"),
    "terminated on the day of signature": (
        "AB signed:2010-01-01 on_signature",
        "terminated 2010-01-01",
        "terminated 2010-01-01",
    ),
    "suspended until before it began": (
        "AB signed:2010 on_signature",
        "suspended 2015 to:2012; reinstated 2011",
        "in_force 2010",
    ),
    "a duration of no months": ("AB signed:2010 on_signature fixed:0 tacit:0", "", "in_force 2010"),
    "renewed before it was signed": (
        "AB signed:2010-01-01 on_signature fixed:60",
        "renewed 2005 to:2020-12-31",
        "in_force 2010-01-01 > expired 2021-01-01",
    ),
}

TERM_DATES = {"signed": "signed_on", "force": "in_force_on", "expires": "expires_on"}
TERM_MONTHS = {"every": "renewal_months", "notice": "notice_months"}
EVENT_DATES = {"from": "effective_from", "to": "effective_to"}


def terms_of(notation: str) -> Terms:
    parties, *words = notation.split()
    values: dict[str, Any] = {"parties": tuple(parties)}
    for word in words:
        name, _, value = word.partition(":")
        if name in TERM_DATES:
            values[TERM_DATES[name]] = PartialDate.parse(value)
        elif name in TERM_MONTHS:
            values[TERM_MONTHS[name]] = int(value)
        elif name in set(EffectRule):
            values["effect_rule"] = EffectRule(name)
        elif name in set(Term):
            values |= {"term": Term(name), "duration_months": int(value) if value else None}
        else:
            values |= {"renewal": Renewal(name)} | ({"renewal_months": int(value)} if value else {})
    return Terms(**values)


def events_of(notation: str) -> list[LifecycleEvent]:
    return [event_of(each, number) for number, each in enumerate(filter(None, notation.split("; ")))]


def event_of(notation: str, number: int) -> LifecycleEvent:
    kind, *words = notation.split()
    kind, _, party = kind.partition("@")
    values: dict[str, Any] = {"id": number, "party": party or None}
    for word in words:
        name, _, value = word.partition(":")
        if word[0] in "#!":
            values["id" if word[0] == "#" else "voids"] = word[1:]
        elif value:
            values[EVENT_DATES[name]] = PartialDate.parse(value)
        else:
            values["date"] = PartialDate.parse(word)
    return LifecycleEvent(kind=EventKind(kind), **values)


def written(since: PartialDate | None) -> str:
    return "?" if since is None else str(since)


def periods_of(terms: str, events: str = "") -> list[Period]:
    return status_periods(terms_of(terms), events_of(events))


def reason_of(terms: str, events: str = "", on: str = "9999-12-31") -> Reason:
    period = status_on(periods_of(terms, events), date.fromisoformat(on))
    assert period is not None
    return period.reason


@pytest.mark.parametrize(("terms", "events", "expected"), CASES.values(), ids=CASES)
def test_status_over_time(terms: str, events: str, expected: str) -> None:
    bounds = [tuple(each.split()) for each in expected.split(" > ")]
    untils = [since for _, since in bounds[1:]]
    periods = periods_of(terms, events)
    assert [(period.status.value, written(period.since)) for period in periods] == bounds
    assert [written(period.until) for period in periods[:-1]] == untils
    assert periods[-1].until is None


def test_there_are_cases_enough_to_meet_every_reason() -> None:
    met = {period.reason.code for terms, events, _ in CASES.values() for period in periods_of(terms, events)}
    assert met == set(SENTENCES)
    assert len(CASES) >= 70


def test_there_are_cases_enough_to_meet_every_status_and_event() -> None:
    events = " ".join(events for _, events, _ in CASES.values())
    expected = " ".join(expected for _, _, expected in CASES.values())
    assert set(EventKind) <= set(re.findall(r"\w+", events))
    assert set(Status) <= set(re.findall(r"\w+", expected))


# Look-up days


def test_a_bound_is_looked_up_on_the_earliest_day_it_can_mean() -> None:
    periods = periods_of("AB signed:2010-06 on_signature fixed expires:2014")
    assert [(period.first_day, period.last_day) for period in periods] == [
        (date(2010, 6, 1), date(2014, 12, 31)),
        (date(2015, 1, 1), date.max),
    ]


def test_a_start_that_is_not_known_is_looked_up_from_the_first_of_all_days() -> None:
    (period,) = periods_of("AB on_signature", "signed")
    assert (period.first_day, period.last_day) == (date.min, date.max)


@pytest.mark.parametrize("when", ["", " 2010"])
def test_an_end_that_may_lie_before_the_beginning_is_looked_up_from_the_day_after(when: str) -> None:
    before, after = periods_of("AB signed:2010-06-03 on_signature", f"terminated{when}")
    assert (before.first_day, before.last_day) == (date(2010, 6, 3), date(2010, 6, 3))
    assert after.first_day == date(2010, 6, 4)


def test_the_last_undated_approval_is_looked_up_after_the_dated_ones() -> None:
    terms = "AB signed:2014-01-01 on_last_approval"
    assert periods_of(terms, "approved@A 2016-03-01; approved@B")[-1].first_day == date(2016, 3, 2)


def test_no_status_is_known_before_the_first_period() -> None:
    periods = periods_of("AB signed:2010-06-03 on_signature fixed:12")
    assert status_on(periods, date(2010, 6, 2)) is None
    assert status_on(periods, date(2010, 6, 3)) == periods[0]
    assert status_on(periods, date(2011, 6, 2)) == periods[0]
    assert status_on(periods, date(2011, 6, 3)) == periods[1]
    assert status_on([], date(2011, 6, 3)) is None


# Reasons


@pytest.mark.parametrize(
    ("terms", "events", "code", "event", "clause"),
    [
        ("AB signed:2010 on_signature", "", "in_force_on_signature", None, "signed_on"),
        ("AB on_signature", "signed 2010 #s", "in_force_on_signature", "s", None),
        ("AB signed:2010 on_signature fixed expires:2014 none", "", "expired_no_renewal", None, "expires_on"),
        ("AB signed:2010 on_signature fixed:12", "", "expired_renewal_unknown", None, "duration_months"),
        ("AB signed:2010 on_signature fixed:12", "extended to:2014 #x", "expired_renewal_unknown", "x", None),
        ("AB signed:2010 on_signature", "terminated 2014 #t", "terminated", "t", None),
        (
            "AB signed:2010-01-01 on_signature fixed:12 tacit",
            "notice_given 2010 #n",
            "expired_by_notice",
            "n",
            None,
        ),
        ("AB signed:2010 on_signature fixed", "", "fixed_term_end_unknown", None, "term"),
        ("AB signed:2010 on_signature", "withdrawal@A 2014 #w", "fewer_than_two_parties", "w", None),
    ],
)
def test_a_reason_names_the_event_or_the_clause_behind_it(
    terms: str, events: str, code: str, event: str | None, clause: str | None
) -> None:
    reason = reason_of(terms, events)
    assert (reason.code, reason.event, reason.clause) == (code, event, clause)


def test_the_sentence_says_why_it_expired() -> None:
    reason = reason_of(
        "AB signed:2010-01-01 on_signature fixed:60 tacit:12 notice:6", "notice_given@B 2014-07-01"
    )
    assert sentence(reason.code, reason.params, "en") == (
        "Expired: notice was given on 1 July 2014, too late for the term that ended on 31 December 2014, "
        "and it ended with the following term on 31 December 2015."
    )
    assert sentence(reason.code, reason.params, "ar") == (
        "منتهية المدة: قُدّم إشعار الإنهاء في 1 تموز 2014 بعد فوات موعده "
        "للمدة المنتهية في 31 كانون الأول 2014، فانتهت بنهاية المدة التالية في 31 كانون الأول 2015."
    )


@pytest.mark.parametrize(
    ("terms", "events", "told"),
    [
        ("fixed:60 tacit", "", "It has renewed itself tacitly since 1 January 2015."),
        ("fixed:60", "extended 2014 to:2017", "It was then extended until 2017."),
        ("fixed:12", "renewed 2010; renewed 2011", "It was then renewed until 31 December 2012."),
    ],
)
def test_a_status_that_was_prolonged_says_by_what(terms: str, events: str, told: str) -> None:
    reason = reason_of(f"AB signed:2010-01-01 on_signature {terms}", events, on="2010-06-01")
    assert sentence(reason.code, reason.params, "en") == (
        f"In force since 1 January 2010, the date of signature. {told}"
    )


def test_monthly_renewal_over_thousands_of_years_is_computed_not_walked() -> None:
    started = perf_counter()
    for _ in range(20):
        periods = periods_of("AB signed:1000-01-01 on_signature fixed:1 tacit:1", "notice_given 9990-05-05")
    assert perf_counter() - started < 1
    assert [written(period.since) for period in periods] == ["1000-01-01", "9990-06-01"]


# Laws

FINAL = {Status.TERMINATED, Status.SUPERSEDED, Status.NOT_CONCLUDED}
PARTIES = ("A", "B", "C", "D")

near_days = st.dates(min_value=date(2010, 1, 1), max_value=date(2016, 12, 31))
any_days = near_days | st.dates(min_value=date(1000, 1, 1)) | st.just(date.max) | st.just(date(1000, 1, 1))
partial_dates = st.builds(
    lambda day, depth: PartialDate(*(day.year, day.month, day.day)[:depth]),
    near_days | any_days,
    st.integers(1, 3),
)
maybe_dates = st.none() | partial_dates
maybe_months = st.none() | st.sampled_from([1, 3, 6, 12, 60]) | st.integers(0, 2000)


@st.composite
def any_terms(draw: st.DrawFn) -> Terms:
    return Terms(
        parties=PARTIES[: draw(st.sampled_from([2, 2, 3, 0, 1, 4]))],
        signed_on=draw(maybe_dates),
        effect_rule=draw(st.sampled_from(EffectRule)),
        in_force_on=draw(maybe_dates),
        term=draw(st.sampled_from(Term)),
        duration_months=draw(maybe_months),
        expires_on=draw(maybe_dates),
        renewal=draw(st.sampled_from(Renewal)),
        renewal_months=draw(maybe_months),
        notice_months=draw(maybe_months),
    )


@st.composite
def any_event(draw: st.DrawFn, number: int) -> LifecycleEvent:
    kind = draw(st.sampled_from(EventKind))
    return LifecycleEvent(
        id=number,
        kind=kind,
        party=draw(st.none() | st.sampled_from(PARTIES)),
        date=draw(maybe_dates),
        effective_from=draw(st.none() | maybe_dates),
        effective_to=draw(maybe_dates),
        voids=draw(st.none() | st.integers(0, 7)) if kind == EventKind.VOIDED else None,
    )


@st.composite
def any_events(draw: st.DrawFn) -> list[LifecycleEvent]:
    return [draw(any_event(number)) for number in range(draw(st.integers(0, 7)))]


@settings(max_examples=250, deadline=None)
@given(any_terms(), any_events(), st.lists(any_days, max_size=3))
def test_periods_are_ordered_and_leave_no_hole(
    terms: Terms, events: list[LifecycleEvent], days: list[date]
) -> None:
    periods = status_periods(terms, events)
    assert periods
    for period in periods:
        assert period.first_day <= period.last_day
    for period, following in pairwise(periods):
        assert period.last_day + timedelta(days=1) == following.first_day
        assert period.until == following.since
    assert (periods[-1].last_day, periods[-1].until) == (date.max, None)
    for day in [*days, *edges_of(periods)]:
        covering = [period for period in periods if period.first_day <= day <= period.last_day]
        assert covering == [period for period in [status_on(periods, day)] if period]


def edges_of(periods: list[Period]) -> Iterator[date]:
    for period in periods:
        yield from (period.first_day, period.last_day)
    if periods[0].first_day > date.min:
        yield periods[0].first_day - timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(any_terms(), any_events())
def test_a_look_up_day_is_one_that_the_bound_can_mean(terms: Terms, events: list[LifecycleEvent]) -> None:
    for period in status_periods(terms, events):
        if period.since:
            assert period.since.earliest <= period.first_day <= period.since.latest


@settings(max_examples=120, deadline=None)
@given(any_terms(), any_events())
def test_what_ends_an_agreement_for_good_is_the_last_of_it(
    terms: Terms, events: list[LifecycleEvent]
) -> None:
    periods = status_periods(terms, events)
    assert not FINAL & {period.status for period in periods[:-1]}
    assert not any(period.status == Status.PLANNED for period in periods[1:])


@settings(max_examples=120, deadline=None)
@given(any_terms(), any_events(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_is_irrelevant(
    terms: Terms, events: list[LifecycleEvent], random: Any
) -> None:
    shuffled = random.sample(events, len(events))
    assert status_periods(terms, shuffled) == status_periods(terms, events)


@settings(max_examples=120, deadline=None)
@given(any_terms(), any_events(), any_event(100), maybe_dates)
def test_an_event_that_is_voided_changes_nothing(
    terms: Terms, events: list[LifecycleEvent], event: LifecycleEvent, when: PartialDate | None
) -> None:
    voiding = LifecycleEvent(id=101, kind=EventKind.VOIDED, date=when, voids=100)
    assert status_periods(terms, [*events, event, voiding]) == status_periods(terms, events)


@settings(max_examples=120, deadline=None)
@given(any_terms(), any_events())
def test_every_reason_has_a_sentence_in_both_languages(terms: Terms, events: list[LifecycleEvent]) -> None:
    for period in status_periods(terms, events):
        for language in ("ar", "en"):
            assert sentence(period.reason.code, period.reason.params, language).endswith(".")


@settings(max_examples=120, deadline=None)
@given(any_terms(), any_events())
def test_plain_codes_do_as_well_as_enumerations(terms: Terms, events: list[LifecycleEvent]) -> None:
    plain_terms = Terms(
        **{
            name: str(value) if isinstance(value, Term | Renewal | EffectRule) else value
            for name, value in ((name, getattr(terms, name)) for name in Terms.__dataclass_fields__)
        }
    )
    plain_events = [
        LifecycleEvent(**{name: getattr(event, name) for name in fields} | {"kind": str(event.kind)})
        for event in events
        for fields in [LifecycleEvent.__dataclass_fields__]
    ]
    assert status_periods(plain_terms, plain_events) == status_periods(terms, events)
