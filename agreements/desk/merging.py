"""Two people changed the same record: what each changed, and both together.

All three states (as the second found the record, as it stands now, as the second wants it) are the
fields of the entry form by name. What only one of them changed stands; what both changed differently is
for the second to choose, field by field.
"""

from dataclasses import dataclass, field

Typed = dict[str, list[str]]

ROWS = ("party", "signatory", "source", "event", "domain", "file")


@dataclass
class Merge:
    """`merged`: both changes, with the second's where they differ. `conflicts`: the fields in which they
    differ, with what the other wrote. `theirs`: the fields that only the other changed."""

    merged: Typed
    conflicts: dict[str, list[str]] = field(default_factory=dict)
    theirs: list[str] = field(default_factory=list)


def merge(found: Typed, now: Typed, wanted: Typed) -> Merge:
    """Bring together what was found, what is there now and what is wanted."""
    result = Merge({})
    for name in {**now, **wanted}:
        before, there, mine = (_plain(state.get(name, [])) for state in (found, now, wanted))
        if name in ROWS:
            result.merged[name] = _rows(before, there, mine)
            if set(there) != set(before):
                result.theirs.append(name)
        elif mine in (before, there) or name not in wanted:
            result.merged[name] = there
            if there != before:
                result.theirs.append(name)
        else:
            result.merged[name] = mine
            if there != before and name in now:
                result.conflicts[name] = there
    return result


def taking(found: Typed, wanted: Typed, names: list[str]) -> Typed:
    """What is wanted, with what was found there in these fields: the other person's words are taken. A city
    goes with its name."""
    cities = [name.removesuffix("_name") for name in names if name.endswith("-city_name")]
    return wanted | {name: found[name] for name in (*names, *cities) if name in found}


def _plain(values: list[str]) -> list[str]:
    """Values as they are compared: without blanks around them, an empty one like none."""
    stripped = [value.replace("\r\n", "\n").strip() for value in values]
    return [] if stripped == [""] else stripped


def _rows(before: list[str], there: list[str], mine: list[str]) -> list[str]:
    """The keys of the rows: mine, less those that the other removed, and those that the other added."""
    removed = set(before) - set(there)
    added = [key for key in there if key not in before and key not in mine]
    return [key for key in mine if key not in removed] + added
