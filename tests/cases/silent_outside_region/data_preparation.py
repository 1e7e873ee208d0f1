"""Data set, collation, augmentation with random and NumPy, and a benchmark around a compiled function: all eager."""
import random
import time
import warnings

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Squares(Dataset):
    def __init__(self, n: int):
        if n < 1:
            warnings.warn("an empty data set")
        self.images = [Image.new("L", (8, 8), color=random.randint(0, 255)) for _ in range(n)]

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, i: int) -> tuple[torch.Tensor, int]:
        pixels = torch.from_numpy(np.asarray(self.images[i]).copy()).float()[None] / 255
        if random.random() < 0.5:
            pixels = pixels.flip(-1)
        return pixels, int(pixels.mean() > 0.5)


def collate(items: list[tuple[torch.Tensor, int]]) -> tuple[torch.Tensor, torch.Tensor]:
    images = torch.stack([x for x, _ in items])
    labels = torch.tensor([y for _, y in items])
    order = labels.argsort().tolist()
    return images[order], labels[order]


@torch.compile(dynamic=False)
def normalize(x: torch.Tensor, mean: float, std: float) -> torch.Tensor:
    return x.sub(mean).div(std)


def benchmark(fn, *args, repeat: int = 2) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        fn(*args)
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def run_loader() -> None:
    loader = DataLoader(Squares(4), batch_size=2, collate_fn=collate)
    for images, labels in loader:
        mean, std = images.mean().item(), max(float(images.std()), 1e-3)
        out = normalize(images, mean, std)
        Image.fromarray((out[0, 0].clamp(0, 1) * 255).byte().numpy())
        print(labels.bincount(minlength=2).tolist(), out.shape)


def run_benchmark() -> None:
    print(f"{benchmark(normalize, torch.randn(2, 2), 0.0, 1.0):.6f} s")
