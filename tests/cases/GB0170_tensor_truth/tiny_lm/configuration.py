"""The settings of the model."""
from dataclasses import dataclass


@dataclass
class TinyConfig:
    vocab_size: int = 16
    hidden_size: int = 8
    num_layers: int = 2
    num_heads: int = 2
    hidden_act: str = "silu"
    sliding_window: int | None = None
    rope_theta: float = 10000.0
    pad_token_id: int = 0
