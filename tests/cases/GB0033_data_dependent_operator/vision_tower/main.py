"""Runs the compiled tower on two images."""
import torch

import vision_tower as vt


def run_tower() -> None:
    tower = vt.VisionTower()
    tower.compile(dynamic=True)
    tower(torch.randn(8, 3), torch.tensor([[1, 2, 2], [1, 2, 2]]))
