"""The package's own way to get a logger."""

import logging


def get_logger(name: str) -> logging.Logger:
    return logging.getLogger(f"vision.{name}")
