"""The return specs: their grammar, their records, and the data that comes with gblint."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from gblint.dynamo import specs
from gblint.dynamo.specs import Case, Returns, Spec, load, parse, parse_record

TABLE = load("2.13")


def reduced(name: str, **given: str | bool) -> Spec:
    """The SPEC of the first case of ``name`` whose conditions are exactly ``given``."""
    return next(case.spec for case in TABLE[name].cases if dict(case.when) == given)


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("any", Spec("any")),
        ("tensor", Spec("tensor")),
        ("tensor:bool/0", Spec("tensor", "bool", 0)),
        ("tensor/same", Spec("tensor", None, "same")),
        ("array:promote/broadcast", Spec("array", "promote", "broadcast")),
        ("tensor:same/any", Spec("tensor", "same", None)),
        ("datascalar:same", Spec("datascalar", "same")),
        ("cls:re.Match?", Spec("cls", name="re.Match", optional=True)),
        ("[str]", Spec("list", items=(Spec("str"),), open_ended=True)),
        ("(int, ...)", Spec("tuple", items=(Spec("int"),), open_ended=True)),
        ("()", Spec("tuple")),
        ("(int, [float])", Spec("tuple", items=(Spec("int"), parse("[float]")))),
        (
            "(values=tensor:same/reduce, indices=tensor:int/reduce)",
            Spec(
                "tuple",
                items=(Spec("tensor", "same", "reduce"), Spec("tensor", "int", "reduce")),
                fields=("values", "indices"),
            ),
        ),
    ],
)
def test_grammar(text: str, spec: Spec) -> None:
    assert parse(text) == spec


@pytest.mark.parametrize(
    "text",
    ["", "tensr", "tensor:double", "tensor/many", "bool/0", "(int", "[int, int]", "(int, ..., int)", "cls:", "int int",
     "(a=int, int)", "datascalar", "datascalar:str"],
)  # fmt: skip
def test_what_is_not_in_the_grammar(text: str) -> None:
    with pytest.raises(ValueError, match="return spec"):
        parse(text)


def test_record_with_cases() -> None:
    record = {"params": ["input", "dim"], "returns": [{"when": {"dim": "given"}, "returns": "int"}, "shape"]}
    assert parse_record(record) == Returns(
        ("input", "dim"), (Case((("dim", "given"),), Spec("int")), Case((), Spec("shape"))), None
    )


@pytest.mark.parametrize(
    "record",
    [{}, {"returns": []}, {"returns": [{"when": {"dim": "given"}, "returns": "int"}]}, {"returns": ["int", "int"]},
     {"returns": [{"when": {"dim": "perhaps"}, "returns": "int"}, "int"]}, {"returns": [3]}],
)  # fmt: skip
def test_what_is_no_record(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="return record"):
        parse_record(record)


def test_every_record_parses_and_its_conditions_name_parameters() -> None:
    for name, returns in TABLE.items():
        known = {param.lstrip("*") for param in returns.params}
        for case in returns.cases:
            assert {param for param, _ in case.when} <= known or not known, name


def test_data_has_one_record_a_line_in_order() -> None:
    text = (Path(specs.__file__).parent / "data/returns-2.13.json").read_text(encoding="utf-8")
    names = re.findall(r'^"([^"]+)": \{', text, re.M)
    assert names == sorted(set(names)) and len(names) == len(TABLE)


@pytest.mark.parametrize(
    "name",
    ["torch.is_tensor", "torch.jit.is_scripting", "torch.Tensor.is_floating_point", "torch.cuda.is_available",
     "torch.equal", "torch.allclose", "torch.Tensor.is_contiguous", "builtins.str.startswith", "os.path.exists"],
)  # fmt: skip
def test_predicates_return_bool(name: str) -> None:
    assert TABLE[name].cases == (Case((), Spec("bool")),)


def test_what_tensors_come_back() -> None:
    assert TABLE["torch.Tensor.any"].cases[-1].spec == Spec("tensor", "bool", "reduce")
    assert TABLE["torch.Tensor.eq"].cases[-1].spec == Spec("tensor", "bool", "broadcast")
    assert TABLE["torch.sum"].cases[-1].spec == Spec("tensor", "intsum", "reduce")
    assert TABLE["torch.Tensor.mean"].cases[-1].spec == Spec("tensor", "div", "reduce")
    assert TABLE["torch.Tensor.add_"].cases[-1].spec == Spec("self") and TABLE["torch.Tensor.add_"].mutates
    assert reduced("torch.max") == Spec("tensor", "same", 0)
    assert reduced("torch.max", dim="int").fields == ("values", "indices")
    assert reduced("torch.nonzero", as_tuple=True).open_ended
    assert reduced("torch.nonzero") == Spec("tensor", "int", 2)


def test_attributes() -> None:
    assert TABLE["torch.Tensor.shape"].attribute == Spec("shape")
    assert TABLE["torch.nn.Linear.weight"].attribute == Spec("tensor", "float", 2)
    assert TABLE["torch.nn.Linear.in_features"].attribute == Spec("int")
    assert TABLE["torch.nn.BatchNorm2d.running_mean"].attribute == Spec("tensor", "float", 1, optional=True)


def test_an_unknown_release_takes_the_nearest() -> None:
    assert len(load("2.13.1+cu130")) == len(load("99.0")) == len(load("2.7")) == len(TABLE)


def test_loading_is_cheap() -> None:
    def seconds() -> float:
        load.cache_clear()
        start = time.process_time()
        load("2.13")["torch.sum"]
        return time.process_time() - start

    # The best of three: in a long run of tests the collector of garbage may fall into any one of them.
    assert min(seconds() for _ in range(3)) < 0.1
