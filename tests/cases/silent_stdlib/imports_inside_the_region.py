"""Local imports of modules that are there, typing helpers, warnings filters and collections: nothing to break on."""
from __future__ import annotations

import typing
from collections import Counter, deque

import torch

if typing.TYPE_CHECKING:
    from collections.abc import Sequence


def moving_average(frames: Sequence[torch.Tensor], size: int) -> list[torch.Tensor]:
    window: deque = deque(maxlen=size)
    out = []
    for frame in frames:
        window.append(frame)
        out.append(sum(window) / len(window))
    return out


@torch.compile
def features(x: torch.Tensor, labels: list[str], layout: str = "bchw") -> torch.Tensor:
    import math
    from functools import reduce

    import torch.nn.functional as F

    counts = Counter(labels)
    order = {name: i for i, name in enumerate(sorted(set(labels)))}
    x = typing.cast(torch.Tensor, x)
    if counts["cat"] > 1 and "dog" in order and not set(labels) - {"cat", "dog"}:
        x = F.gelu(x) * order["dog"]
    if layout == "bchw":
        x = x.permute(0, 2, 3, 1)
    elif layout in {"bhwc", "nhwc"}:
        pass
    else:
        raise ValueError(layout)
    frames = moving_average(list(x.unbind(0)), size=2)
    names = [*order][::-1]
    names.sort(key=len)
    names.extend(["x"] * names.count("cat"))
    total = reduce(lambda a, b: a + b, frames) * math.pi ** len(names)
    return total if any(n.isalpha() for n in names) else total.abs()


def run_features() -> None:
    features(torch.randn(3, 2, 4, 4), ["cat", "dog", "cat"])


def run_other_layout() -> None:
    features(torch.randn(3, 4, 4, 2), ["cat", "cat"], layout="bhwc")
