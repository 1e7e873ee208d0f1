"""Makes the facts of a further torch release: what differs from those of the release that has all of them.

    python tools/probe_facts.py --work A --tables A/tables.json               # with the further release
    python tools/release_facts.py names A/tables.json > A/names.txt
    python tools/probe_facts.py --work B --tables B/tables.json --names A/names.txt    # with the base release
    python tools/release_facts.py facts A/tables.json B/tables.json
    python tools/release_facts.py fit
    python tools/release_facts.py table

``names`` prints the callables whose records differ from the base's. The third step measures those again with the base
release in the environment of the first: what differs there too is due to that environment, not to the release, and is
left out. ``facts`` writes dynamo/data/facts-<release>.json. ``fit`` is for when the base has got more facts: a further
release, which was not measured for them, says nothing of those with ids that it does not have. ``table`` writes
docs/releases.md from all data files. None of the four needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from probes.assemble import DATA, TABLES, dump  # noqa: E402

from gblint.dynamo import facts, registry  # noqa: E402

BASE = "2.13"
PAGE = ROOT / "docs" / "releases.md"
Tables = dict[str, Any]
Record = dict[str, Any]
# Names of other packages hang on which version of them is installed, not on torch.
OURS = "torch."


def read(path: Path) -> Tables:
    loaded: Tables = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def same_object(name: str, tables: Tables) -> Record | None:
    """The record of ``name``, or of the other name under which these tables have the object."""
    found: Record | None = tables["callables"].get(name) or tables["callables"].get(tables["aliases"].get(name))
    return found


def differing(base: Tables, new: Tables) -> list[str]:
    """The callables of either whose records differ. Of what could not be measured nothing is said."""
    every = base["callables"].keys() | new["callables"].keys()
    measured = [name for name in every if same_object(name, new) is not None or lacks(name, new)]
    return sorted(name for name in measured if same_object(name, base) != same_object(name, new))


def lacks(name: str, tables: Tables) -> bool:
    """Whether a release has no such callable: its own catalogue lacks it, or it leads nowhere."""
    return name not in tables["asked"] or name in tables["absent"]


def to_measure(base: Tables, new: Tables) -> list[str]:
    """What ``differing`` names, and whatever else is the same object: a record may have been put together of both."""
    names = set(differing(base, new))
    chiefs = names | {tables["aliases"].get(name, name) for tables in (base, new) for name in names}
    twins = {alias for tables in (base, new) for alias, target in tables["aliases"].items() if target in chiefs}
    return sorted(chiefs | twins)


def settle(base: Record, new: Record, control: Record) -> Record:
    """The record of the release: a kind of argument as in the base where the base release says the same today."""
    made: Record = {}
    for kind in dict.fromkeys((*base, *new)):
        tables = base if _value(new, kind) == _value(control, kind) else new
        if kind in tables:
            made[kind] = tables[kind]
    return made


def _value(record: Record, kind: str) -> Any:
    """What a record says of a kind, ``...`` where it says nothing: null says that the call is traced."""
    return record.get(kind, ...)


def changes(base: Tables, new: Tables, control: Tables) -> Tables:
    """The tables of the release's data file: what is not as in ``base``, null for what is gone."""
    callables: dict[str, Record | None] = {}
    doubtful: list[str] = []
    for name in differing(base, new):
        ours, theirs, today = same_object(name, base), same_object(name, new), same_object(name, control)
        if theirs is None:
            if today is not None and name not in control["absent"]:
                callables[name] = None
        elif ours is None:
            if today is None:
                callables[name] = theirs
        elif today is None:
            doubtful.append(name)
        elif name in base["callables"] and (made := settle(ours, theirs, today)) != ours:
            callables[name] = made
    if doubtful:
        print(f"{len(doubtful)} could not be measured again in the base: {doubtful}", file=sys.stderr)
    known = {name for name in base["callables"] if name not in callables} | {n for n, r in callables.items() if r}
    aliases: dict[str, str | None] = {
        name: None for name, record in callables.items() if record and name in base["aliases"]
    }
    owners = facts.homes(known)
    for name, target in new["aliases"].items():
        chief = target if target in known else base["aliases"].get(target, target)
        if name.startswith(OURS) and name not in known and chief in known | owners:
            if base["aliases"].get(name) != chief:
                aliases[name] = chief
    bases = {
        name: found
        for name, found in new["bases"].items()
        if name.startswith(OURS) and found != base["bases"].get(name) and found != control["bases"].get(name)
    }
    return {"aliases": aliases, "bases": bases, "wildcards": {}, "callables": callables}


def write_facts(new: Tables, control: Tables) -> None:
    """Writes the data file of the release that ``new`` was measured with."""
    base = facts.tables(BASE)
    made = changes(base, new, control)
    release = ".".join(new["measured"]["torch"].split(".")[:2])
    # Of those screened only default mode was measured, and was as in the base.
    counts = {"callables": len(new["callables"]), "screened": new["screened"]}
    data = {"measured": {**new["measured"], **counts}, "base": BASE}
    dump(DATA / f"facts-{release}.json", {**data, **{title: made[title] for title in TABLES}})
    gone = sum(record is None for record in made["callables"].values())
    added = sum(name not in base["callables"] for name in made["callables"])
    print(
        f"{release}: {counts}, {len(made['callables'])} not as in {BASE} "
        f"({added} new, {gone} gone), {len(made['aliases'])} aliases, {len(made['bases'])} bases",
        file=sys.stderr,
    )


