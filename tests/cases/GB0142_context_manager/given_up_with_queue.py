"""A frame in which nothing but an object of the standard library is left holds no tensor: Dynamo gives it up."""

import queue

import torch

FIFO = queue.Queue()


def note(fifo, value):
    fifo.put(value)  # expect: GB0142
    print("not traced: only the queue is left")


@torch.compile
def keep(x):
    y = x + 1
    note(FIFO, 3)
    return y * 2


def run():
    keep(torch.rand(3))
