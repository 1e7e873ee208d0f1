"""Hard-example mining by masked max and min, dice and Tversky losses, and margins: sizes never depend on data."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class BatchHardTriplet(nn.Module):
    def __init__(self, margin: float | None = 0.3, squared: bool = False):
        super().__init__()
        self.margin, self.squared = margin, squared

    def forward(self, embeddings: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        distance = torch.cdist(embeddings, embeddings)
        distance = distance.pow(2) if self.squared else distance
        same = labels.unsqueeze(0) == labels.unsqueeze(1)
        hardest_positive = distance.masked_fill(~same, -1.0).amax(1)
        hardest_negative = distance.masked_fill(same, float("inf")).amin(1)
        has_negative = torch.isfinite(hardest_negative)
        gap = hardest_positive - torch.where(has_negative, hardest_negative, hardest_positive)
        loss = F.softplus(gap) if self.margin is None else F.relu(gap + self.margin)
        return (loss * has_negative).sum() / has_negative.sum().clamp(min=1)


class DiceLoss(nn.Module):
    def __init__(self, classes: int, smooth: float = 1.0, alpha: float = 0.5, include_background: bool = False):
        super().__init__()
        self.classes, self.smooth, self.alpha, self.include_background = classes, smooth, alpha, include_background

    def forward(self, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        probs = logits.softmax(1) if self.classes > 1 else logits.sigmoid()
        if target.shape != probs.shape:
            target = F.one_hot(target, num_classes=self.classes).movedim(-1, 1).to(probs.dtype)
        if not self.include_background and probs.shape[1] > 1:
            probs, target = probs[:, 1:], target[:, 1:]
        dims = [0] + list(range(2, probs.ndim))
        tp = (probs * target).sum(dims)
        fp, fn = (probs * (1 - target)).sum(dims), ((1 - probs) * target).sum(dims)
        score = (tp + self.smooth) / (tp + self.alpha * fp + (1 - self.alpha) * fn + self.smooth)
        return 1 - score.mean()


class Combined(nn.Module):
    def __init__(self, **losses: tuple[float, nn.Module]):
        super().__init__()
        self.weights = {name: weight for name, (weight, _) in losses.items()}
        self.losses = nn.ModuleDict({name: loss for name, (_, loss) in losses.items()})
        self.log_vars = nn.ParameterDict({name: nn.Parameter(torch.zeros(())) for name in losses})

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        total = a.new_zeros(())
        for name, loss in self.losses.items():
            if self.weights[name] == 0:
                continue
            total = total + self.weights[name] * loss(a, b) * torch.exp(-self.log_vars[name]) + self.log_vars[name]
        return total


def run_triplet() -> None:
    loss = torch.compile(BatchHardTriplet(), fullgraph=True)
    loss(torch.randn(4, 3), torch.tensor([0, 0, 1, 1]))


def run_combined() -> None:
    loss = torch.compile(Combined(dice=(1.0, DiceLoss(3)), ce=(0.5, nn.CrossEntropyLoss()), off=(0.0, nn.MSELoss())))
    loss(torch.randn(2, 3, 4, 4), torch.randint(0, 3, (2, 4, 4)))
