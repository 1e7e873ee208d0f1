"""Many processes, or one tracer after another: the same output, whatever happens to one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stand_in import write

from gblint import cli, tracing
from gblint.tracing import analyst, workers

COUNT = 12


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tracing, "ENOUGH", 0)
    files = {
        "pkg/__init__.py": "",
        "pkg/shared.py": "def shared(x, n):\n    return x.item() + n\n",
        "pkg/bad.py": "def (:\n",
    }
    for i in range(COUNT):
        files[f"pkg/m{i:02}.py"] = (
            f"import torch\nfrom pkg.shared import shared\nfrom pkg.m{(i + 1) % COUNT:02} import other as more\n"
            "from pkg import bad\n\n"
            f"@torch.compile\ndef step(x: torch.Tensor):\n    return shared(x, {i % 3}) + more(x)\n\n"
            f"def other(x):\n    return x.tolist()\n"
        )
    write(tmp_path, files)


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["--no-cache", "--statistics", "--output-format", "json", *arguments])
    return (status, *capsys.readouterr())


def test_the_output_is_the_same_for_any_number_of_processes_and_any_order_of_paths(capsys):
    alone = output(capsys, "--jobs", "1", "pkg")
    assert alone[0] == 2 and alone[1].count('"GB0124"') and "m11.py" in alone[1] and "bad.py" in alone[1]
    assert output(capsys, "--jobs", "2", "pkg") == alone
    assert output(capsys, "--jobs", "4", "pkg") == alone
    names = [str(path) for path in sorted(Path("pkg").glob("*.py"))]
    listed = output(capsys, "--jobs", "1", *names)
    assert output(capsys, "--jobs", "2", *reversed(names)) == listed


@pytest.mark.parametrize(("staying", "begun"), [(-1, COUNT + 1), (1000, 1)])
def test_a_tracer_that_has_grown_sheds_and_says_the_same(capsys, monkeypatch, staying, begun):
    expected = output(capsys, "--jobs", "1", "pkg")
    times = []
    begin = analyst.Analyst._begin
    monkeypatch.setattr(analyst, "SHEDDING", -1)
    monkeypatch.setattr(analyst, "STAYING", staying)
    monkeypatch.setattr(analyst.Analyst, "_begin", lambda own, search: times.append(1) or begin(own, search))
    assert output(capsys, "--jobs", "1", "pkg") == expected
    assert len(times) == begun


def test_neighbours_go_together_and_the_last_ones_alone_large_ones_first():
    homes = [f"m{i:02}" for i in range(40)]
    batches = list(workers._batches(homes, 2, {"m30": 9, "m39": 5}))
    assert sorted(home for batch in batches for home in batch) == homes
    assert batches[-16:-13] == [["m30"], ["m39"], ["m24"]]
    assert all(len(batch) > 1 for batch in batches[:-16])
    assert [list(batch) for batch in workers._batches(homes[:2], 2, {})] == [["m00"], ["m01"]]


def test_an_unknown_entry_is_told_as_by_one_process(capsys):
    alone = output(capsys, "--jobs", "1", "pkg", "--entry", "pkg.nowhere:f")
    assert alone[0] == 2 and output(capsys, "--jobs", "2", "pkg", "--entry", "pkg.nowhere:f") == alone


def test_settings_and_excludes_reach_the_processes(capsys):
    write(Path(), {"pyproject.toml": '[tool.gblint]\nextend-exclude = ["m0*.py"]\njobs = 2\n'})
    assert output(capsys, "pkg") == output(capsys, "pkg", "--jobs", "1")


def dying(how: str) -> str:
    """What a process runs in place of ``serve``: it comes to grief at one file."""
    return (
        "import os, signal, time\nfrom gblint.tracing import analyst, workers\npart = analyst.Analyst.part\n"
        "def trace(own, home):\n"
        f"    if home.endswith('m05.py'):\n        {how}\n"
        "    return part(own, home)\n"
        "analyst.Analyst.part = trace\nworkers.serve()\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "was ended by SIGKILL"),
        ("os._exit(3)", "ended with status 3"),
        ("raise MemoryError", "ended with status 1"),
    ],
)
def test_a_process_that_dies_costs_one_message_and_one_file(how, said, capsys, monkeypatch):
    expected = output(capsys, "--jobs", "1", "pkg")
    monkeypatch.setattr(workers, "SERVE", dying(how))
    status, out, err = output(capsys, "--jobs", "2", "pkg")
    assert status == 2 and "Traceback" not in err
    monkeypatch.setattr(workers, "SERVE", dying(how))
    cli.run(["--no-cache", "--jobs", "2", "pkg"])
    lost = [line for line in capsys.readouterr().out.splitlines() if "GBL003" in line]
    assert lost == [f"pkg/m05.py:1:1: GBL003 not analysed: the process that traced it {said}"]
    assert out.count('"GB0124"') == expected[1].count('"GB0124"')  # they are in the shared file


def test_a_process_that_dies_once_costs_nothing(capsys, monkeypatch):
    expected = output(capsys, "--jobs", "1", "pkg")
    how = "if not os.path.exists('died'):\n            open('died', 'w').close()\n            os._exit(1)"
    monkeypatch.setattr(workers, "SERVE", dying(how))
    assert output(capsys, "--jobs", "2", "pkg") == expected and Path("died").exists()


def test_processes_that_die_at_the_start_end_the_run_with_one_line(capsys, monkeypatch):
    monkeypatch.setattr(workers, "SERVE", "import os; os._exit(7)")
    status, _, err = output(capsys, "--jobs", "2", "pkg")
    assert status == 2 and len(err.splitlines()) == 1 and "ended with status 7" in err


def test_an_error_in_a_process_is_told_as_by_one_process(capsys, monkeypatch):
    monkeypatch.setattr(workers, "SERVE", dying("raise KeyError('of the tracer')"))
    status, _, err = output(capsys, "--jobs", "2", "pkg")
    assert status == 2 and "internal error: KeyError: 'of the tracer'" in err and len(err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_ends_all_processes_quietly(tmp_path):
    script = (
        "import signal, sys\nfrom gblint import cli, tracing\nfrom gblint.tracing import workers\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        f"tracing.ENOUGH = 0\nworkers.SERVE = {dying('open(str(os.getpid()), chr(119)).close(); time.sleep(60)')!r}\n"
        "sys.exit(cli.run(['--no-cache', '--jobs', '2', 'pkg']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    waiting: list[str] = []
    for _ in range(300):
        waiting = [name for name in os.listdir() if name.isdigit()]
        if waiting:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130 and not err.strip() and time.monotonic() - began < 10
    assert waiting
    for name in waiting:
        with pytest.raises(ProcessLookupError):
            os.kill(int(name), 0)


def test_little_work_starts_no_process(capsys, monkeypatch):
    monkeypatch.setattr(tracing, "ENOUGH", 400_000)
    monkeypatch.setattr(workers, "answer", None)
    assert output(capsys, "--jobs", "4", "pkg")[0] == 2


def test_the_progress_bar_is_for_terminals_and_long_runs(monkeypatch, capsys):
    from gblint import progress

    with progress.shown() as show:
        show(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress.shown() as show:
        show(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    with progress.shown() as show:
        show(1, 2)
    assert "1/2" in capsys.readouterr().err
