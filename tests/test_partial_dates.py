"""A date is known to the year, to the month or to the day, and nothing is invented beyond that."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agreements.partial_dates import FAULTS, PartialDate, PartialDateError

days = st.dates(min_value=date(1000, 1, 1))
partial_dates = st.one_of(
    days.map(PartialDate.of),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
)
inner_dates = partial_dates.filter(lambda each: 1000 < each.year < 9999)
EASTERN_DIGITS = [
    str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
]


def d(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31), "year"),
        ("2014-06", date(2014, 6, 1), date(2014, 6, 30), "month"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2014-06-03", date(2014, 6, 3), date(2014, 6, 3), "day"),
        ("1000", date(1000, 1, 1), date(1000, 12, 31), "year"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(
    text: str, earliest: date, latest: date, precision: str
) -> None:
    assert (d(text).earliest, d(text).latest, d(text).precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2014", "2014"),
        ("2014-06", "2014-06"),
        ("06/2014", "2014-06"),
        ("6.2014", "2014-06"),
        ("3/6/2014", "2014-06-03"),
        ("03-06-2014", "2014-06-03"),
        ("3.6.2014", "2014-06-03"),
        ("3,6,2014", "2014-06-03"),
        ("2014/6/3", "2014-06-03"),
        ("  3 / 6 / 2014 ", "2014-06-03"),
        ("٢٠١٤", "2014"),
        ("٠٦/٢٠١٤", "2014-06"),
        ("٣/٦/٢٠١٤", "2014-06-03"),
        ("۲۰۱۴-۰۶-۰۳", "2014-06-03"),
        ("٣؍٦؍٢٠١٤", "2014-06-03"),
        ("\u200f٣\u200f/٦/٢٠١٤\u200e", "2014-06-03"),
        ("\u202b\u2067 3/6/2014 \u2069\u202c\u061c", "2014-06-03"),
        ("\u00a029/2/2016\u00a0", "2016-02-29"),
    ],
)
def test_a_clerk_may_type_a_date_in_many_ways(typed: str, meant: str) -> None:
    assert str(PartialDate.read(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "malformed"),
        ("   ", "malformed"),
        ("June 2014", "malformed"),
        ("14", "malformed"),
        ("3/6/14", "malformed"),
        ("3/6-2014", "malformed"),
        ("1/3/6/2014", "malformed"),
        ("2014/6/", "malformed"),
        ("12014", "malformed"),
        ("20146", "malformed"),
        ("2014-13", "no_such_month"),
        ("0/2014", "no_such_month"),
        ("3/13/2014", "no_such_month"),
        ("٣١/٠٢/٢٠١٤", "no_such_day"),
        ("29/2/2014", "no_such_day"),
        ("0/6/2014", "no_such_day"),
        ("0999", "year_out_of_range"),
        ("1/1/0001", "year_out_of_range"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason_and_the_text_as_typed(typed: str, code: str) -> None:
    with pytest.raises(PartialDateError) as refusal:
        PartialDate.read(typed)
    assert (refusal.value.code, refusal.value.text) == (code, typed)
    assert FAULTS[refusal.value.code] in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["2014-6", "06/2014", "٢٠١٤", " 2014", "2014-06-03T00:00", "2014\n", "20140603", "2014-"]
)
def test_parse_takes_nothing_but_iso(text: str) -> None:
    with pytest.raises(PartialDateError) as refusal:
        PartialDate.parse(text)
    assert refusal.value.code == "malformed"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((2014, 13), "no_such_month"),
        ((2014, 2, 30), "no_such_day"),
        ((999,), "year_out_of_range"),
        ((10000,), "year_out_of_range"),
        ((2014, None, 3), "malformed"),
    ],
)
def test_a_date_that_does_not_exist_cannot_be_made(parts: tuple[int, ...], code: str) -> None:
    with pytest.raises(PartialDateError) as refusal:
        PartialDate(*parts)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("one", "other", "before", "not_after"),
    [
        ("2013", "2014", True, True),
        ("2014", "2013", False, False),
        ("2014", "2014", None, None),
        ("2014", "2014-06", None, None),
        ("2014-12-31", "2014", False, None),
        ("2014", "2014-12-31", None, True),
        ("2014", "2014-01-01", False, None),
        ("2014-06-03", "2014-06-03", False, True),
        ("2014-06-03", "2014-06-04", True, True),
    ],
)
def test_comparison_says_so_when_it_cannot_be_decided(
    one: str, other: str, before: bool | None, not_after: bool | None
) -> None:
    assert d(one).before(d(other)) is before
    assert d(one).not_after(d(other)) is not_after


def test_there_is_no_order_but_the_sort_key() -> None:
    with pytest.raises(TypeError):
        sorted([d("2014"), d("2013")])  # type: ignore[type-var]
    dates = [d("2014-02"), d("2014"), d("2014-01-01"), d("2014-01")]
    assert [str(each) for each in sorted(dates, key=lambda each: each.sort_key)] == [
        "2014-01-01",
        "2014-01",
        "2014",
        "2014-02",
    ]


@pytest.mark.parametrize(
    ("start", "months", "result"),
    [
        ("2014-06-03", 24, "2016-06-03"),
        ("2015-01-31", 1, "2015-02-28"),
        ("2016-01-31", 1, "2016-02-29"),
        ("2015-03-31", -1, "2015-02-28"),
        ("2014-11", 3, "2015-02"),
        ("2014-01", -1, "2013-12"),
        ("2014", 24, "2016"),
        ("2014", 18, "2015"),
        ("2014", 11, "2014"),
        ("2014", -1, "2013"),
        ("2014", 0, "2014"),
    ],
)
def test_months_are_added_at_the_precision_that_is_known(start: str, months: int, result: str) -> None:
    assert str(d(start).plus_months(months)) == result


@pytest.mark.parametrize("last", ["9999", "9999-12", "9999-12-31"])
def test_nothing_follows_the_end_of_the_calendar(last: str) -> None:
    with pytest.raises(OverflowError):
        d(last).following()


@pytest.mark.parametrize("first", ["1000", "1000-01", "1000-01-01"])
def test_nothing_precedes_the_start_of_the_calendar(first: str) -> None:
    with pytest.raises(OverflowError):
        d(first).preceding()


def test_adding_more_months_than_there_are_years_overflows() -> None:
    with pytest.raises(OverflowError):
        d("2014-06-03").plus_months(10**9)


@given(partial_dates)
def test_parsing_what_is_written_gives_the_same_date(each: PartialDate) -> None:
    assert d(str(each)) == each
    assert hash(d(str(each))) == hash(each)
    assert PartialDate.read(str(each)) == each


@given(partial_dates, st.sampled_from(EASTERN_DIGITS), st.sampled_from("-/.,"))
def test_eastern_digits_read_as_western_ones(each: PartialDate, digits: dict[int, int], mark: str) -> None:
    typed = mark.join(reversed(str(each).split("-")))
    assert PartialDate.read(typed.translate(digits)) == PartialDate.read(typed) == each


@given(st.text(max_size=12) | st.from_regex(r"[0-9٠-٩]{1,4}[-/.]?[0-9]{0,2}[-/.]?[0-9]{0,4}", fullmatch=True))
def test_any_text_is_a_date_or_refused_by_name(text: str) -> None:
    try:
        outcome: object = PartialDate.read(text)
    except PartialDateError as refusal:
        outcome = refusal.code
    assert isinstance(outcome, PartialDate) or outcome in FAULTS


@given(partial_dates, partial_dates)
def test_comparison_agrees_with_the_days_at_the_ends(one: PartialDate, other: PartialDate) -> None:
    assert (one.before(other) is True) == (one.latest < other.earliest)
    assert (one.before(other) is False) == (not one.earliest < other.latest)
    assert (one.not_after(other) is True) == (one.latest <= other.earliest)
    assert (one.not_after(other) is False) == (not one.earliest <= other.latest)
    assert one.after(other) == other.before(one)


@given(partial_dates, partial_dates)
def test_before_is_antisymmetric(one: PartialDate, other: PartialDate) -> None:
    assert not (one.before(other) and other.before(one))
    if one.before(other):
        assert other.before(one) is False
        assert one.not_after(other) is True
        assert other.not_after(one) is False


@given(inner_dates)
def test_following_and_preceding_undo_each_other(each: PartialDate) -> None:
    assert each.following().preceding() == each == each.preceding().following()
    assert each.following().precision == each.precision
    assert (each.following().earliest - each.latest).days == 1


@given(partial_dates, st.integers(-2400, 2400))
def test_adding_months_keeps_the_precision_and_can_be_undone_but_for_month_ends(
    each: PartialDate, months: int
) -> None:
    assume(1300 < each.year < 9700)
    there = each.plus_months(months)
    assert there.precision == each.precision
    if each.precision == "month" or months % 12 == 0:
        assert abs((there.plus_months(-months).earliest - each.earliest).days) <= 1