def fit(release: str) -> None:
    """Makes the data file of a further release agree with a base that has grown since."""
    path = DATA / f"facts-{release}.json"
    data, base = read(path), facts.tables(BASE)
    known = registry.load()
    for name, record in base["callables"].items():
        if not all(known.in_release(code, release) for code in _ids(record)):
            data["callables"].setdefault(name, {})
    for title in TABLES:
        data[title] = {name: entry for name, entry in data[title].items() if entry != base[title].get(name)}
    whole = {**base["callables"], **data["callables"]}
    data["aliases"].update((name, None) for name in base["aliases"] if whole.get(name) is not None)
    names = {name: target for name, target in {**base["aliases"], **data["aliases"]}.items() if target is not None}
    for name, target in names.items():
        while target in names:
            target = data["aliases"][name] = names[target]
    dump(path, data)


def _ids(record: Record) -> set[str]:
    """The ids that a record names."""
    parts = [value if isinstance(value, dict) else {"all": value} for value in record.values()]
    modes = ("all", "default", "captured", "fullgraph")
    found = {part[mode] for part in parts for mode in modes if part.get(mode)}
    return {code for code in found.union(*(part.get("also", ()) for part in parts)) if code != "error"}


def outcome(value: Any) -> str:
    """A record's value for a reader: the default mode's outcome, then the modes that differ from it."""
    if not isinstance(value, dict):
        return value or "traced"
    modes = {mode: value.get("all", value.get(mode)) or "traced" for mode in ("default", "captured", "fullgraph")}
    text = modes.pop("default")
    if value.get("used"):
        text += " once used"
    others: dict[str, list[str]] = {}
    for mode, code in modes.items():
        if code != text.partition(" ")[0]:
            others.setdefault(code, []).append(mode)
    more = [f"{', '.join(found)}: {code}" for code, found in others.items()]
    if "also" in value:
        more.append(f"also: {', '.join(value['also'])}")
    return f"{text} ({'; '.join(more)})" if more else text


def rows(releases: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Callable, kinds of argument, and what happens in each release, where that is not the same in all."""
    tables = {release: facts.tables(release)["callables"] for release in releases}
    for name in sorted(set().union(*tables.values())):
        records = [tables[release].get(name) for release in releases]
        if all(record == records[0] for record in records):
            continue
        by_cells: dict[tuple[str, ...], list[str]] = {}
        for kind in dict.fromkeys(kind for record in records for kind in record or ()):
            values = [_effective(record, kind) for record in records]
            if any(value != values[0] for value in values):
                cells = tuple(_cell(record, value) for record, value in zip(records, values, strict=True))
                by_cells.setdefault(cells, []).append(kind)
        for cells, kinds in by_cells.items():
            yield name, ", ".join(kinds), cells


def _effective(record: Record | None, kind: str) -> Any:
    """What holds for a kind of argument: the value of the kind that stands for it where it has none of its own."""
    return ... if record is None else facts.value(record, kind, ...)


def _cell(record: Record | None, value: Any) -> str:
    return "not there" if record is None else "not measured" if value is ... else outcome(value)


def page() -> str:
    """The text of docs/releases.md."""
    releases = facts.releases()
    found = list(rows(releases))
    known = {release: facts.tables(release)["callables"] for release in releases}
    counts = Counter(
        release
        for release in releases
        for name in {name for name, _, _ in found}
        if known[release].get(name) != known[BASE].get(name)
    )
    lines = [
        "# What changed between torch releases",
        "",
        "Written by `python tools/release_facts.py table` from the facts that come with gblint. A row is a callable",
        "that Dynamo does not treat alike in all releases with facts, and the kinds of argument for which it does not",
        "(`const`: no tensor among them; see `src/gblint/dynamo/facts.py`). A cell is what happens in default mode,",
        "and in parentheses what is different with the capture flags (captured) and under fullgraph, and further ids",
        "that the same call shows. *not there*: the release has no such callable; *not measured*: nothing is known for",
        "such arguments.",
        "",
        *(_about(release, counts[release]) for release in releases),
        "",
        f"| callable | arguments | {' | '.join(releases)} |",
        "|---|---|" + "---|" * len(releases),
        *(f"| `{name}` | {kinds} | {' | '.join(cells)} |" for name, kinds, cells in found),
    ]
    return "\n".join(lines) + "\n"


def _about(release: str, different: int) -> str:
    """One line on what the facts of a release are."""
    known = facts.load(release).measured
    if release == BASE:
        return f"- {release}: measured with torch {known['torch']}; all facts."
    line = f"- {release}: {known['callables']} callables measured with torch {known['torch']}, "
    line += f"{different} not as in {BASE}"
    if known["screened"]:
        line += f"; of {known['screened']} of them default mode alone, which is as in {BASE}"
    return f"{line}. Callables that were not measured are taken to be as in {BASE}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("names").add_argument("tables", type=Path)
    writing = commands.add_parser("facts")
    writing.add_argument("tables", type=Path)
    writing.add_argument("control", type=Path)
    commands.add_parser("fit")
    commands.add_parser("table")
    options = parser.parse_args()
    if options.command == "names":
        print("\n".join(to_measure(facts.tables(BASE), read(options.tables))))
    elif options.command == "facts":
        write_facts(read(options.tables), read(options.control))
    elif options.command == "fit":
        for release in facts.releases():
            if release != BASE:
                fit(release)
    else:
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
