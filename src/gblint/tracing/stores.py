"""What the methods of a class store on their receiver, as far as their texts tell, before any of them is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Union

from gblint.source.outline import ClassDef, FunctionDef
from gblint.tracing.slices import REGISTERING, UNKNOWN_CALL

if TYPE_CHECKING:
    from gblint.tracing.classes import Classes
    from gblint.tracing.memo import Gone

PLAIN_LINES = 400  # of a constructor that is run whole
_Call = tuple[str, Union[ClassDef, None]]  # of a method on self; with a class, of one that stands behind it
_Text = tuple[frozenset[str], tuple[_Call, ...]]

# Texts are searched by patterns that begin with fixed letters, or if certain words are in them: others take ten times
# as long. A store into an attribute of self, alone or among several targets:
_STORES = re.compile(r"self(?<!\wself)\.(\w+)(?=[ \t]*(?::[^=\n]+)?(?:,[^=\n]*)?(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=))")
# A change of what an attribute holds, as far as the name of a method tells.
_CHANGES = (
    re.compile(
        r"self(?<!\wself)\.(\w+)(?:(?:\.\w+)*\.(?:append|extend|insert|update|add|setdefault|add_module|pop|clear|remove)\("
        r"|(?:\.\w+|\[[^\]\n]*\])+[ \t]*=(?!=))"
    ),
    re.compile(r"for(?<!\wfor)[ \t]+self\.(\w+)"),
    re.compile(r"as(?<!\was)[ \t]+self\.(\w+)"),
)
# A store by a call, under a name that is written there, or under another one.
_STORING_WORDS = ("register_", "add_module", "setattr", "__dict__")
_STORES_BY_NAME = re.compile(rf"(?:{'|'.join(REGISTERING)}|setattr\(\s*self\s*,)\(?\s*[\"'](\w+)[\"']")
_STORES_ANY = re.compile(
    r"(?:register_buffer|register_parameter|register_module|self\.add_module)\(\s*[^\s\"']|\b__dict__\b"
    r"|setattr\(\s*self\s*,\s*[^\s\"']"
)
_OWN_CALLS = re.compile(r"self(?<!\wself)\.(\w+)\(")
_SUPER_CALLS = re.compile(r"super(?<!\wsuper)\([^()]*\)\.(\w+)\(")
_HANDED_ON = re.compile(r"\(\s*self\b")
_METHOD_OF_CLASS = re.compile(r"\b[A-Z]\w*\.(\w+)$")


def _stored(text: str) -> set[str]:
    """The attributes that are stored by their names."""
    found = set(_STORES.findall(text))
    if any(word in text for word in _STORING_WORDS):
        found.update(_STORES_BY_NAME.findall(text))
    return found


def _inherited_calls(text: str) -> Iterable[str]:
    """The methods of bases that are called on self: ``super().m()``, ``Base.m(self)``."""
    found = _SUPER_CALLS.findall(text)
    for handed in _HANDED_ON.finditer(text):
        line = text.rfind("\n", 0, handed.start()) + 1
        found += _METHOD_OF_CLASS.findall(text[line : handed.start()])
    return dict.fromkeys(found)


class Stores:
    """Answers for the classes of one tracer; everything is kept."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self._texts: dict[FunctionDef, _Text] = {}
        self._reached: dict[tuple[ClassDef, str, ClassDef | None], frozenset[str]] = {}
        self._lines: dict[ClassDef, int] = {}  # of the constructor and what it calls on the same object
        self._writing: dict[ClassDef, dict[str, list[FunctionDef]]] = {}

    def forget(self, gone: Gone) -> None:
        """Forgets the texts of modules that are gone."""
        self._texts = {method: text for method, text in self._texts.items() if not gone.concerns(method)}
        self._reached = {key: stored for key, stored in self._reached.items() if not gone.concerns(key)}
        self._lines = {definition: lines for definition, lines in self._lines.items() if not gone.concerns(definition)}
        self._writing = {definition: by for definition, by in self._writing.items() if not gone.concerns(definition)}

    def writers(self, definition: ClassDef) -> dict[str, list[FunctionDef]]:
        """Attribute -> the methods of the class, other than ``__init__``, that store it."""
        if definition not in self._writing:
            found: dict[str, list[FunctionDef]] = {}
            for bindings in definition.members.values():
                for bound in bindings:
                    if isinstance(bound, FunctionDef) and bound.name != "__init__":
                        for attribute in _stored(bound.text):
                            found.setdefault(attribute, []).append(bound)
            self._writing[definition] = found
        return self._writing[definition]

    def reaches(self, definition: ClassDef, method: str, name: str, owner: ClassDef | None = None) -> bool:
        """Whether a method, or one it calls on the same object, stores an attribute (any, for an empty name), as far as
        their texts tell. Stores under computed names are taken to be of attributes that construction names nowhere.

        ``super.m`` is a method that stands behind ``owner`` among the bases, ``*`` one that stores under such a name,
        ``?`` one of which nothing is known.
        """
        if method == UNKNOWN_CALL:
            return True
        if method.startswith("super."):
            stored = self._below(definition, method.removeprefix("super."), owner)
        else:
            stored = frozenset("*") if method == "*" else self._below(definition, method, None)
        if name in stored or (not name and stored):
            return True
        return "*" in stored and name not in self._below(definition, "__init__", None)

    def is_plain(self, definition: ClassDef) -> bool:
        """Whether the constructor of a class, with what it calls on the same object, is short."""
        self._below(definition, "__init__", None)
        return self._lines[definition] <= PLAIN_LINES

    def _below(self, definition: ClassDef, method: str, after: ClassDef | None) -> frozenset[str]:
        stored = self._reached.get((definition, method, after))
        if stored is None:
            found: set[str] = set()
            lines = 0
            order = [base for base in self._classes.mro(definition) if isinstance(base, ClassDef)]
            defined = frozenset().union(*[base.members for base in order])
            pending: list[_Call] = [(method, after)]
            seen = set(pending)
            while pending:
                called, behind = pending.pop()
                for base in order[order.index(behind) + 1 :] if behind in order else order:
                    for bound in base.members.get(called, ()):
                        if isinstance(bound, FunctionDef):
                            stores, calls = self._of(bound)
                            found |= stores
                            lines += bound.last - bound.first + 1
                            fresh = [call for call in calls if call[0] in defined and call not in seen]
                            pending += fresh
                            seen.update(fresh)
            stored = self._reached[definition, method, after] = frozenset(found)
            if method == "__init__" and after is None:
                self._lines[definition] = lines
        return stored

    def _of(self, method: FunctionDef) -> _Text:
        """The attributes that a method's text stores ("*": some of which the names are not there), and the methods that
        it calls on its receiver."""
        if method not in self._texts:
            text = method.text
            stored = _stored(text)
            for pattern in _CHANGES:
                stored.update(pattern.findall(text))
            if any(word in text for word in _STORING_WORDS) and _STORES_ANY.search(text):
                stored.add("*")
            own: list[_Call] = [(name, None) for name in dict.fromkeys(_OWN_CALLS.findall(text))]
            self._texts[method] = frozenset(stored), (*own, *((name, method.owner) for name in _inherited_calls(text)))
        return self._texts[method]
