"""What the user asked for: ``[tool.gblint]`` of the nearest pyproject.toml, and the command line over it.

``load`` finds and validates the file, ``Settings.over`` lays the command line on top. Whatever is wrong is a
``UsageError`` of one line that names the file, the key and what would be right.
"""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from gblint.immutable import immutable
from gblint.source.files import display_name, reason

OUTPUT_FORMATS = ("text", "full", "json")
FOLLOW_IMPORTS = ("none", "project", "all")
ALL = ("GB",)  # the prefix of every code, PyTorch's and gblint's own
SETTINGS_FILE = "pyproject.toml"
CACHE_FOLDER = ".gblint_cache"
COMMAND_LINE = "<command line>"

_ENTRY = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
EVERY = "*"  # as a pattern for --assume-compiled: every module class
CLASS_PATTERN = re.compile(r"[\w.*?\[\]!-]+:[\w.*?\[\]!-]+")


class UsageError(Exception):
    """Something asked for that cannot be done; the message is one line for the user."""


@immutable
class Settings:
    """Everything that a run depends on besides the files.

    ``root`` is the folder that patterns are relative to: that of the settings file, else the working folder.
    ``source`` is the settings file's name as shown, None without one. ``exclude`` None stands for the default
    excludes. ``assume_compiled`` are patterns on MODULE:QUALNAME of nn.Module classes. ``dynamo_config`` holds
    attributes of ``torch._dynamo.config`` that the project sets elsewhere.
    """

    root: Path
    source: str | None = None
    select: tuple[str, ...] = ALL
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False  # excludes count for files named on the command line too
    respect_gitignore: bool = True
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    entry: tuple[str, ...] = ()
    assume_compiled: tuple[str, ...] = ()
    follow_imports: str = "project"
    torch_version: str | None = None
    torch_version_from: str = ""  # the settings file as shown, or COMMAND_LINE
    output_format: str = "text"
    jobs: int | None = None  # processes, None for one for each CPU
    cache: bool = True
    cache_dir: str | None = None  # None: a folder in ``root``
    dynamo_config: Mapping[str, object] = field(default_factory=dict)

    def over(
        self,
        *,
        select: Sequence[str] = (),
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        exclude: Sequence[str] = (),
        extend_exclude: Sequence[str] = (),
        force_exclude: bool = False,
        entry: Sequence[str] = (),
        assume_compiled: Sequence[str] = (),
        follow_imports: str | None = None,
        torch_version: str | None = None,
        output_format: str | None = None,
        jobs: int | None = None,
        no_cache: bool = False,
        cache_dir: str | None = None,
    ) -> Settings:
        """These settings with the command line laid over them.

        ``select`` starts afresh: what the file selects and ignores no longer counts. ``exclude`` replaces the
        file's, ``entry`` its entries, ``assume_compiled`` its patterns; the others add to it. Raises UsageError for
        an entry or pattern that is none.
        """
        changed: dict[str, Any] = {
            "select": tuple(select) or self.select,
            "extend_select": (*(() if select else self.extend_select), *extend_select),
            "ignore": (*(() if select else self.ignore), *ignore),
            "exclude": tuple(exclude) or self.exclude,
            "extend_exclude": (*self.extend_exclude, *extend_exclude),
            "force_exclude": force_exclude or self.force_exclude,
            "entry": tuple(_entry(name) for name in entry) or self.entry,
            "assume_compiled": tuple(_class_pattern(text) for text in assume_compiled) or self.assume_compiled,
            "follow_imports": follow_imports or self.follow_imports,
            "torch_version": torch_version or self.torch_version,
            "torch_version_from": COMMAND_LINE if torch_version else self.torch_version_from,
            "output_format": output_format or self.output_format,
            "jobs": self.jobs if jobs is None else jobs,
            "cache": self.cache and not no_cache,
            "cache_dir": cache_dir or self.cache_dir,
        }
        return dataclasses.replace(self, **changed)

    @property
    def cache_folder(self) -> Path:
        """The folder of the cache, absolute, whether or not it is used."""
        return Path(os.path.abspath(self.cache_dir)) if self.cache_dir else Path(self.root, CACHE_FOLDER)


def load(paths: Sequence[str] = (), config: str | None = None) -> Settings:
    """The settings for linting ``paths``: from ``config`` if given, else from the nearest pyproject.toml with a
    ``[tool.gblint]``, looked for from the paths' common folder upwards. Raises UsageError."""
    if config is not None:
        table = _table(config)
        if table is None:
            raise UsageError(f"{config}: has no [tool.gblint]")
        return _settings(table, config)
    folder = common_folder(paths)
    while True:
        candidate = os.path.join(folder, SETTINGS_FILE)
        if os.path.isfile(candidate):
            table = _table(candidate, only_if_mentioned=True)
            if table is not None:
                return _settings(table, candidate)
        parent = os.path.dirname(folder)
        if parent == folder:
            return Settings(root=Path.cwd())
        folder = parent


