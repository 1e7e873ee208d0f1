"""Dotted names across files: which file a module is, and what an import binds. Nothing is imported or run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from gblint.immutable import immutable
from gblint.source.files import SourceError, SourceFile, digest
from gblint.source.mentions import may_bind
from gblint.source.outline import Assignment, ClassDef, FunctionDef, Import, ModuleOutline
from gblint.source.skeleton import tree_of_skeleton
from gblint.source.syntax import parse

MAX_HOPS = 24  # re-exports followed before a cycle is assumed


@immutable
class Outside:
    """A name that leads out of the project: its absolute dotted name."""

    name: str


Target = Outside | ModuleOutline | FunctionDef | ClassDef | Assignment


@immutable
class ParseFault:
    """A file that was needed and could not be read or parsed."""

    path: str
    line: int
    column: int
    message: str


class Project:
    """The files below the roots, found by module name on demand.

    ``roots`` are the folders in which absolute imports are looked up, the earlier ones first; ``installed`` those in
    which dependencies are, whose modules are modules of the project like any other. ``opaque`` tells of a top-level
    name that it is not to be looked up there. ``given_only``: imports lead to none but the files given.
    ``ours`` tells whether the file at an absolute path is the user's own code.

    ``touched`` is a set of bits, two for each file that was looked at since the caller last cleared it: one for its
    text, one for its being parsed; and one for each name that star imports were searched for, as far as the files given
    do not mention it. Who keeps an answer keeps its bits with it and sets them again when it is used.
    """

    def __init__(
        self,
        files: Iterable[SourceFile],
        roots: Sequence[Path],
        *,
        given_only: bool = False,
        installed: Sequence[Path] = (),
        opaque: Callable[[str], bool] = lambda _: False,
        ours: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.roots = list(dict.fromkeys(Path(os.path.abspath(r)) for r in roots))
        self._installed = [folder for folder in installed if folder not in self.roots]
        self._given_only = given_only
        self._opaque = opaque
        self._ours = ours
        self._is_ours: dict[ModuleOutline, bool] = {}
        self._adopted: set[str] = set()
        self._sources = {f.absolute: f for f in files}
        self._others: dict[str, SourceFile] = {}
        self._modules: dict[str, ModuleOutline | None] = {}
        self._by_path: dict[str, ModuleOutline | None] = {}
        self._with_trees: list[ModuleOutline] = []
        self._paths: dict[str, str | None] = {}  # of modules whose text was looked at
        self._faults: dict[str, ParseFault] = {}  # by path
        self.touched = 0
        self._places: dict[str, int] = {}  # the number of each path that was ever touched
        self._bits: dict[str | ModuleOutline, int] = {}  # what a module's name, or a module, sets in ``touched``
        self._names: dict[str, int] = {}  # likewise, of each name that some file was found not to mention
        self._digests: dict[str, str] = {}
        self.probes: dict[str, bool] = {}  # paths that were looked for, and whether they are there
        self._are_files: dict[str, bool] = {}  # paths of which that is asked for many modules
        self.asked: dict[bytes, str | None] = {}  # what ``mentions`` was asked, and the first file that does
        self.silent: dict[str, list[str]] = {}  # for each name sought files given that do not mention it
        self._known_silent: set[tuple[str, str]] = set()  # these pairs, those told included

    # --- modules

    def module(self, name: str) -> ModuleOutline | None:
        """The module of a dotted name, None where no root holds it or it is not to be gone into."""
        bits = self._bits.get(name)
        if bits is None:
            path = self._path(name)
            self._modules[name] = self._load(path) if path is not None else None
            bits = self._bits[name] = self._parsed_bits(path) if path is not None else 0
        self.touched |= bits
        return self._modules[name]

    def _path(self, name: str) -> str | None:
        """The file of a module that may be gone into."""
        opaque = self._opaque(name.partition(".")[0])
        for path in self._candidates(name, self._roots_for(name)):
            closed = (opaque and not self._ours(path)) or (self._given_only and path not in self._sources)
            return None if closed else path
        if self._installed and not opaque:
            for path in self._candidates(name, self._installed):
                return path
        return None

    def _roots_for(self, name: str) -> Iterable[Path]:
        """A module inside a package does not hide one of the standard library's that has its name."""
        if name.partition(".")[0] not in sys.stdlib_module_names:
            return self.roots
        return (root for root in self.roots if not self._is_file(os.path.join(root, "__init__.py")))

    def named(self, name: str) -> list[ModuleOutline]:
        """The modules that a user may mean by a dotted name: the one that an import would find, else all given files
        whose path ends like it."""
        found = self.module(name)
        if found is None and self._given_only:
            for path in self._candidates(name, self.roots):
                found = self._modules[name] = self._load(path)
                self._bits[name] = self._parsed_bits(path)
                break
        if found is not None:
            return [found]
        ending = os.sep + name.replace(".", os.sep)
        endings = (f"{ending}.py", os.path.join(ending, "__init__.py"))
        modules = [self._load(path) for path in sorted(self._sources) if path.endswith(endings)]
        return [module for module in modules if module is not None]

    def _candidates(self, name: str, folders: Iterable[Path]) -> Iterator[str]:
        """The files that a module may be, the first the one that an import finds."""
        relative = name.replace(".", os.sep)
        for folder in folders:  # without pathlib, which takes three times as long, here and below
            for ending in (os.path.join(relative, "__init__.py"), f"{relative}.py"):
                candidate = os.path.join(folder, ending)
                if os.path.isfile(candidate):
                    yield candidate
                else:
                    self.probes[candidate] = False

    def _is_file(self, path: str) -> bool:
        found = self._are_files.get(path)
        if found is None:
            found = self._are_files[path] = self.probes[path] = os.path.isfile(path)
        return found

    def _is_folder(self, path: str) -> bool:
        found = self.probes[path] = os.path.isdir(path)
        return found

    def module_of(self, source: SourceFile) -> ModuleOutline | None:
        """The module that a file of the project is; its name follows from the packages around it."""
        return self._load(source.absolute)

    def is_ours(self, module: ModuleOutline) -> bool:
        """Whether a module is the user's own code, in which findings are reported."""
        known = self._is_ours.get(module)
        if known is None:
            adopted = module.name.partition(".")[0] in self._adopted
            known = self._is_ours[module] = adopted or self._ours(module.source.absolute)
        return known

    def adopt(self, module: ModuleOutline) -> None:
        """The user asks about this module: it counts as theirs, and so does the package that it is in."""
        self._adopted.add(module.name.partition(".")[0])
        self._is_ours.clear()

    def is_package(self, name: str) -> bool:
        """Whether a dotted name is a module or a folder below a root or among what is installed, looked into or not."""
        relative = name.replace(".", os.sep)
        folders = [*self.roots, *self._installed]
        paths = [os.path.join(folder, relative) for folder in folders]
        return any(self._is_folder(path) or self._is_file(f"{path}.py") for path in paths)

    def mentions(self, words: bytes) -> bool:
        """Whether any file of the project holds these bytes."""
        if words not in self.asked:
            holding = (path for path, source in self._sources.items() if words in self._data(source))
            self.asked[words] = next(holding, None)
        return self.asked[words] is not None

    def _data(self, source: SourceFile) -> bytes:
        try:
            return source.data
        except SourceError:
            return b""

    def held_lines(self, touched: int = -1) -> int:
        """How many lines of code the modules, or those of these bits, hold parsed; the text of twenty takes about as
        much memory as one."""
        modules = self._parsed(touched)
        return sum(module.parsed_lines + len(module.lines) // 20 for module in modules.values())

    def _parsed(self, touched: int) -> dict[str, ModuleOutline]:
        """The modules that were parsed and touched, by path."""
        found = {path: self._by_path.get(path) for path, i in self._places.items() if touched >> 2 * i & 2}
        return {path: module for path, module in found.items() if module is not None}

    def forget(self, kept: int) -> tuple[frozenset[ModuleOutline], int]:
        """Lets go of the modules that are not among ``kept`` (bits as in ``touched``): gives them and their bits. Who
        asks for one again gets another module, made of the same text."""
        gone = self._parsed(~kept)
        for path, module in gone.items():
            module.let_go()
            module.source.forget()
            del self._by_path[path], self._bits[module]
            self._is_ours.pop(module, None)
        modules = frozenset(gone.values())
        for name in [name for name, module in self._modules.items() if module in modules]:
            del self._modules[name], self._bits[name]
        return modules, sum(2 << 2 * self._places[path] for path in gone)

    # --- what was touched

    def _text_bit(self, path: str) -> int:
        return 1 << 2 * self._number(self._places, path)

    def _parsed_bits(self, path: str) -> int:
        return 3 << 2 * self._number(self._places, path)

    def _name_bit(self, name: str) -> int:
        return 1 << 2 * self._number(self._names, name)

    def _number(self, among: dict[str, int], what: str) -> int:
        return among.setdefault(what, len(self._places) + len(self._names))

    def sought(self, touched: int) -> tuple[str, ...]:
        """The names of which it mattered that files do not mention them."""
        return tuple(sorted(name for name, i in self._names.items() if touched >> 2 * i & 1))

    def parsed_touched(self) -> tuple[str, ...]:
        """The modules that were parsed and touched, by the names shown."""
        return tuple(sorted(module.path for module in self._parsed(self.touched).values()))

    def faults_touched(self) -> list[ParseFault]:
        """What is wrong with the files that were touched."""
        for module in self._parsed(self.touched).values():
            fault = parse(module.text)[1] if module.unread else None
            module.unread = False
            if fault is not None:
                self._fault(module.source, fault.line, fault.column, fault.message)
        faults = (self._faults.get(path) for path, i in self._places.items() if self.touched >> 2 * i & 2)
        return sorted((fault for fault in faults if fault is not None), key=lambda fault: fault.path)

    def digests(self, touched: int) -> dict[str, str]:
        """The digests, as they were read, of the files that these bits stand for, by path."""
        found = {}
        for path, i in self._places.items():
            if touched >> 2 * i & 1:
                if path not in self._digests:
                    self._digests[path] = digest(self._data(self._source(path)))
                found[path] = self._digests[path]
        return dict(sorted(found.items()))

    def _source(self, path: str) -> SourceFile:
        source = self._sources.get(path)
        if source is None:
            source = self._others.get(path)
        if source is None:
            source = self._others[path] = SourceFile.of(Path(path))
        return source

    def _load(self, path: str) -> ModuleOutline | None:
        self.touched |= self._parsed_bits(path)
        if path in self._by_path:
            return self._by_path[path]
        self._by_path[path] = None
        source = self._source(path)
        try:
            text = source.text
        except SourceError as error:
            self._fault(source, error.line, error.column, error.message)
            return None
        tree = tree_of_skeleton(text) if path not in self._sources else None
        bodies = tree is None
        if bodies:
            tree, fault = parse(text)
            if fault is not None:
                self._fault(source, fault.line, fault.column, fault.message)
                return None
        package = os.path.basename(path) == "__init__.py"
        try:
            module = ModuleOutline(source, self._name_of(path), package, tree, bodies)
        except Exception as error:  # LibCST gave in where check_syntax did not: still one clear line, never a crash
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._fault(source, 1, 1, f"cannot be parsed: {said}")
            return None
        self._by_path[path] = module
        self._bits[module] = self._parsed_bits(path)
        self._with_trees.append(module)
        return module

    def let_go_of_trees(self) -> None:
        """Frees what is kept of ``ast``'s trees for functions that might be traced soon: they take much memory."""
        for module in self._with_trees:
            module.trees.clear()
        self._with_trees.clear()

    def _fault(self, source: SourceFile, line: int, column: int, message: str) -> None:
        """Keeps what is wrong with a file, unless it is not the user's to mend: such a file is just unknown."""
        path = source.absolute
        if path in self._sources or self._ours(path):
            self._faults.setdefault(path, ParseFault(source.display, line, column, message))

    def _name_of(self, path: str) -> str:
        """The dotted name by which other files would import a file; one name, whoever comes first by another one."""
        home, file = os.path.split(path)
        stem = os.path.splitext(file)[0]
        parts = [stem] if file != "__init__.py" else []
        while self._is_file(os.path.join(home, "__init__.py")):
            home, name = os.path.split(home)
            parts.append(name)
        folder, tops = Path(home), [*self.roots, *self._installed]
        if folder not in tops:
            # A namespace package: named from the nearest root above it.
            for root in sorted(tops, key=lambda r: -len(str(r))):
                if root in folder.parents:
                    parts.extend(reversed(folder.relative_to(root).parts))
                    break
        return ".".join(reversed(parts)) or stem

    # --- names

    def absolute(self, module: ModuleOutline, target: Import) -> str:
        """The absolute name of the module that an import names."""
        if not target.level:
            return target.module
        package = module.name.split(".")
        drop = target.level - (1 if module.is_package else 0)
        base = package[: len(package) - drop] if drop else package
        return ".".join([*base, *([target.module] if target.module else [])])

    def lookup(self, module: ModuleOutline, name: str, hops: int = 0) -> list[Target]:
        """What a name at the top of a module may be: several where it is bound in several branches."""
        if hops > MAX_HOPS:
            return []
        self.touched |= self._bits[module]
        bindings = module.names.get(name)
        if bindings is None:
            return self._from_stars(module, name, hops)
        found: list[Target] = []
        for binding in bindings:
            if isinstance(binding, Import):
                found.extend(self.follow(module, binding, hops + 1))
            elif isinstance(binding, (FunctionDef, ClassDef)):
                # A later definition replaces an earlier one of the same block; keep the last of each kind.
                found = [t for t in found if type(t) is not type(binding)]
                found.append(binding)
            else:
                found.append(binding)
        return found

    def follow(self, module: ModuleOutline, target: Import, hops: int = 0) -> list[Target]:
        """What an import binds."""
        base = self.absolute(module, target)
        if target.attribute is None:
            return [self.module(base) or Outside(base)]
        return self.member(base, target.attribute, hops)

    def member(self, module_name: str, name: str, hops: int = 0) -> list[Target]:
        """What ``module_name.name`` is: a submodule, something the module binds, or outside the project."""
        home = self.module(module_name)
        dotted = f"{module_name}.{name}"
        if home is not None:
            if name in home.names:
                found = [t for t in self.lookup(home, name, hops + 1) if t is not home]
                if found:
                    return found
            submodule = self.module(dotted)
            if submodule is not None:
                return [submodule]
            return self.lookup(home, name, hops + 1)
        submodule = self.module(dotted)
        if submodule is not None:
            return [submodule]
        return [Outside(dotted)]

    def _from_stars(self, module: ModuleOutline, name: str, hops: int) -> list[Target]:
        outside: list[Target] = []
        for star in module.stars:
            base = self.absolute(module, star)
            if not self._may_bind(base, name):
                continue
            home = self.module(base)
            if home is None:
                outside.append(Outside(f"{base}.{name}"))
            elif home is not module:
                found = self.lookup(home, name, hops + 1)
                if name in home.names or not all(isinstance(target, Outside) for target in found):
                    return found
                outside.extend(found)
        # A star import of something that is missing in a package of the project binds nothing, if another may.
        outside.sort(key=lambda target: isinstance(target, Outside) and self._is_missing(target.name))
        return outside[:1]

    def _is_missing(self, dotted: str) -> bool:
        return self.module(dotted.partition(".")[0]) is not None

    def _may_bind(self, module_name: str, name: str) -> bool:
        """Whether a module not parsed yet could bind a name: it, or another star import, stands in its text.

        A package that gathers hundreds of modules by star imports would cost as many parses otherwise.
        """
        path = self._paths.get(module_name, "")
        if path == "":
            path = self._paths[module_name] = self._path(module_name)
        if path is None:
            return True
        if (name, path) not in self._known_silent:
            try:
                silent = not may_bind(self._source(path).data, name)
            except SourceError:
                silent = False
            if not silent or path not in self._sources:
                self.touched |= self._text_bit(path)
                return not silent
            self._known_silent.add((name, path))
            self.silent.setdefault(name, []).append(path)
        self.touched |= self._name_bit(name)
        return False
