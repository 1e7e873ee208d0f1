"""Segmentation metrics in the manner of a metrics library: functional parts, and classes that keep the sums."""
from segmentation.classes import JaccardIndex
from segmentation.functional import jaccard as jaccard

__all__ = ["JaccardIndex", "jaccard"]
