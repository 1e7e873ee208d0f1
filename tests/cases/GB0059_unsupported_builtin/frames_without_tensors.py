"""After a break nothing more of a frame is traced once no tensor is left in it."""

import time

import torch

@torch.compile
def a(x):
    loss = x.sum()
    print(loss.item())  # expect: GB0124

@torch.compile
def b(x):
    loss = torch.sum(x)
    print(loss.item())  # expect: GB0059, GB0124

@torch.compile
def c(x):
    loss = x.sum()
    n = loss.item()  # expect: GB0124
    print(n)  # expect: GB0059
    return x

@torch.compile
def d(x):
    loss = x.sum()
    n = loss.item()  # expect: GB0124
    print(n)
    return n

@torch.compile
def e(model, x):
    loss = model(x).sum()
    n = loss.item()  # expect: GB0124
    print(n)
    return n

@torch.compile
def f(x):
    t = time.time()  # expect: GB0007
    y = x + 1
    print(time.time() - t)  # expect: GB0007, GB0059
    print("b")  # expect: GB0059
    return y

@torch.compile
def g(x):
    n = x.sum().item()  # expect: GB0124
    if n > 3:
        print(n)
    time.sleep(0)
    return n

class M(torch.nn.Module):
    def forward(self, x):
        n = x.sum().item()  # expect: GB0124
        print(n)  # expect: GB0059
        self.n = n
        return n

class P:
    def __init__(self): self.hist = []
    @torch.compile
    def step(self, x):
        n = x.sum().item()  # expect: GB0124
        print(n)
        self.hist.append(n)

@torch.compile
def h(x, cfg):
    n = x.sum().item()  # expect: GB0124
    print(n, cfg["a"])
    return n

@torch.compile
def w(x):
    print(x.sum().item(), x.mean().item())  # expect: GB0124

def run():
    x = torch.ones(2)
    a(x)
    b(x)
    c(x)
    d(x)
    e(torch.nn.Linear(2, 2), x)
    f(x)
    g(x)
    torch.compile(M())(x)
    P().step(x)
    h(x, {"a": 1})
    w(x)
