"""Runs the encoder with the longest length read from a tensor, with it given, and with random chunks."""
import torch

from asr.encoder import ASREncoder


def run_read_length() -> None:
    torch.compile(ASREncoder())(torch.randn(2, 6, 4), torch.tensor([6, 4]))


def run_given_length() -> None:
    torch.compile(ASREncoder(layer="linear", dynamic=True))(torch.randn(2, 6, 4), torch.tensor([6, 4]), max_len=6)


def run_random_chunks() -> None:
    torch.compile(ASREncoder(chunk=0, dynamic=True))(torch.randn(2, 6, 4), torch.tensor([6, 4]))
