"""Where Dynamo resumes a frame after a break, and where it gives the frame up: loops, try and with blocks."""

import contextlib

import torch

@torch.compile
def in_for(x):
    y = x + 1
    for i in range(2):
        print(i)  # expect: GB0059
        y = y + y.sum().item()
    print("after")
    return y.tolist()

def helper(x):
    print("helper")  # expect: GB0059
    return x.sum().item()  # expect: GB0124

@torch.compile
def call_in_for(x):
    n = 0
    for i in range(2):
        n = helper(x)
    print("after")
    return n

@torch.compile
def call_twice(x):
    a = helper(x)
    b = helper(x + 1)
    print("c")
    return a + b

@torch.compile
def in_try(x):
    try:
        print("a")  # expect: GB0059
        y = x.sum().item()
    except ValueError:
        y = 0
    print("b")
    return y

@torch.compile
def in_finally(x):
    try:
        y = x + 1
    finally:
        print("a")  # expect: GB0059
        print("a2")  # expect: GB0059
    print("b")  # expect: GB0059
    return y

@torch.compile
def in_except(x):
    try:
        raise ValueError
    except ValueError:
        print("a")  # expect: GB0059
    print("b")
    return x

@torch.compile
def with_nograd(x):
    with torch.no_grad():
        print("a")  # expect: GB0059
        y = x.sum().item()  # expect: GB0124
    print("b")  # expect: GB0059
    return y

class CM:
    def __enter__(self): return self
    def __exit__(self, *a): return False

@torch.compile
def with_user(x):
    with CM():
        print("a")  # expect: GB0059
        y = x.sum().item()
    print("b")
    return y

@contextlib.contextmanager
def mycm():
    yield 1

@torch.compile
def with_cm(x):
    with mycm():
        print("a")  # expect: GB0059
        y = x.sum().item()
    print("b")
    return y

@torch.compile
def comp(x):
    l = [print(i) for i in range(2)]  # expect: GB0059
    print("b")  # expect: GB0059
    return x

@torch.compile
def comp_call(x):
    l = [helper(x) for i in range(2)]
    print("b")  # expect: GB0059
    return x

@torch.compile
def while_(x):
    n = 0
    while n < 2:
        print("a")  # expect: GB0059
        n += 1
        print("b")
    print("c")
    return x

@torch.compile
def else_for(x):
    for i in range(2):
        y = x + 1
    else:
        print("a")  # expect: GB0059
    print("b")  # expect: GB0059
    return y

@torch.compile
def iter_expr(x):
    for i in range(int(x.sum())):  # expect: GB0124
        y = x + 1
    print("b")  # expect: GB0059
    return y

@torch.compile
def ret_in_loop(x):
    for i in range(2):
        y = x + 1
        if i == 1:
            print("a")  # expect: GB0059
            return y
    return y

@torch.compile
def autocast(x):
    with torch.autocast("cpu"):
        print("a")  # expect: GB0059
        y = x.sum().item()  # expect: GB0124
    print("b")  # expect: GB0059
    return y

@torch.compile
def with_expr(x):
    with torch.autocast("cpu", enabled=bool(x.sum() > 0)):  # expect: GB0124
        y = x + 1
    print("b")  # expect: GB0059
    return y

def run():
    x = torch.ones(2)
    compiled = (
        in_for, call_in_for, call_twice, in_try, in_finally, in_except, with_nograd, with_user, with_cm, comp, comp_call,
        while_, else_for, iter_expr, ret_in_loop, autocast, with_expr,
    )  # fmt: skip
    for function in compiled:
        function(x)
