"""One file's imports and definitions, cheaply; the syntax tree of a body only when it is asked for.

``ast`` gives the outline: it is fast and has line ranges. The bodies that the tracer enters become LibCST nodes, one
definition at a time. Where ``ast`` does not know the syntax (newer than the running Python), the outline is made from
LibCST's tree of the whole file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Union

import libcst as cst
from libcst.helpers import get_full_name_for_node

from gblint.diagnostics import Span
from gblint.source.places import Places
from gblint.source.trees import Tree
from gblint.source.walk import children, walk

if TYPE_CHECKING:
    from gblint.source.files import SourceFile

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_OTHER_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # of lines, to str.splitlines


class Unit:
    """A run of whole lines of a file, parsed on its own. ``known``: what ``ast`` has made of them, if they are one
    statement and that was kept."""

    def __init__(self, module: ModuleOutline, first: int, last: int, known: ast.stmt | None = None) -> None:
        self.module = module
        self.first_line = first
        self.mentions_yield = any("yield" in line for line in module.lines[first - 1 : last])
        self._tree = Tree(module.lines, first, last, known)
        self.body = self._tree.body

    def span(self, node: cst.CSTNode) -> Span | None:
        """Where a node of this unit stands in the file, None for a node that has no place."""
        found = self._tree.place(node)
        if found is None:
            return None
        line, column, end_line, end_column = found
        return Span(line, column + 1, end_line, end_column + 1)

    def text(self, node: cst.CSTNode) -> str | None:
        """A node as the user wrote it, None for a node that has no place."""
        return self._tree.text(node)


class Code:
    """A function or lambda whose body the tracer can walk.

    ``parent`` is the code it is nested in; ``owner`` the class whose method it is.
    """

    __slots__ = (
        "_line", "_names", "generator", "is_async", "module", "name", "node", "owner", "parent", "qualname", "unit",
    )  # fmt: skip

    def __init__(
        self,
        node: cst.FunctionDef | cst.Lambda,
        unit: Unit,
        qualname: str,
        owner: ClassDef | None = None,
        parent: Code | None = None,
        line: int | None = None,
    ) -> None:
        self._line = line
        self.node = node
        self.unit = unit
        self.module = unit.module
        self.qualname = qualname
        self.name = node.name.value if isinstance(node, cst.FunctionDef) else "<lambda>"
        self.owner = owner
        self.parent = parent
        self.generator = unit.mentions_yield and isinstance(node, cst.FunctionDef) and _yields(node)
        self.is_async = isinstance(node, cst.FunctionDef) and node.asynchronous is not None
        self._names: frozenset[str] | None = None

    @property
    def line(self) -> int:
        """The line of the ``def`` or ``lambda``."""
        if self._line is None:
            span = self.unit.span(self.node)
            self._line = span.line if span else self.unit.first_line
        return self._line

    @property
    def names(self) -> frozenset[str]:
        """Every name that occurs in the function: what it can capture of its surroundings."""
        if self._names is None:
            self._names = frozenset([n.value for n in walk(self.node) if type(n) is cst.Name])
        return self._names


def _yields(root: cst.FunctionDef) -> bool:
    """Whether a function is a generator: a yield of its own, not one of a function inside it."""
    pending: list[cst.CSTNode] = [root.body]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.Yield):
            return True
        if not isinstance(node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            pending.extend(children(node))
    return False


@dataclass(eq=False)
class Import:
    """``import module``, ``from module import attribute``, bound to a name; ``level`` counts leading dots."""

    module: str
    attribute: str | None
    level: int


@dataclass(eq=False)
class Assignment:
    """A statement that binds names at the top of a module or class; its tree is parsed when needed."""

    module: ModuleOutline
    first: int
    last: int
    column: int
    owner: ClassDef | None = None

    @cached_property
    def statement(self) -> tuple[cst.BaseStatement | cst.BaseSmallStatement, Unit] | None:
        """The parsed statement, or None where it shares its first line with other code."""
        if self.module.lines[self.first - 1][: self.column].strip():
            return None
        unit = self.module.unit(self.first, self.last)
        return (unit.body[0], unit) if unit is not None and unit.body else None


@dataclass(eq=False)
class FunctionDef:
    """A function at the top of a module or class: lines from its first decorator on, code parsed when entered."""

    module: ModuleOutline
    name: str
    qualname: str
    line: int
    first: int
    last: int
    owner: ClassDef | None = None

    @cached_property
    def code(self) -> Code | None:
        """The function's tree, or None where LibCST cannot read these lines."""
        unit = self.module.unit(self.first, self.last)
        if unit is None:
            return None
        for statement in unit.body:
            if isinstance(statement, cst.FunctionDef) and statement.name.value == self.name:
                return Code(statement, unit, self.qualname, self.owner, line=self.line)
        return None

    @property
    def text(self) -> str:
        return "".join(self.module.lines[self.first - 1 : self.last])


