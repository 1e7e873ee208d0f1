"""What findings say: the message names the thing in the user's code, the hint what to write there instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.diagnostics import Diagnostic
from gblint.engine import check
from gblint.rules import all_rules
from gblint.settings import load

HEAD = """
import logging, time, warnings
import numpy as np
import torch
from torch import nn

logger = logging.getLogger(__name__)

"""


def found(body: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    """What gblint says about a few lines after the imports."""
    monkeypatch.chdir(folder)
    (folder / "snippet.py").write_text(HEAD + body, encoding="utf-8")
    report = check(["snippet.py"], load(["snippet.py"]).over(torch_version="2.13", no_cache=True))
    assert not report.faults
    return list(report.diagnostics)


def only(statement: str, folder: Path, monkeypatch: pytest.MonkeyPatch, options: str = "") -> Diagnostic:
    """The one finding on a statement in a compiled function of the tensors x and mask."""
    body = f"@torch.compile{options}\ndef step(x: torch.Tensor, mask: torch.Tensor):\n    {statement}\n    return x\n"
    diagnostics = found(body, folder, monkeypatch)
    assert len(diagnostics) == 1, diagnostics
    return diagnostics[0]


# A statement; what its message names; what its hint says to write instead.
CASES = [
    ("n = mask.sum().item()", "GB0124", "`mask.sum()`", "capture_scalar_outputs = True"),
    ("n = float(x.mean())", "GB0124", "`x.mean()`", "keep `x.mean()` a tensor"),
    ("x = x * 2 if mask.any() else x", "GB0170", "`mask.any()`", "torch.where"),
    ("x = x[mask > 0]", "GB0036", "`x[mask > 0]`", "torch.where(mask, x, 0)"),
    ("x = torch.nonzero(mask)", "GB0036", "`mask`", "capture_dynamic_output_shape_ops = True"),
    ("print(x)", "GB0059", "`print(x)`", "reorderable_logging_functions.add(print)"),
    ("warnings.warn('slow')", "GB0007", "`warnings.warn`", "if not torch.compiler.is_compiling():"),
    ("logger.info('step')", "GB0291", "`logger.info`", "ignore_logging_functions.add(logger.info)"),
    ("start = time.time()", "GB0007", "`time.time`", "call `time.time` before the region"),
    ("x.sum().backward()", "GB0123", "`x.sum().backward()`", "return `x.sum()` from the region"),
    ("layer = nn.Linear(3, 3)", "GB0264", "`nn.Linear(3, 3)`", "create it in `__init__`"),
    ("same = torch.equal(x, mask)", "GB0033", "`torch.equal(x, mask)`", "(a == b).all()"),
    ("x = np.interp(x.detach(), [0.0, 1.0], [0.0, 1.0])", "GB0294", "`numpy.interp`", "torch.library.custom_op"),
    ("x = sorted([x, mask])[0]", "GB0207", "`sorted([x, mask])`", "torch.argsort"),
    ("assert x.sum() > 0, f'{x}'", "GB0170", "`x.sum() > 0`", "constant message"),
    ("classes = torch.nn.functional.one_hot(mask)", "GB0246", "one_hot(mask)`", "pass `num_classes=`"),
]


@pytest.mark.parametrize(("statement", "code", "names", "instead"), CASES, ids=[c[0] for c in CASES])
def test_message_names_the_thing_and_hint_the_rewrite(
    statement: str, code: str, names: str, instead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = only(statement, tmp_path, monkeypatch)
    assert (finding.code, finding.span.line) == (code, 11)
    assert names in finding.message
    assert instead in finding.hint


@pytest.mark.parametrize(("statement", "code", "names", "instead"), CASES, ids=[c[0] for c in CASES])
def test_texts_are_one_sentence(
    statement: str, code: str, names: str, instead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = only(statement, tmp_path, monkeypatch)
    for text in (finding.message, finding.hint):
        assert text and not text.endswith(".") and ". " not in text and "\n" not in text


def test_fullgraph_does_not_advise_the_flags_that_it_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = "n = mask.sum().item()\n    x = x * 2 if n > 3 else x"
    finding = only(statement, tmp_path, monkeypatch, "(fullgraph=True)")
    assert finding.code == "GBL001"
    assert "`n > 3`" in finding.message
    assert "capture_" not in finding.hint and "torch._check" in finding.hint


def test_capture_flag_in_force_is_not_advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
torch._dynamo.config.capture_scalar_outputs = True

@torch.compile
def step(x: torch.Tensor, counts: torch.Tensor):
    n = counts.max().item()
    return x * n if n > 2 else torch.nonzero(x)
"""
    hints = {d.code: d.hint for d in found(body, tmp_path, monkeypatch)}
    assert hints.keys() == {"GB0170", "GB0036"}
    assert "capture_scalar_outputs" not in hints["GB0170"]
    assert "capture_dynamic_output_shape_ops" in hints["GB0036"]


def test_module_built_in_the_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x):
        return self.layer(x)

@torch.compile
def step(x: torch.Tensor):
    return Head()(x)
"""
    messages = {d.code: d.message for d in found(body, tmp_path, monkeypatch)}
    assert messages.keys() == {"GB0119", "GB0264"}
    assert "`Head`" in messages["GB0119"]


def test_every_rule_explains_itself() -> None:
    for rule in all_rules():
        assert (type(rule).__doc__ or "").strip(), type(rule).__name__
        assert type(rule).__doc__ != type(rule).__mro__[1].__doc__, type(rule).__name__
