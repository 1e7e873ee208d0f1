"""functools, math, itertools, operator and copies of plain data, all used while tracing."""
import copy
import functools
import itertools
import math
import operator

import torch


@functools.lru_cache(maxsize=None)
def window(length: int) -> torch.Tensor:
    return torch.hann_window(length)


@functools.lru_cache
def band_edges(bands: int, low: float, high: float) -> tuple[float, ...]:
    step = (math.log(high) - math.log(low)) / bands
    return tuple(math.exp(math.log(low) + i * step) for i in range(bands + 1))


def scale_by(x: torch.Tensor, *, factor: float, power: int = 1) -> torch.Tensor:
    return x * factor**power


double = functools.partial(scale_by, factor=2.0)
CONFIG = {"bands": 4, "edges": [0.1, 1.0], "nested": {"power": 2}}


@torch.compile
def spectrum(x: torch.Tensor) -> torch.Tensor:
    config = copy.deepcopy(CONFIG)
    config["nested"]["power"] += 1
    edges = list(config["edges"])
    edges.append(math.sqrt(x.shape[-1]))
    x = x * window(x.shape[-1])
    weights = band_edges(config["bands"], *edges[:2])
    bands = list(itertools.chain(x.chunk(2, -1), [x]))
    total = functools.reduce(operator.add, (b.sum() for b in bands))
    for (i, w), j in itertools.product(enumerate(weights), (0, 1)):
        total = total + w * i * j
    for a, b in itertools.combinations(bands[:2], 2):
        total = total + (a * b).sum()
    if math.isclose(edges[0], 0.1) and math.ceil(edges[-1]) >= 2 and not math.isnan(edges[1]):
        total = double(total, power=config["nested"]["power"])
    for start, stop in zip(itertools.accumulate([2, 2]), itertools.islice(itertools.count(4, 2), 2)):
        total = total + x[..., start:stop].sum()
    return total * math.prod(x.shape) + operator.itemgetter(0)(weights) + math.log2(max(2, x.size(0)))


def run_spectrum() -> None:
    spectrum(torch.randn(2, 8))