@dataclass(eq=False)
class ClassDef:
    """A class: its members by name, in order, and where its header stands. Nested classes are members too."""

    module: ModuleOutline
    name: str
    qualname: str
    line: int
    first: int
    last: int
    body_line: int
    members: dict[str, list[Binding]] = field(default_factory=dict)

    @cached_property
    def header(self) -> tuple[cst.ClassDef, Unit] | None:
        """The class statement with an empty body: its bases and decorators."""
        lines = self.module.lines[self.first - 1 : self.body_line - 1]
        if not lines:  # a class on one line: the body stands on the header's line
            lines = self.module.lines[self.first - 1 : self.last]
            unit = self.module.unit(self.first, self.last)
        else:
            unit = self.module.header_unit(self.first, self.body_line - 1)
        for statement in unit.body if unit is not None else ():
            if isinstance(statement, cst.ClassDef):
                assert unit is not None
                return statement, unit
        return None


Binding = Union[Import, Assignment, FunctionDef, ClassDef]


class ModuleOutline:
    """What a file binds at its top: ``names`` maps each name to its bindings, in order; ``stars`` are star imports.

    ``tree`` is ``ast``'s, or None for syntax that the running Python does not know. ``bodies``: whether it holds the
    bodies of functions; if not, ``unread`` tells that one of them could not be parsed.
    """

    def __init__(
        self, source: SourceFile, name: str, is_package: bool, tree: ast.Module | None, bodies: bool = True
    ) -> None:
        self.source = source
        self.name = name
        self.is_package = is_package
        self.path = source.display
        self.text = source.text
        self.lines = _split(self.text)
        self.names: dict[str, list[Binding]] = {}
        self.stars: list[Import] = []
        self._units: dict[tuple[int, int], Unit | None] = {}
        # Of functions, assignments and headers of classes that were not asked for yet, by their lines.
        self.trees: dict[tuple[int, int], ast.stmt] = {}
        self.parsed_lines = 0  # by ``unit``
        self.statements: list[tuple[int, int, int]] = []  # (first, last, column) of top-level non-definitions
        self.bodies = bodies
        self.unread = False
        if tree is not None:
            _Outliner(self).from_ast(tree)
        else:
            _Outliner(self).from_cst(cst.parse_module(self.text))

    @property
    def line(self) -> int:
        return 1

    @property
    def qualname(self) -> str:
        return self.name

    def unit(self, first: int, last: int) -> Unit | None:
        """These lines parsed, or None where LibCST cannot read them."""
        key = (first, last)
        if key not in self._units:
            self.parsed_lines += last - first + 1
            try:
                self._units[key] = Unit(self, first, last, self.trees.pop(key, None))
            except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, SyntaxError, ValueError):
                self._units[key] = None
            except Exception:  # CSTLogicError: a statement that LibCST does not model (STYLE: t-string concatenation)
                self._units[key] = None
            self.unread = self.unread or (self._units[key] is None and not self.bodies)
        return self._units[key]

    def header_unit(self, first: int, last: int) -> Unit | None:
        """A class header alone: its lines, with a body of ``...`` put behind the colon."""
        shadow = object.__new__(ModuleOutline)
        shadow.__dict__.update(self.__dict__)
        shadow._units, shadow.trees = {}, {}
        kept = self.lines[:last]
        stripped = kept[-1].rstrip()
        indent = re.match(r"[ \t\f]*", self.lines[first - 1])
        margin = (indent.group() if indent else "") + "    "
        shadow.lines = [*kept[:-1], stripped + "\n", f"{margin}...\n"]
        known = self.trees.pop((first, last), None)
        if isinstance(known, ast.ClassDef):
            known.body = [_ellipsis(last + 1, len(margin))]
            known.end_lineno, known.end_col_offset = last + 1, len(margin) + 3
            shadow.trees[first, last + 1] = known
        unit = shadow.unit(first, last + 1)
        if unit is not None:
            unit.module = self  # whose names a lambda in the header may use
        return unit

    def let_go(self) -> None:
        """Empties it, so that its trees are freed at once: a module and its definitions hold one another."""
        for cls in self.all_classes:
            cls.members.clear()
        self.names.clear()
        self._units.clear()
        self.trees.clear()
        del self.all_classes
        self.__dict__.pop("all_functions", None)

    @cached_property
    def all_classes(self) -> list[ClassDef]:
        """Every class of the file, nested ones too, in order of lines; none that a function defines."""
        return sorted((d for d in _definitions(self.names) if isinstance(d, ClassDef)), key=lambda c: c.line)

    @cached_property
    def all_functions(self) -> list[FunctionDef]:
        """Every function and method of the file, nested classes' too, in order of lines."""
        return sorted((d for d in _definitions(self.names) if isinstance(d, FunctionDef)), key=lambda f: f.line)


