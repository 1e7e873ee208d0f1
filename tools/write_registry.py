"""Write ``src/gblint/dynamo/data/registry.json``: every graph-break id with its titles and releases.

Usage: ``python tools/write_registry.py 2.8=FOLDER 2.9=FOLDER ...``, each release with a folder that holds its ``torch``
package (an unpacked wheel or a source checkout); nothing is imported from there. ``last_release`` is written where the
sources of a release raise an id and those of all later ones do not: PyTorch's registry keeps ids that it no longer
uses. An id that no release raised (it came and went between two of them) is left without.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src/gblint/dynamo/data/registry.json"
# Where Dynamo's breaks are raised; the registry itself is not Python and so not taken for a place that raises.
RAISING = ("_dynamo", "_higher_order_ops", "utils")


@dataclass(frozen=True)
class Release:
    """``titles`` are those its registry has for each id, the current one first."""

    name: str
    titles: dict[str, list[str]]
    constants: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def raises(self, titles: list[str]) -> bool:
        """Whether its sources hold one of the titles as a string, or a gb_type with fields that makes one."""
        return any(t in self.constants or any(p.fullmatch(t) for p in self.patterns) for t in titles)


def read(name: str, folder: Path) -> Release:
    table: dict[str, list[dict[str, Any]]] = json.loads(
        (folder / "torch/_dynamo/graph_break_registry.json").read_text(encoding="utf-8")
    )
    # A variable's name got into the registry once, as if it were a title.
    titles = {code: [e["Gb_type"] for e in entries if e["Gb_type"] != "_gb_type"] for code, entries in table.items()}
    constants: set[str] = set()
    patterns: set[str] = set()
    for part in RAISING:
        for path in sorted((folder / "torch" / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    constants.add(node.value)
                elif isinstance(node, ast.keyword) and node.arg == "gb_type":
                    patterns.update(_patterns(node.value))
    return Release(name, titles, frozenset(constants), tuple(re.compile(p) for p in sorted(patterns)))


def _patterns(value: ast.expr) -> Iterator[str]:
    """An f-string as a regular expression with gaps; none for one that is all gap."""
    for node in ast.walk(value):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values]
            if any(part != ".+" for part in parts):
                yield "".join(parts)


def assemble(releases: list[Release]) -> dict[str, dict[str, Any]]:
    breaks: dict[str, dict[str, Any]] = {}
    for code in sorted({code for release in releases for code in release.titles}):
        holders = [release for release in releases if code in release.titles]
        titles = list(dict.fromkeys(title for release in reversed(holders) for title in release.titles[code]))
        breaks[code] = {"title": titles[0], "first_release": holders[0].name}
        raising = [release for release in holders if release.raises(titles)]
        last = raising[-1] if raising else holders[-1]
        if last is not releases[-1]:
            breaks[code]["last_release"] = last.name
        if titles[1:]:
            breaks[code]["other_titles"] = titles[1:]
    return breaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", nargs="+", metavar="RELEASE=FOLDER", help="oldest first")
    given = [argument.partition("=") for argument in parser.parse_args().releases]
    releases = [read(name, Path(folder)) for name, _, folder in given]
    table = {"releases": [release.name for release in releases], "graph_breaks": assemble(releases)}
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
