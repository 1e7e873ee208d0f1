"""A script in one piece: argument parsing, device choice, printing at module level; compile happens behind a flag."""
import argparse
import random
import time

import torch
import torch.nn as nn

print("torch", torch.__version__, torch.tensor(3).item())
BASELINE = torch.rand(3).mean().item()
if torch.tensor(BASELINE) > 0.5:
    print("high baseline")


def get_args(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--compile", action="store_true")
    return parser.parse_args(argv)


def build(args: argparse.Namespace) -> nn.Module:
    model = nn.Sequential(nn.Linear(4, 4), nn.GELU(), nn.Linear(4, 1))
    total = sum(p.numel() for p in model.parameters())
    print(f"{total / 1e6:.2f}M parameters, first {model[0].weight[0, 0].item():.3f}")
    if args.compile:
        model = torch.compile(model, mode="reduce-overhead")
    return model


def main(argv: list[str]) -> None:
    args = get_args(argv)
    random.seed(0)
    model = build(args)
    optimizer = torch.optim.Adam(model.parameters())
    history = []
    for step in range(args.steps):
        start = time.time()
        loss = (model(torch.randn(2, 4)) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        history.append(loss.item())
        if loss > 10 or any(h != h for h in history):
            print("stopping", history)
            return
        print(f"{step} {loss.item():.3f} {(time.time() - start) * 1e3:.1f} ms", end="\r")
    print("mean", torch.tensor(history).mean().item())


def run_compiled() -> None:
    main(["--compile", "--steps", "2"])


def run_eager() -> None:
    main([])
