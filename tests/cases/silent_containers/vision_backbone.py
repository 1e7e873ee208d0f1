"""A residual network with stages built in loops, stochastic depth without randomness in Python, and feature pyramids."""
from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F


class DropPath(nn.Module):
    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.p == 0.0 or not self.training:
            return x
        keep = 1 - self.p
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(keep)
        if keep > 0.0:
            mask.div_(keep)
        return x * mask


class Bottleneck(nn.Module):
    expansion = 2

    def __init__(self, c: int, width: int, stride: int, drop: float):
        super().__init__()
        out = width * self.expansion
        self.conv1, self.conv2 = nn.Conv2d(c, width, 1), nn.Conv2d(width, out, 3, stride, 1)
        self.bn1, self.bn2 = nn.BatchNorm2d(width), nn.BatchNorm2d(out)
        self.downsample = nn.Conv2d(c, out, 1, stride) if stride != 1 or c != out else None
        self.drop = DropPath(drop)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        identity = x
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)), inplace=True)))
        if self.downsample is not None:
            identity = self.downsample(x)
        return F.relu(self.drop(out) + identity)


class Backbone(nn.Module):
    def __init__(self, depths=(1, 2), width: int = 4, return_layers=("stage1", "stage2")):
        super().__init__()
        c = 3
        for i, depth in enumerate(depths):
            blocks = []
            for j in range(depth):
                blocks.append(Bottleneck(c, width * 2**i, stride=2 if j == 0 else 1, drop=0.1 * j))
                c = width * 2**i * Bottleneck.expansion
            self.add_module(f"stage{i + 1}", nn.Sequential(*blocks))
        self.lateral = nn.ModuleList([nn.Conv2d(width * 2**i * 2, 4, 1) for i in range(len(depths))])
        self.return_layers = {name: str(i) for i, name in enumerate(return_layers)}

    def forward(self, x: torch.Tensor) -> "OrderedDict[str, torch.Tensor]":
        features = OrderedDict()
        for name, module in self.named_children():
            if not name.startswith("stage"):
                continue
            x = module(x)
            if name in self.return_layers:
                features[self.return_layers[name]] = x
        keys, last = list(features.keys()), None
        for i in range(len(keys) - 1, -1, -1):
            inner = self.lateral[i](features[keys[i]])
            last = inner if last is None else inner + F.interpolate(last, size=inner.shape[-2:], mode="nearest")
            features[keys[i]] = last
        if len(features) > 1 and "0" in features:
            features["pool"] = F.max_pool2d(features[keys[-1]], 1, 2, 0)
        return features


def run_train() -> None:
    torch.compile(Backbone())(torch.randn(2, 3, 16, 16))


def run_eval() -> None:
    torch.compile(Backbone().eval(), fullgraph=True)(torch.randn(1, 3, 16, 16))
