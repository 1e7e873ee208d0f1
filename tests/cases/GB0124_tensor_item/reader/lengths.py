def longest(mask):
    return int(mask.sum(dim=-1).max())  # expect: GB0124
