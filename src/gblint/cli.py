"""The commands: arguments in, the engine called, its report printed. No analysis here."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from gblint import __version__, output, progress
from gblint.settings import CLASS_PATTERN, EVERY, FOLLOW_IMPORTS, OUTPUT_FORMATS, Settings, UsageError, load
from gblint.source.files import display_name, reason

if TYPE_CHECKING:
    from gblint.dynamo.registry import Registry
    from gblint.engine import Report
    from gblint.tracing import Statistics

_F = TypeVar("_F", bound=Callable[..., Any])

USAGE_STATUS = 2
INTERRUPTED_STATUS = 130
STDIN = "-"
ASSUME = "--assume-compiled"


class _DefaultCommand(click.Group):
    """``gblint [PATH ...]`` is ``gblint check [PATH ...]``; a path named like a command is given as ``./rule``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for param in self.get_params(ctx) for name in param.opts}
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)


class _RunCommand(click.Command):
    """A command that analyses files: ``--assume-compiled`` may stand alone, so what follows it is a path unless it has
    the form of a pattern."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        joined: list[str] = []
        for i, argument in enumerate(args[:end]):
            if argument == ASSUME:
                pattern = i + 1 < end and (args[i + 1] == EVERY or CLASS_PATTERN.fullmatch(args[i + 1]))
                argument = f"{ASSUME}={args[i + 1] if pattern else EVERY}"
            elif joined and args[i - 1] == ASSUME and joined[-1] == f"{ASSUME}={argument}":
                continue  # taken for the pattern above
            joined.append(argument)
        return super().parse_args(ctx, [*joined, *args[end:]])


def _run_options(formats: Sequence[str]) -> Callable[[_F], _F]:
    """The options that every command has which analyses files."""

    def split(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(part.strip() for value in values for part in value.split(","))

    def entries(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for value in values for name in (_listed(value[1:]) if value[:1] == "@" else [value]))

    def codes(name: str, text: str) -> Callable[[_F], _F]:
        return click.option(name, multiple=True, metavar="CODES", callback=split, help=text)

    def patterns(name: str, text: str) -> Callable[[_F], _F]:
        return click.option(name, multiple=True, metavar="PATTERNS", callback=split, help=text)

    options: list[Callable[[Any], Any]] = [
        click.argument("paths", nargs=-1, metavar="[PATH ...]"),
        codes("--select", "Report these codes or prefixes only (GB0124,GB01). Repeatable."),
        codes("--ignore", "Leave these codes or prefixes out."),
        codes("--extend-select", "Report these too."),
        patterns("--exclude", "Skip what matches, as in .gitignore, in place of the default excludes."),
        patterns("--extend-exclude", "Skip what matches besides."),
        click.option("--force-exclude", is_flag=True, help="Skip it even if it is named here."),
        click.option("--config", metavar="FILE", help="Take [tool.gblint] from this file."),
        click.option(
            "--entry",
            multiple=True,
            metavar="MODULE:QUALNAME",
            callback=entries,
            help="Treat as if it were compiled; @FILE: each line's. Repeatable.",
        ),
        click.option(
            ASSUME,
            multiple=True,
            metavar="[PATTERN]",
            help="Treat all nn.Module classes as compiled, or those whose MODULE:QUALNAME matches. Repeatable.",
        ),
        click.option(
            "--follow-imports",
            type=click.Choice(FOLLOW_IMPORTS),
            help="What imports may lead into: given files, the project, installed packages too.  [default: project]",
        ),
        click.option("--torch-version", metavar="VERSION", help="The torch release to lint for, like 2.13."),
        click.option("--output-format", type=click.Choice(formats), help="How to print.  [default: text]"),
        click.option("--statistics", is_flag=True, help="Count the findings of each code."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found."),
        click.option("--no-cache", is_flag=True, help="Neither use results of earlier runs nor keep any."),
        click.option("--cache-dir", metavar="DIR", help="Keep results there.  [default: .gblint_cache]"),
        click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes, at most.  [default: CPUs]"),
        click.option("--stdin-filename", metavar="FILE", help="The file that the text from standard input (-) is."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."),
    ]

    def decorate(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_version_option = click.version_option(__version__, prog_name="gblint", message="%(prog)s %(version)s")


@click.group(cls=_DefaultCommand, context_settings={"help_option_names": ["-h", "--help"]})
@_version_option
def cli() -> None:
    """Find the graph breaks of torch.compile without running the model.

    `gblint [PATH ...]` is `gblint check [PATH ...]`; its options are listed by `gblint check --help`.
    """


@cli.command(cls=_RunCommand)
@_run_options(OUTPUT_FORMATS)
@_version_option
def check(output_format: str | None, statistics: bool, exit_zero: bool, color: str, **arguments: Any) -> int:
    """Report graph breaks in files and folders (default: the working folder). `-` reads standard input."""
    settings, report = _run(output_format, **arguments)
    _write(output.render(report, settings.output_format, _use_color(color)))
    if statistics:
        # JSON stays the only thing on standard output: other programs read it.
        _write(_statistics(report), sys.stderr if settings.output_format == "json" else sys.stdout)
    elif settings.output_format == "text" and report.diagnostics and sys.stderr.isatty():
        from gblint.output.full import summary

        click.echo(summary(report), err=True)
    return 0 if exit_zero and report.exit_status == 1 else report.exit_status


@cli.command(cls=_RunCommand)
@_run_options(("text", "json"))
def regions(output_format: str | None, statistics: bool, exit_zero: bool, color: str, **arguments: Any) -> int:
    """Show what is compiled, and which functions each region reaches. Takes the options of `check`."""
    _, report = _run(output_format, **arguments)
    if output_format == "json":
        from gblint.output.json import render_regions

        _write(render_regions(report))
    else:
        _write(_regions_text(report))
    if report.faults:
        from gblint.output.text import line

        _write("".join(f"{line(fault)}\n" for fault in report.faults), sys.stderr)
    if statistics:
        _write(_statistics(report), sys.stderr)
    return USAGE_STATUS if report.faults else 0


@cli.command()
@click.argument("code")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def rule(code: str, output_format: str) -> int:
    """Explain one code: what breaks, what does not, and what to write instead."""
    known = _registry()
    wanted = code.strip().upper()
    if not known.is_known(wanted):
        close = known.suggest(code)
        raise UsageError(f"unknown code {code!r}" + (f"; did you mean {close}?" if close else "; see `gblint rules`"))
    if output_format == "json":
        from gblint.output.json import dump

        _write(dump(row for row in known.rows() if row["code"] == wanted))
    else:
        _write(known.render(wanted))
    return 0


@cli.command()
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def rules(output_format: str) -> int:
    """List every code, PyTorch's and gblint's own."""
    rows = _registry().rows()
    if output_format == "json":
        from gblint.output.json import dump

        _write(dump(rows))
    else:
        _write("".join(f"{row['code']:8}{row['status']:14}{row['title']}\n" for row in rows))
    return 0


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option("--config", metavar="FILE", help="Take [tool.gblint] from this file.")
@click.option("--cache-dir", metavar="DIR", help="Where results were kept.")
def clean(paths: tuple[str, ...], config: str | None, cache_dir: str | None) -> int:
    """Remove the results of earlier runs that linting these paths (default: the working folder) would use."""
    from gblint import cache

    folder = load(paths or ["."], config).over(cache_dir=cache_dir).cache_folder
    shown = display_name(folder)
    try:
        removed = cache.clean(folder)
    except OSError as error:
        raise UsageError(f"{shown}: cannot be removed: {reason(error)}") from None
    _write(f"removed {shown}\n" if removed else f"nothing to remove: {shown} is no cache\n")
    return 0


def _registry() -> Registry:
    from gblint.dynamo import registry

    return registry.load()


def _run(
    output_format: str | None,
    paths: tuple[str, ...],
    config: str | None,
    stdin_filename: str | None,
    **overrides: Any,
) -> tuple[Settings, Report]:
    """Call the engine with what the command line says."""
    from gblint.engine import Stdin, check

    named = [path for path in paths if path != STDIN]
    stdin = None
    if len(named) < len(paths):
        stdin = Stdin(sys.stdin.buffer.read(), stdin_filename)
    elif stdin_filename is not None:
        raise UsageError("--stdin-filename goes with `-`, which reads standard input")
    if not paths:
        named = ["."]
    around = [*named, *([stdin_filename] if stdin_filename else [])]
    settings = load(around, config).over(output_format=output_format, **overrides)
    with progress.shown() as show:
        return settings, check(named, settings, stdin, show)


def _listed(path: str) -> list[str]:
    """The entries that a file lists, one a line; blank lines and comments count for nothing. Raises UsageError."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            lines = [line.partition("#")[0].strip() for line in stream]
    except OSError as error:
        raise UsageError(f"--entry @{path}: cannot be read: {reason(error)}") from None
    except ValueError:
        raise UsageError(f"--entry @{path}: not UTF-8 text") from None
    return [line for line in lines if line]


