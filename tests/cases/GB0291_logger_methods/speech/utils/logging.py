"""The package's loggers, with a method of its own that warns once."""
import functools
import logging

_ROOT = __name__.split(".")[0]


def get_logger(name: str | None = None) -> logging.Logger:
    return logging.getLogger(name or _ROOT)


@functools.lru_cache(None)
def warning_once(self, *args, **kwargs) -> None:
    self.warning(*args, **kwargs)


logging.Logger.warning_once = warning_once
