"""A small language model package: the break is in a masking helper, reached through a base class and two re-exports."""
from .configuration import TinyConfig
from .modeling import TinyForCausalLM, TinyModel

__all__ = ["TinyConfig", "TinyForCausalLM", "TinyModel"]
