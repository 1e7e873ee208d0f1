"""A __getattr__ that is a function, items read as items, and attributes that are found without it."""

import torch


class AttrDict(dict):
    __getattr__ = dict.get


class Record:
    def __init__(self) -> None:
        self.scale = 3.0

    __getattr__ = {}.get


def looked_up(self: object, name: str) -> float:
    return 2.0


class Defaults:
    __getattr__ = looked_up


class Lookup(dict):
    def __getattr__(self, name: str) -> float:
        return self[name]


config, record, defaults, lookup = AttrDict(scale=2.0), Record(), Defaults(), Lookup(scale=2.0)


@torch.compile(fullgraph=True)
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    for _, value in config.items():
        inputs = inputs * value
    return inputs * config["scale"] * record.scale * defaults.scale * lookup.scale


def run() -> None:
    scaled(torch.randn(2, 3))
