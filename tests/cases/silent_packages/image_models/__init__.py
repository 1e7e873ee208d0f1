"""Image models with a registry, a builder, base classes and mixins in several files: nothing in it breaks."""
from .builder import create_model, list_models
from .zoo import *  # noqa: F403
