from .layers import MixtureOfExperts

__all__ = ["MixtureOfExperts"]
