"""Plain dicts, module-level flags, class-level switches and argparse namespaces steer the code."""
import argparse

import torch

FLAGS = {"use_bias": True, "debug": False, "levels": [1, 2, 4]}
VERBOSE = False
USE_TRITON = None


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gamma", type=float, default=0.5)
    parser.add_argument("--clip", type=float, default=None)
    parser.add_argument("--amp", action="store_true")
    return parser.parse_args(argv)


class Loss:
    normalize = True

    def __init__(self, args: argparse.Namespace):
        self.args = args

    def __call__(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        diff = (x - y).abs()
        if FLAGS["use_bias"]:
            diff = diff + 0.1
        if VERBOSE:
            print("difference", diff.mean().item())
        if USE_TRITON is not None and USE_TRITON:
            diff = diff.contiguous()
        for level in FLAGS["levels"]:
            if level > 1:
                diff = diff + diff.roll(level, dims=-1) * self.args.gamma**level
        if self.args.clip:
            diff = diff.clamp(max=self.args.clip)
        if self.normalize and not self.args.amp:
            diff = diff / diff.detach().amax()
        return diff.mean()


def run_defaults() -> None:
    loss = torch.compile(Loss(parse([])))
    loss(torch.randn(2, 4), torch.randn(2, 4))


def run_clipped() -> None:
    loss = Loss(parse(["--clip", "0.5", "--amp"]))
    step = torch.compile(lambda x, y: loss(x, y) * 2, fullgraph=True)
    step(torch.randn(2, 4), torch.randn(2, 4))