def common_folder(paths: Sequence[str]) -> str:
    """The innermost folder around all of ``paths`` (a folder is around itself); the working folder for none."""
    folders = []
    for path in paths:
        absolute = os.path.abspath(path)
        folders.append(absolute if os.path.isdir(absolute) else os.path.dirname(absolute))
    try:
        return os.path.commonpath(folders) if folders else os.getcwd()
    except ValueError:  # paths on several Windows drives
        return os.getcwd()


def _table(path: str, only_if_mentioned: bool = False) -> Mapping[str, object] | None:
    """The [tool.gblint] table of a TOML file, or None. A file of another name may be that table itself.

    ``only_if_mentioned``: a file that never says gblint is not parsed, and none of gblint's business if broken.
    """
    shown = display_name(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{shown}: cannot be read: {reason(error)}") from None
    if only_if_mentioned and b"gblint" not in data:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: dict[str, object] = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are both of this kind
        raise UsageError(f"{shown}: not valid TOML: {' '.join(str(error).split())}") from None
    tool = document.get("tool")
    if isinstance(tool, dict) and "gblint" in tool:
        table = tool["gblint"]
        if not isinstance(table, dict):
            raise UsageError(f"{shown}: tool.gblint must be a table")
        return table
    if os.path.basename(path) == SETTINGS_FILE or "tool" in document:
        return None
    return document


def _settings(table: Mapping[str, object], path: str) -> Settings:
    """Raises UsageError for an unknown key or a value that its key does not take."""
    shown = display_name(path)
    fields: dict[str, Any] = {}
    for key, value in table.items():
        reader = _KEYS.get(key)
        if reader is None:
            import difflib  # only for mistyped keys: not worth its import in every run

            close = difflib.get_close_matches(key.replace("_", "-"), _KEYS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; known keys: {', '.join(_KEYS)}"
            raise UsageError(f"{shown}: unknown key {key!r} in [tool.gblint]{hint}")
        try:
            fields[key.replace("-", "_")] = reader(value)
        except ValueError as error:
            raise UsageError(f"{shown}: {key} in [tool.gblint] {error}") from None
        except UsageError as error:
            raise UsageError(f"{shown}: {error}") from None
    root = Path(os.path.abspath(path)).parent
    if "cache_dir" in fields:
        fields["cache_dir"] = os.path.join(root, fields["cache_dir"])  # like patterns: relative to the settings file
    return Settings(root=root, source=shown, torch_version_from=shown, **fields)


# Readers of values: each returns what Settings holds, or raises ValueError with the rest of a sentence.


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"must be a list of strings, not {_shown(value)}")
    return tuple(value)


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_shown(value)}")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"must be a whole number from 1 on, not {_shown(value)}")
    return value


def _version(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(f'must be a string: write "{value}" (2.10 without quotes would be 2.1)')
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {_shown(value)}")
    return value


def _folder(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"must be the name of a folder, not {_shown(value)}")
    return value


def _one_of(choices: Sequence[str]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, not {_shown(value)}")
        return str(value)

    return read


def _entries(value: object) -> tuple[str, ...]:
    return tuple(_entry(name) for name in _strings(value))


def _entry(name: str) -> str:
    if not _ENTRY.fullmatch(name):
        raise UsageError(f"an entry is MODULE:QUALNAME (package.module:Net.forward), not {name!r}")
    return name


def _class_patterns(value: object) -> tuple[str, ...]:
    return tuple(_class_pattern(text) for text in _strings(value))


def _class_pattern(text: str) -> str:
    if text != EVERY and not CLASS_PATTERN.fullmatch(text):
        raise UsageError(f"assume-compiled takes * or MODULE:QUALNAME with wildcards (models.*:*Encoder), not {text!r}")
    return text


def _per_file_ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table of patterns and lists of codes, not {_shown(value)}")
    return tuple((pattern, _strings(codes)) for pattern, codes in value.items())


def _dynamo_config(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table of torch._dynamo.config attributes, not {_shown(value)}")
    for name, setting in value.items():
        if not name.isidentifier():
            raise ValueError(f"has {name!r}, which is no attribute's name")
        if not isinstance(setting, (bool, int, float, str)):
            raise ValueError(f"{name} must be a boolean, number or string, not {_shown(setting)}")
    return dict(value)


def _shown(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return repr(value) if isinstance(value, str) else names.get(type(value), type(value).__name__)


_KEYS: dict[str, Callable[[object], object]] = {
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "exclude": _strings,
    "extend-exclude": _strings,
    "force-exclude": _boolean,
    "respect-gitignore": _boolean,
    "per-file-ignores": _per_file_ignores,
    "entry": _entries,
    "assume-compiled": _class_patterns,
    "follow-imports": _one_of(FOLLOW_IMPORTS),
    "torch-version": _version,
    "output-format": _one_of(OUTPUT_FORMATS),
    "jobs": _count,
    "cache-dir": _folder,
    "dynamo-config": _dynamo_config,
}
