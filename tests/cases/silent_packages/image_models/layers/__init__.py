from .attention import *  # noqa: F403
from .norm import LayerNorm2d, get_norm
from .pool import SelectAdaptivePool2d
