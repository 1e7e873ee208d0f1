from .lora import LoRALinear
from .patching import inject

__all__ = ["LoRALinear", "inject"]
