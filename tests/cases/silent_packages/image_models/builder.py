"""Entry points: models by name."""
from __future__ import annotations

import re
from copy import deepcopy

from torch import nn

_ENTRY: dict = {}
_NAME = re.compile(r"^[a-z0-9_]+$")


def register_model(fn):
    if not _NAME.match(fn.__name__):
        raise ValueError(fn.__name__)
    _ENTRY[fn.__name__] = fn
    return fn


def list_models() -> list[str]:
    return sorted(_ENTRY)


def create_model(name: str, **kwargs) -> nn.Module:
    kwargs = {k: deepcopy(v) for k, v in kwargs.items() if v is not None}
    return _ENTRY[name](**kwargs)
