"""Decorators for arguments that were renamed."""
import functools

from .logging import get_logger

logger = get_logger(__name__)


def deprecated_kwarg(old: str, new: str):
    def decorator(fn):
        @functools.wraps(fn)
        def wrapper(self, *args, **kwargs):
            if old in kwargs:
                logger.warning_once(f"{old} is called {new} now")  # expect: GB0291
                kwargs[new] = kwargs.pop(old)
            return fn(self, *args, **kwargs)

        return wrapper

    return decorator
