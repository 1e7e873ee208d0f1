"""The facts: the data means one thing, and says what was measured of Dynamo by hand too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gblint.dynamo import facts as facts_module
from gblint.dynamo import registry

RELEASE = "2.13"
DATA = Path(facts_module.__file__).parent / "data" / f"facts-{RELEASE}.json"
KINDS = {
    "const",
    "tensor",
    "int",
    "bool",
    "scalar",
    "int_scalar",
    "array",
    "int_array",
    "input",
    "scalar_input",
    "int_scalar_input",
}
MODES = ("default", "captured", "fullgraph")

# Name, kind of argument, what happens by default, with the capture flags, and under fullgraph.
BREAKS = """
torch.Tensor.item                     tensor GB0124 -      -
builtins.int                          scalar GB0124 -      -
builtins.float                        scalar GB0124 -      -
builtins.bool                         scalar GB0124 -      -
builtins.float                        array  GB0033 -      -
math.sqrt                             scalar GB0033 GBL001 GBL001
torch.Tensor.tolist                   tensor GB0109 GB0109 GB0109
torch.Tensor.tolist                   int    GB0033 -      -
torch.arange                          int_scalar GB0033 - -
torch.nonzero                         tensor GB0036 -      -
torch.where#one_argument              tensor GB0036 -      -
torch.masked_select                   tensor GB0036 -      -
torch.unique                          tensor GB0036 -      -
torch.unique_consecutive              tensor GB0036 -      -
torch.bincount                        tensor GB0036 -      -
torch.repeat_interleave#tensor        tensor GB0036 -      -
torch.Tensor.nonzero                  tensor GB0036 -      -
torch.Tensor.masked_select            tensor GB0036 -      -
""".strip().splitlines()

SAME_IN_ALL_MODES = """
torch.nn.functional.one_hot#no_num_classes tensor GB0246
builtins.print                        const  GB0059
builtins.print                        tensor GB0059
builtins.open                         const  GB0059
builtins.globals                      const  GB0059
builtins.eval                         const  GB0059
builtins.range                        scalar GB0059
logging.Logger.debug                  const  GB0291
logging.Logger.info                   const  GB0291
logging.Logger.warning                const  GB0291
logging.Logger.isEnabledFor           const  GB0291
logging.info                          const  GB4841
PIL.Image.fromarray                   const  GB4841
warnings.warn                         const  GB0007
time.time                             const  GB0007
time.perf_counter                     const  GB0007
time.sleep                            const  GB0007
random.random                         const  GB0007
random.choice                         const  GB0007
torch.manual_seed                     const  GB0007
torch.get_rng_state                   const  GB0007
gc.collect                            const  GB0007
os.path.exists                        const  GB0007
uuid.uuid4                            const  GB0007
copy.copy#dict                        const  GB0007
torch.save                            const  GB0007
pickle.dumps                          const  GB0007
unicodedata.category                  const  GB0007
tqdm.tqdm                             const  GB0007
json.dumps                            const  GB0156
datetime.datetime.now                 const  GB0156
contextvars.ContextVar.get            const  GB0156
sys.stdout.write                      const  GB0156
numpy.interp                          array  GB0294
numpy.frexp                           array  GB0294
torch.Tensor.backward                 tensor GB0123
torch.autograd.grad                   tensor GB9186
torch.Tensor.requires_grad_           input  GB0125
torch.Tensor.requires_grad#assigned   tensor GB0206
torch.Tensor.resize_                  tensor GB0126
copy.deepcopy                         tensor GB4198
torch.nn.Parameter                    tensor GB0264
torch.nn.Linear                       const  GB0264
torch.nn.LSTM.forward                 tensor GB0014
torch.nn.GRU.forward                  tensor GB0014
torch.nn.RNN.forward                  tensor GB0014
threading.Lock.__enter__              const  GB0142
queue.Queue.put                       const  GB0142
torch.backends.cudnn.flags            const  GB0208
torch._dynamo.graph_break             const  GB0025
torch.optim.Optimizer.step            const  GB0025
torch.optim.Optimizer.zero_grad       const  GB0008
torch.utils.data.DataLoader.__iter__  const  GB0008
torch.get_num_threads                 const  GB0208
torch.Tensor.is_pinned                tensor GB0208
torch.cuda.memory_allocated           const  GB0208
torch.Tensor.grad_fn                  tensor GB0104
builtins.sorted                       scalar GB0207
torch.nn.Module.register_forward_hook const  GB0467
""".strip().splitlines()

TRACED = """
torch.Tensor.numpy          tensor
torch.Tensor.masked_fill    tensor
torch.Tensor.masked_scatter tensor
torch.where                 tensor
torch.topk                  tensor
torch.histc                 tensor
torch.tensor                const
torch.is_tensor             tensor
torch.jit.is_scripting      const
torch.cuda.is_available     const
torch.compiler.is_compiling const
torch._assert_async         tensor
builtins.max                tensor
builtins.min                tensor
builtins.sum                tensor
builtins.len                tensor
builtins.iter               tensor
copy.deepcopy               const
os.environ.get              const
os.getenv                   const
inspect.signature           const
re.match                    const
torch.Tensor.register_hook  tensor
torch.nn.Module.train       const
torch.nn.Module.state_dict  const
torch.Tensor.dim            tensor
torch.Tensor.size           tensor
contextlib.nullcontext      const
random.uniform              const
""".strip().splitlines()


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"), object_pairs_hook=_once)
    return loaded


@pytest.fixture(scope="module")
def facts() -> facts_module.Facts:
    return facts_module.load(RELEASE)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    assert len(made) == len(pairs), "a key stands twice"
    return made


def _codes(value: Any) -> list[str | None]:
    if not isinstance(value, dict):
        return [value]
    return [value["all"]] if "all" in value else [value[mode] for mode in MODES]


def test_one_meaning_for_each_name(data: dict[str, Any]) -> None:
    assert not data["aliases"].keys() & data["callables"].keys()
    assert not data["aliases"].keys() & set(data["aliases"].values()), "an alias of an alias"
    assert len(data["callables"]) > 1000


def test_sorted_one_entry_a_line(data: dict[str, Any]) -> None:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    for table in ("aliases", "bases", "wildcards", "callables"):
        assert list(data[table]) == sorted(data[table])
        for name, value in data[table].items():
            line = f"{json.dumps(name)}: {json.dumps(value, sort_keys=True)}"
            assert line in lines or f"{line}," in lines
            break


@pytest.mark.parametrize("release", facts_module.releases())
def test_records_are_well_formed(release: str) -> None:
    known, data = set(registry.load().codes()), facts_module.tables(release)
    for name, record in {**data["callables"], **data["wildcards"]}.items():
        # Of what a further release was not measured for, the base's ids that it does not have are left out.
        assert (record or release != RELEASE) and record.keys() <= KINDS, name
        for value in record.values():
            if isinstance(value, dict):
                assert value.keys() <= {"all", *MODES, "also", "used"}, name
                assert "all" in value or set(MODES) <= value.keys(), name
                assert all(code in known for code in value.get("also", ())), name
            for code in _codes(value):
                assert code is None or code in ("GBL001", "error") or code in known, (name, code)


@pytest.mark.parametrize("row", BREAKS)
def test_breaks_by_mode(facts: facts_module.Facts, row: str) -> None:
    name, arguments, *expected = row.split()
    found = [facts.outcome(name, arguments, mode) for mode in MODES]  # type: ignore[arg-type]
    assert [outcome and (outcome.code or "-") for outcome in found] == expected


@pytest.mark.parametrize("row", SAME_IN_ALL_MODES)
def test_breaks(facts: facts_module.Facts, row: str) -> None:
    name, arguments, expected = row.split()
    for mode in MODES:
        outcome = facts.outcome(name, arguments, mode)  # type: ignore[arg-type]
        assert outcome is not None and outcome.code == expected, mode


@pytest.mark.parametrize("row", TRACED)
def test_traced(facts: facts_module.Facts, row: str) -> None:
    name, arguments = row.split()
    for mode in MODES:
        outcome = facts.outcome(name, arguments, mode)  # type: ignore[arg-type]
        assert outcome is not None
        assert outcome.code is None or outcome.only_if_used, mode


def test_also(facts: facts_module.Facts) -> None:
    flags = facts.outcome("torch.backends.cudnn.flags", "const", "default")
    assert flags is not None and "GB0142" in flags.also
    # Under fullgraph the first break raises.
    flags = facts.outcome("torch.backends.cudnn.flags", "const", "fullgraph")
    assert flags is not None and flags.also == ()


def test_names_of_one_object(facts: facts_module.Facts) -> None:
    assert facts.canonical("torch.functional.unique") == facts.canonical("torch.unique")
    assert facts.canonical("posixpath.exists") == "os.path.exists"
    assert facts.canonical("tqdm.std.tqdm.update") == "tqdm.tqdm.update"
    assert facts.canonical("torch.nn.modules.linear.Linear.forward") == "torch.nn.Linear.forward"
    assert facts.canonical("torch.nn.Linear.state_dict") == "torch.nn.Module.state_dict"
    assert facts.canonical("torch.optim.AdamW.zero_grad") == "torch.optim.Optimizer.zero_grad"
    assert facts.canonical("project.nothing") == "project.nothing"


def test_what_was_not_measured_is_unknown(facts: facts_module.Facts) -> None:
    assert facts.outcome("project.nothing", "const", "default") is None
    assert not facts.knows("project.nothing")
    # A call without tensors says nothing about one with them.
    assert facts.outcome("builtins.exec", "const", "default") is not None
    assert facts.outcome("builtins.exec", "tensor", "default") is None


def test_a_kind_of_tensor_without_a_value_is_like_tensor(facts: facts_module.Facts) -> None:
    assert facts.outcome("torch.nonzero", "bool", "default") == facts.outcome("torch.nonzero", "tensor", "default")


def test_a_way_of_calling_without_a_value_is_like_any_other(facts: facts_module.Facts) -> None:
    assert facts.canonical("torch.where#one_argument") == "torch.where#one_argument"
    assert facts.canonical("torch.where#three_arguments") == "torch.where"
    assert facts.canonical("posixpath.join#two") == "os.path.join"


def test_a_further_release_is_its_base_and_what_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = {
        "measured": {"torch": "2.1.0"},
        "aliases": {"a.old": "a.kept", "a.gone": "a.kept"},
        "bases": {"a.C": ["a.B"]},
        "wildcards": {"w.": {"const": "GB0007"}},
        "callables": {"a.kept": {"const": "GB0007"}, "a.changed": {"const": "GB0007"}, "a.dropped": {"const": None}},
    }
    further = {
        "measured": {"torch": "2.2.0"},
        "base": "2.1",
        "aliases": {"a.gone": None},
        "bases": {},
        "wildcards": {},
        "callables": {"a.changed": {"const": None}, "a.dropped": None, "a.new": {"const": "GB0059"}},
    }
    for release, made in (("2.1", base), ("2.2", further)):
        (tmp_path / f"facts-{release}.json").write_text(json.dumps(made))
    monkeypatch.setattr(facts_module, "_DATA", tmp_path)
    made = facts_module.Facts("2.2", facts_module.tables("2.2"))
    outcomes = {name: made.outcome(f"a.{name}", "const", "default") for name in ("kept", "changed", "dropped", "new")}
    codes = {name: outcome.code if outcome else "unknown" for name, outcome in outcomes.items()}
    assert codes == {"kept": "GB0007", "changed": None, "dropped": "unknown", "new": "GB0059"}
    assert (made.canonical("a.old"), made.canonical("a.gone")) == ("a.kept", "a.gone")
    assert made.measured["torch"] == "2.2.0"
    assert facts_module.Facts("2.1", facts_module.tables("2.1")).knows("a.dropped")


def test_releases() -> None:
    assert RELEASE in facts_module.releases()
    assert facts_module.load("2.13.0") is not None
    with pytest.raises(LookupError):
        facts_module.load("0.1")


def test_returns_by_any_name(facts: facts_module.Facts) -> None:
    assert facts.returns("torch.functional.unique") == facts.returns("torch.unique")
    assert facts.returns("project.nothing") is None


def test_members_tell_a_class(facts: facts_module.Facts) -> None:
    for name in ("datetime.datetime", "array.array", "builtins.bytearray", "collections.deque", "hashlib.blake2b"):
        assert facts.owns(name), name
    assert not facts.owns("builtins.len") and not facts.owns("math.sqrt")


@pytest.mark.parametrize(
    "name, code",
    [
        ("datetime.datetime.isoformat", "GB0156"),
        ("datetime.date.weekday", "GB0156"),
        ("builtins.bytearray.__len__", "GB6012"),
        ("hashlib.sha384", "GB0007"),
        ("shutil.copy2", "GB0007"),
        ("threading.Lock.acquire_lock", "GB0156"),
        ("asyncio.run", "GB0007"),
        ("builtins.str.center", None),
    ],
)
def test_standard_library_by_introspection(facts: facts_module.Facts, name: str, code: str | None) -> None:
    outcome = facts.outcome(name, "const", "default")
    assert outcome is not None and outcome.code == code


def test_what_makes_objects_says_of_which_class(facts: facts_module.Facts) -> None:
    for name, made in (("datetime.datetime.now", "datetime.datetime"), ("hmac.new", "hmac.HMAC")):
        returns = facts.returns(name)
        assert returns is not None and returns.cases[-1].spec.name == made


def test_what_fails_with_all_arguments_that_were_tried(facts: facts_module.Facts) -> None:
    assert facts.fails("numpy.ndarray.byteswap")
    assert not facts.fails("numpy.tril")  # with arrays of one dimension only
    assert not facts.fails("torch.no_such_name")
    # Of these a further release was not measured.
    assert not facts_module.load("2.15").fails("PIL.Image.Image.alpha_composite")
