"""One function for each kind of graph break that a user meets first. ``# GB0124`` marks what gblint has to find."""

import logging
import unicodedata
import warnings

import numpy as np
import torch
from PIL import Image
from tqdm import tqdm

logger = logging.getLogger(__name__)


@torch.compile
def category(x: torch.Tensor, character: str) -> torch.Tensor:
    return x * 2 if unicodedata.category(character) == "Lu" else x  # GB0007


@torch.compile
def interpolate(x: torch.Tensor, knots: np.ndarray, values: np.ndarray) -> np.ndarray:
    array = x.numpy()  # note GB0105
    return np.interp(array, knots, values)  # GB0294


@torch.compile
def picture(pixels: np.ndarray) -> "Image.Image":
    return Image.fromarray(pixels)  # GB4841


@torch.compile
def progress(x: torch.Tensor, steps: int) -> torch.Tensor:
    for _ in tqdm(range(steps)):  # GB0007 GB0008
        x = x * 0.5
    return x


@torch.compile
def item(x: torch.Tensor) -> float:
    return x.mean().item()  # GB0124


@torch.compile
def to_numpy(x: torch.Tensor) -> np.ndarray:
    return x.numpy()  # note GB0105


@torch.compile
def warn_once(x: torch.Tensor) -> torch.Tensor:
    logger.warning_once("slow path")  # GB0291
    return x * 2


@torch.compile
def show(x: torch.Tensor) -> torch.Tensor:
    print("mean", x.mean())  # GB0059
    return x * 2


@torch.compile
def warn(x: torch.Tensor) -> torch.Tensor:
    warnings.warn("deprecated", stacklevel=2)  # GB0007
    return x * 2


@torch.compile
def on_length(mask: torch.Tensor) -> torch.Tensor:
    length = mask.sum()
    if length > 3:  # GB0170
        return mask * 2
    return mask


@torch.compile
def on_shape(x: torch.Tensor) -> torch.Tensor:
    return x[:4] if x.shape[0] > 4 else x


@torch.compile
def on_none(x: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
    if attention_mask is not None:
        x = x * attention_mask
    return x


@torch.compile
def positions(x: torch.Tensor) -> torch.Tensor:
    return torch.nonzero(x)  # GB0036


@torch.compile(fullgraph=True)
def item_fullgraph(x: torch.Tensor) -> float:
    return x.mean().item()


@torch.compile(fullgraph=True)
def positions_fullgraph(x: torch.Tensor) -> torch.Tensor:
    return torch.nonzero(x)


@torch.compile(fullgraph=True)
def on_length_fullgraph(mask: torch.Tensor) -> torch.Tensor:
    length = mask.sum()
    if length > 3:  # error GB0170
        return mask * 2
    return mask


def outside(x: torch.Tensor, mask: torch.Tensor) -> float:
    print(x)
    logger.warning("outside")
    if mask.sum() > 3:
        x = x[torch.nonzero(mask)]
    return x.mean().item()
