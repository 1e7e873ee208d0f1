"""A vision tower for images of many sizes: the sizes come in a tensor, and two helpers turn it into Python numbers."""
from .tower import VisionTower as VisionTower
