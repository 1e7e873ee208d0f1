import torch


def expert_mask(scores, index):
    return scores.argmax(dim=-1) == index


def is_used(mask):
    return mask.any()


def share(mask):
    return mask.float().mean(dim=0, keepdim=True)
