"""A detector in the DETR style: losses read numbers out of tensors, in a criterion that a mixin helps."""