def _ellipsis(line: int, column: int) -> ast.stmt:
    """``...`` as a statement that stands there."""
    place: dict[str, Any] = {"lineno": line, "col_offset": column, "end_lineno": line, "end_col_offset": column + 3}
    return ast.Expr(ast.Constant(..., **place), **place)


def _definitions(names: Mapping[str, Iterable[Binding]]) -> Iterator[ClassDef | FunctionDef]:
    """The classes and functions among these, and the members of the classes."""
    for group in names.values():
        for binding in group:
            if isinstance(binding, (ClassDef, FunctionDef)):
                yield binding
            if isinstance(binding, ClassDef):
                yield from _definitions(binding.members)


def _split(text: str) -> list[str]:
    """Lines with their ends, split where Python splits them (not at form feeds, as str.splitlines does)."""
    if not any(end in text for end in _OTHER_ENDS):
        return text.splitlines(keepends=True)
    lines, start = [], 0
    for match in _LINE_ENDS.finditer(text):
        lines.append(text[start : match.end()])
        start = match.end()
    if start < len(text):
        lines.append(text[start:])
    return lines


class _Outliner:
    """Fills a ModuleOutline from a tree, walking only what can bind names at the top of a module or class."""

    def __init__(self, module: ModuleOutline) -> None:
        self.module = module

    # --- from ast

    def from_ast(self, tree: ast.Module) -> None:
        self._ast_body(tree.body, self.module.names, None, "")
        for node in tree.body:
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
                self.module.statements.append((node.lineno, node.end_lineno or node.lineno, node.col_offset))

    def _ast_body(
        self, body: Sequence[ast.stmt], names: dict[str, list[Binding]], owner: ClassDef | None, prefix: str
    ) -> None:
        for node in body:
            self._ast_statement(node, names, owner, prefix)

    def _ast_statement(
        self, node: ast.stmt, names: dict[str, list[Binding]], owner: ClassDef | None, prefix: str
    ) -> None:
        last = node.end_lineno or node.lineno
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            definition = FunctionDef(self.module, node.name, prefix + node.name, node.lineno, first, last, owner)
            names.setdefault(node.name, []).append(definition)
            if self.module.bodies:
                self.module.trees[first, last] = node
        elif isinstance(node, ast.ClassDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            inner = node.body[0]
            start = min([inner.lineno, *(d.lineno for d in getattr(inner, "decorator_list", ()))])
            cls = ClassDef(self.module, node.name, prefix + node.name, node.lineno, first, last, start)
            names.setdefault(node.name, []).append(cls)
            self._ast_body(node.body, cls.members, cls, cls.qualname + ".")
            node.body = []  # which has been gone through
            if start > first:
                self.module.trees[first, start - 1] = node
        elif isinstance(node, ast.Import):
            for alias in node.names:
                self._import(names, alias.name, alias.asname)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._import_from(names, node.module or "", node.level, alias.name, alias.asname)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            binding = Assignment(self.module, node.lineno, last, node.col_offset, owner)
            for target in targets:
                for name in _ast_names(target):
                    names.setdefault(name, []).append(binding)
            lines = self.module.lines
            if not lines[node.lineno - 1][: node.col_offset].strip() and ";" not in lines[last - 1]:
                self.module.trees[node.lineno, last] = node  # it has its lines for itself
        elif isinstance(node, ast.With):
            self._ast_body(node.body, names, owner, prefix)
        elif isinstance(node, (ast.If, ast.For, ast.While)):
            self._ast_body(node.body, names, owner, prefix)
            self._ast_body(node.orelse, names, owner, prefix)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self._ast_body(node.body, names, owner, prefix)  # type: ignore[attr-defined]
            for handler in node.handlers:  # type: ignore[attr-defined]
                self._ast_body(handler.body, names, owner, prefix)
            self._ast_body(node.orelse, names, owner, prefix)  # type: ignore[attr-defined]
            self._ast_body(node.finalbody, names, owner, prefix)  # type: ignore[attr-defined]

    # --- from LibCST: syntax that the running Python does not know

    def from_cst(self, tree: cst.Module) -> None:
        self._places = Places(tree)
        self._cst_body(tree.body, self.module.names, None, "")
        for node in tree.body:
            if not isinstance(node, (cst.FunctionDef, cst.ClassDef)):
                line, column, last, _ = self._place(node)
                self.module.statements.append((line, last, column))

    def _place(self, node: cst.CSTNode) -> tuple[int, int, int, int]:
        place = self._places.of(node)
        assert place is not None  # every node of the tree has one
        return place

    def _cst_body(
        self,
        body: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
        names: dict[str, list[Binding]],
        owner: ClassDef | None,
        prefix: str,
    ) -> None:
        for node in body:
            if isinstance(node, cst.FunctionDef):
                line, last = self._place(node.name)[0], self._place(node)[2]
                first = self._first_line(node)
                names.setdefault(node.name.value, []).append(
                    FunctionDef(
                        self.module, node.name.value, prefix + node.name.value, line, first, last, owner,
                    )
                )  # fmt: skip
            elif isinstance(node, cst.ClassDef):
                last = self._place(node)[2]
                start = self._place(node.body.body[0])[0] if node.body.body else last
                cls = ClassDef(
                    self.module, node.name.value, prefix + node.name.value, self._place(node.name)[0],
                    self._first_line(node), last, start,
                )  # fmt: skip
                names.setdefault(cls.name, []).append(cls)
                self._cst_body(node.body.body, cls.members, cls, cls.qualname + ".")
            elif isinstance(node, cst.SimpleStatementLine):
                for small in node.body:
                    self._cst_small(small, node, names, owner)
            else:
                for child in _cst_blocks(node):
                    self._cst_body(child.body, names, owner, prefix)

    def _first_line(self, node: cst.FunctionDef | cst.ClassDef) -> int:
        """The line of a definition's first decorator; LibCST counts a definition from its keyword."""
        return min(self._place(n)[0] for n in (node, *node.decorators))

    def _cst_small(
        self,
        node: cst.BaseSmallStatement,
        line: cst.SimpleStatementLine,
        names: dict[str, list[Binding]],
        owner: ClassDef | None,
    ) -> None:
        if isinstance(node, cst.Import):
            for alias in node.names:
                self._import(names, alias.evaluated_name, alias.evaluated_alias)
        elif isinstance(node, cst.ImportFrom):
            dotted = get_full_name_for_node(node.module) if node.module else ""
            if isinstance(node.names, cst.ImportStar):
                self._import_from(names, dotted or "", len(node.relative), "*", None)
            else:
                for alias in node.names:
                    self._import_from(
                        names, dotted or "", len(node.relative), alias.evaluated_name, alias.evaluated_alias
                    )
        elif isinstance(node, (cst.Assign, cst.AnnAssign, cst.AugAssign)):
            first, column, last, _ = self._place(line)
            binding = Assignment(self.module, first, last, column, owner)
            targets = [t.target for t in node.targets] if isinstance(node, cst.Assign) else [node.target]
            for target in targets:
                elements = [e.value for e in target.elements] if isinstance(target, (cst.Tuple, cst.List)) else [target]
                for element in elements:
                    if isinstance(element, cst.Name):
                        names.setdefault(element.value, []).append(binding)

    # --- shared

    def _import(self, names: dict[str, list[Binding]], module: str, alias: str | None) -> None:
        bound = alias or module.partition(".")[0]
        target = module if alias else bound
        found = names.setdefault(bound, [])
        if not any(isinstance(b, Import) and b.module == target and b.attribute is None for b in found):
            found.append(Import(target, None, 0))

    def _import_from(
        self, names: dict[str, list[Binding]], module: str, level: int, attribute: str, alias: str | None
    ) -> None:
        binding = Import(module, attribute, level)
        if attribute == "*":
            self.module.stars.append(binding)
        else:
            names.setdefault(alias or attribute, []).append(binding)


def _ast_names(target: ast.expr) -> Iterable[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _ast_names(element)
    elif isinstance(target, ast.Starred):
        yield from _ast_names(target.value)


def _cst_blocks(node: cst.CSTNode) -> Iterable[cst.BaseSuite]:
    """The blocks of a compound statement that bind names in the surrounding scope."""
    for attribute in ("body", "orelse", "finalbody"):
        child = getattr(node, attribute, None)
        if isinstance(child, cst.BaseSuite):
            yield child
        elif child is not None and not isinstance(child, (tuple, list)):
            yield from _cst_blocks(child)
    for handler in getattr(node, "handlers", ()):
        yield handler.body
