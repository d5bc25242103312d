"""Cells that say that nothing is known: what people write where others leave a cell empty."""

import re
from functools import lru_cache

from agreements.arabic import fold

# Of these columns; elsewhere such a word is one of a list or of a text, and is taken for what it says.
COLUMNS = re.compile(
    r"(?:signed|in_force|expires|told_status)_on|duration|duration_years|domains|place|signatories"
    r"|source_(?:title|publisher|url)|(?:city|country|signatory|office)_[123]|parties"
)
LONGEST = 40
OF_WHAT = r"(?:(?:ال)?(?:مدينه|بلديه|جهه|دوله|تاريخ|مده|اسم) )?"
SAID = re.compile(
    rf"{OF_WHAT}(?:غير (?:معروف|معلوم|متوفر|متاح|مذكور|مسجل|مبين|موجود)ه?"
    r"|لا ?(?:يوجد|توجد|يعرف|يذكر|شيء|ينطبق)|مجهوله?"
    r"|unknown(?: city)?|not (?:known|stated|available|recorded|applicable)|n ?a|tbd|tbc|nil)"
)


def says_nothing(column: str, text: str) -> bool:
    """Whether a cell of this column, by its key, only says that nothing is known.

    >>> says_nothing("signed_on", "غير معروف"), says_nothing("city_2", "—"), says_nothing("country_1", "NA")
    (True, True, False)
    """
    return bool(COLUMNS.fullmatch(column)) and len(text) <= LONGEST and _said(text)


@lru_cache(maxsize=20_000)
def _said(text: str) -> bool:
    if not any(character.isalnum() for character in text):
        return True
    return bool(SAID.fullmatch(re.sub(r"[\s./]+", " ", fold(text)).strip())) and text.strip() != "NA"
