"""Strings made of tensors but not used, strings of shapes, and string methods: nothing is read out of a tensor."""
import torch
import torch.nn as nn


class Named(nn.Module):
    def __init__(self, name: str, mode: str = "reflect"):
        super().__init__()
        self.name, self.mode = name, mode
        self.lin = nn.Linear(4, 4)

    def describe(self, x: torch.Tensor) -> str:
        return f"{self.name}[{tuple(x.shape)}] {x.dtype} on {x.device} ({self.__class__.__name__})"

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        message = f"input mean {x.mean()}"
        label = self.describe(x)
        if label.startswith("block") and "float" in label and not label.endswith("cuda)"):
            x = self.lin(x)
        kind, _, number = self.name.partition(".")
        if kind in ("block", "stage") and number.isdigit() and int(number) > 0:
            x = x * float(number)
        parts = "x".join(str(s) for s in x.shape)
        rows, columns = (int(p) for p in parts.split("x"))
        if self.mode.lower().strip() in "reflect|circular".split("|"):
            x = x + rows / columns
        if len(label) > 200:
            raise ValueError(message)
        template = "{} has {n:d} rows, {:.2f}".format(self.name, 0.5, n=x.shape[0])
        if template.count("row") == 1 and "%s-%03d" % (kind, rows) != "":
            x = x - template.index("has")
        return x.index_select(0, torch.arange(rows)) if label.find("(") != -1 else x


def run_named() -> None:
    torch.compile(Named("block.3"))(torch.randn(2, 4))
