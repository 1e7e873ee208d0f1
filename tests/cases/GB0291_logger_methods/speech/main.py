"""Runs the encoder on short audio with the old argument's name, and on long audio."""
import torch

from .encoder import SpeechEncoder


def run_renamed_argument() -> None:
    encoder = torch.compile(SpeechEncoder())
    encoder(torch.randn(2, 12), mask=torch.ones(2, 8, dtype=torch.bool))


def run_long_audio() -> None:
    torch.compile(SpeechEncoder())(torch.randn(2, 32))


def run_short_audio() -> None:
    torch.compile(SpeechEncoder(), fullgraph=True)(torch.randn(2, 8))
