from .model import MixtureModel, build_model

__all__ = ["MixtureModel", "build_model"]
