"""What makes a sparse tensor breaks, and its result breaks again where it is first used; nothing after that is traced."""

import torch


@torch.compile
def product(x):
    sparse = x.to_sparse()  # expect: GB0277
    y = x * 2
    y = y + torch.sparse.mm(sparse, y)  # expect: GB0015
    print("not traced any more")
    return y


@torch.compile
def same_line(x):
    y = x * 2
    y = torch.sparse.mm(y.to_sparse(), y)  # expect: GB0277, GB0015
    return y + 1


@torch.compile
def kept_in_list(x):
    made = [(x + 1).to_sparse()]  # expect: GB0277
    y = x * 2
    again = made
    return y + again[0].to_dense()  # expect: GB0015


@torch.compile
def written_out(x):
    sparse = torch.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0], (3, 3))  # expect: GB0007
    y = x * 2
    return y + sparse.to_dense()  # expect: GB0015


@torch.compile
def only_named(x):
    sparse = x.to_sparse()  # expect: GB0277
    other = sparse
    y = x * 2
    if other is None:  # expect: GB0015
        y = y + 1
    return y


@torch.compile
def handed_out(x):
    return (x + 1).to_sparse()  # expect: GB0277


def run():
    x = torch.rand(3, 3)
    product(x)
    same_line(x)
    kept_in_list(x)
    written_out(x)
    only_named(x)
    handed_out(x)
