"""Padding, cropping and tiling steered by sizes: plain arithmetic on ints, whatever the names suggest."""
import torch
import torch.nn.functional as F


def pad_to_multiple(x: torch.Tensor, multiple: int, dim: int = -1) -> tuple[torch.Tensor, int]:
    length = x.shape[dim]
    remainder = length % multiple
    if not remainder:
        return x, 0
    missing = multiple - remainder
    pad = [0, 0] * (x.ndim - 1 - (dim % x.ndim)) + [0, missing]
    return F.pad(x, pad), missing


def window_partition(x: torch.Tensor, window: int) -> torch.Tensor:
    b, h, w, c = x.shape
    pad_h, pad_w = (window - h % window) % window, (window - w % window) % window
    if pad_h > 0 or pad_w > 0:
        x = F.pad(x, (0, 0, 0, pad_w, 0, pad_h))
    hp, wp = h + pad_h, w + pad_w
    assert hp % window == 0 and wp % window == 0, f"{hp}x{wp} is not divisible by {window}"
    return x.view(b, hp // window, window, wp // window, window, c).transpose(2, 3).reshape(-1, window, window, c)


@torch.compile
def tiles(image: torch.Tensor, window: int = 4, multiple: int = 8) -> torch.Tensor:
    image, missing = pad_to_multiple(image, multiple, dim=2)
    windows = window_partition(image, window)
    n = len(windows)
    while n > 16:
        n //= 2
    total = int(windows.shape[0]) * float(windows.size(1))
    if missing and total > 1.0:
        windows = windows[: max(n, 1)]
    for i in range(windows.size(0)):
        if i % 2 == 0 and i + 1 < windows.shape[0]:
            windows = torch.cat([windows[: i + 1], windows[i + 1 :].flip(1)])
    return windows.mean() if windows.nelement() else windows.sum()


def run_uneven() -> None:
    tiles(torch.randn(1, 6, 6, 3))


def run_even() -> None:
    tiles(torch.randn(1, 8, 8, 3))
