"""Which codes a run reports: select, ignore and per-file ignores, by code or prefix; the longer match decides."""

from __future__ import annotations

from collections.abc import Iterable

from gblint.settings import ALL, Settings, UsageError
from gblint.source.patterns import Patterns


class Selection:
    """What ``settings`` select. Raises UsageError for a selector that matches no code: none is a dead letter."""

    def __init__(self, settings: Settings) -> None:
        self._select = _selectors((*settings.select, *settings.extend_select))
        self._ignore = _selectors(settings.ignore)
        root = str(settings.root)
        self._excluded = [Patterns(root, settings.exclude or ()), Patterns(root, settings.extend_exclude)]
        self._per_file = [
            (Patterns(root, [pattern.removeprefix("!")]), pattern.startswith("!"), _selectors(codes))
            for pattern, codes in settings.per_file_ignores
        ]

    def selects(self, code: str, path: str, found: bool = True) -> bool:
        """Whether findings of ``code`` in the file at the absolute ``path`` are reported.

        ``--select GB0124 --ignore GB`` keeps GB0124, ``--select GB --ignore GB0124`` all but it; a tie is ignored.
        ``found`` False: the file was none of those to lint, a region's imports led to it; if it is among what the
        user excludes, nothing in it is reported.
        """
        if not found and any(patterns.verdict(path) for patterns in self._excluded):
            return False
        if _longest(self._select, code) <= _longest(self._ignore, code):
            return False
        return not any(
            _longest(codes, code) and bool(patterns.verdict(path)) is not negated
            for patterns, negated, codes in self._per_file
        )


def _longest(selectors: Iterable[str], code: str) -> int:
    return max((len(selector) for selector in selectors if code.startswith(selector)), default=0)


def _selectors(given: Iterable[str]) -> tuple[str, ...]:
    """The selectors in capitals, each known to match something."""
    tidy = tuple(dict.fromkeys(selector.strip().upper() for selector in given))
    if not set(tidy) <= set(ALL):
        from gblint.dynamo import registry

        known = registry.load()
        for selector in tidy:
            if not selector or not any(code.startswith(selector) for code in known.codes()):
                close = known.suggest(selector)
                hint = f"did you mean {close}?" if close else "see `gblint rules`"
                raise UsageError(f"no code begins with {selector!r}; {hint}")
    return tidy
