"""A cell gives back what was put into it, and no spreadsheet runs it."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.exchange.cells import guarded, join, split, unguarded

# Spaces around a field do not count, and an item of empty fields is none.
fields = st.text(st.one_of(st.sampled_from("|\\\n\r =+@'-"), st.characters(exclude_categories=["Cs"]))).map(
    str.strip
)
items = st.lists(st.lists(fields, min_size=1, max_size=4).filter(any), max_size=4)


@given(items)
def test_a_list_comes_back_as_it_was_written(written: list[list[str]]) -> None:
    assert split(join(written)) == written


@given(st.text(st.sampled_from("=+-@'\t\rab＝٣ ")))
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(tuple("=+-@\t\r＝＋－＠"))
    assert unguarded(guarded(text)) == text


def test_a_clerk_may_leave_out_spaces_and_end_lines_as_windows_does() -> None:
    assert split("hebron|party\r\namman | lead ") == [["hebron", "party"], ["amman", "lead"]]
