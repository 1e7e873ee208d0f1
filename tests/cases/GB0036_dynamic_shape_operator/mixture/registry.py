"""A registry of routers and experts, filled by decorators when their modules are imported."""
from __future__ import annotations

from typing import Callable

ROUTERS: dict[str, type] = {}
EXPERTS: dict[str, Callable] = {}


def register_router(name: str):
    def wrap(cls: type) -> type:
        if name in ROUTERS:
            raise KeyError(f"{name} is taken")
        ROUTERS[name] = cls
        return cls

    return wrap


def register_expert(fn: Callable) -> Callable:
    EXPERTS[fn.__name__] = fn
    return fn


def create(table: dict, name: str, **kwargs):
    if name not in table:
        raise KeyError(f"{name}: one of {sorted(table)}")
    return table[name](**kwargs)