def _statistics(report: Report) -> str:
    """Findings a code, the most frequent first, then how far the analysis came."""
    from collections import Counter

    known = _registry()
    counts = Counter(finding.code for finding in report.diagnostics)
    width = max((len(str(count)) for count in counts.values()), default=1)
    lines = [
        f"{count:{width}}  {code:8}{known.title(code) if known.is_known(code) else ''}".rstrip()
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    if report.statistics is not None:
        lines += _coverage(report.statistics)
    return "".join(f"{output.escaped(line)}\n" for line in lines)


def _coverage(found: Statistics) -> list[str]:
    """What was gone into, and where the analysis has to leave off."""
    calls = {"gone into": found.resolved, "answered by facts": found.known, "unknown": found.unknown}
    total = sum(calls.values())
    shares = ", ".join(f"{count} {name} ({100 * count / max(total, 1):.1f} %)" for name, count in calls.items())
    slowest = "; ".join(f"{region.name} ({region.path}:{region.line}) {steps}" for region, steps in found.slowest)
    cut = "; ".join(f"{region.name} ({region.path}:{region.line})" for region in found.cut)
    return [
        f"regions: {found.regions}, functions reached: {found.functions}, files parsed: {found.files}",
        f"calls in regions: {total}{': ' + shares if total else ''}",
        f"most steps: {slowest or 'none'}",
        f"regions cut by the budget: {cut or 'none'}",
    ]


def _regions_text(report: Report) -> str:
    lines = []
    for found in report.regions:
        region, count = found.region, len(found.functions)
        options = [*([("fullgraph", "True")] if region.fullgraph else []), *region.options]
        shown = f" ({', '.join(f'{name}={value}' for name, value in options)})" if options else ""
        lines.append(f"{region.path}:{region.line}: {region.name}{shown}, {count} function{'' if count == 1 else 's'}")
        lines += [f"    {place.path}:{place.line}: {place.qualname}" for place in found.functions]
    return "".join(f"{output.escaped(line)}\n" for line in lines)


def _use_color(choice: str) -> bool:
    """Colors on a terminal unless NO_COLOR is set to something (https://no-color.org)."""
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _write(text: str, stream: Any = None) -> None:
    """Print ``text`` whole. A reader that has gone away (``gblint | head``) is no error: the rest is dropped."""
    stream = stream or sys.stdout
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # What is still buffered would raise again when the interpreter closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fail(message: str) -> int:
    click.echo(f"gblint: {output.one_line(message)}", err=True)
    return USAGE_STATUS


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status; nothing escapes but a traceback asked for by GBLINT_DEBUG."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a test or an embedding program put something else
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(
            args=None if arguments is None else list(arguments), prog_name="gblint", standalone_mode=False
        )
        return status if isinstance(status, int) else 0
    except UsageError as error:
        return _fail(f"error: {error}")
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _fail(f"error: {error.format_message().rstrip('.')} (see gblint --help)")
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED_STATUS
    except Exception as error:
        if os.environ.get("GBLINT_DEBUG"):
            import traceback

            traceback.print_exc()
        return _fail(
            f"internal error: {type(error).__name__}: {error}; please report it (GBLINT_DEBUG=1 prints where it arose)"
        )


def main() -> NoReturn:
    """The ``gblint`` script."""
    # Looking for cycles among the objects that imports and facts make, all of which stay, takes a tenth of a short run.
    # The tracer sees to its own garbage. A program that calls ``run`` is not ours to tune.
    gc.disable()
    status = run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # gone, closed, not there
            stream.flush()
    # Freeing the objects of an analysis one by one takes a sixth of a run, and nobody waits for what they hold.
    os._exit(status)
