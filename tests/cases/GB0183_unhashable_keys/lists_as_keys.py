"""dict.fromkeys of lists; of tuples, strings and a dict's keys it is traced."""

import torch


@torch.compile
def table(inputs: torch.Tensor) -> torch.Tensor:
    seen = dict.fromkeys([[1, 2], [3, 4]])  # expect: GB0183
    return inputs * len(seen)


@torch.compile(fullgraph=True)
def tuples(inputs: torch.Tensor) -> torch.Tensor:
    seen = dict.fromkeys([(1, 2), (3, 4)], 0)
    seen.update(dict.fromkeys("ab", 1))  # type: ignore[arg-type]
    return inputs * len(seen) * len(dict.fromkeys(seen.keys()))


def run_table() -> None:
    try:
        table(torch.randn(4))
    except TypeError:
        pass


def run_tuples() -> None:
    tuples(torch.randn(4))
