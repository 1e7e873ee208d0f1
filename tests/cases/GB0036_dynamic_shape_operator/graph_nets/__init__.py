"""Message passing on graphs: node counts are read out of index tensors, and self loops are dropped by a mask."""
from . import nn, utils
