"""Heads that are built by a factory on the first call, inside the region."""
from .factory import make_head as make_head
from .lazy import LazyHead as LazyHead
