"""Properties, class attributes, static methods, __getattr__ fallbacks, __call__ and operator overloads of user classes."""
import torch
from torch import nn


class Schedule:
    kind = "linear"
    __slots__ = ("start", "stop", "steps")

    def __init__(self, start: float, stop: float, steps: int):
        self.start, self.stop, self.steps = start, stop, steps

    @property
    def slope(self) -> float:
        return (self.stop - self.start) / self.steps

    @classmethod
    def default(cls) -> "Schedule":
        return cls(0.0, 1.0, 4)

    @staticmethod
    def clamp(value: float) -> float:
        return min(max(value, 0.0), 1.0)

    def __call__(self, step: int) -> float:
        return self.clamp(self.start + self.slope * step)

    def __len__(self) -> int:
        return self.steps

    def __contains__(self, step: int) -> bool:
        return 0 <= step < self.steps


class Noise(nn.Module):
    def __init__(self, schedule: Schedule):
        super().__init__()
        self.schedule = schedule
        self.scale = nn.Parameter(torch.tensor(0.5))
        self._gain = 2.0

    @property
    def gain(self) -> float:
        return self._gain if self.training else 1.0

    @gain.setter
    def gain(self, value: float) -> None:
        self._gain = value

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    @property
    def dtype(self) -> torch.dtype:
        return self.scale.dtype

    def forward(self, x: torch.Tensor, step: int) -> torch.Tensor:
        if step in self.schedule and len(self.schedule) > step and self.schedule.kind == "linear":
            x = x + self.schedule(step) * torch.randn_like(x)
        if self.gain > 1.0:
            x = x * self.gain
            self.gain = self.gain - 0.5
        if x.device != self.device or x.dtype != self.dtype:
            x = x.to(device=self.device, dtype=self.dtype)
        other = Schedule.default()
        if other.slope == 0.25 and not other.kind != self.schedule.kind:
            x = x * other(step)
        return x * self.scale


def run_inside() -> None:
    torch.compile(Noise(Schedule(0.1, 0.9, 5)))(torch.randn(3), 2)


def run_outside_of_schedule() -> None:
    torch.compile(Noise(Schedule(0.1, 0.9, 5)))(torch.randn(3), 7)
