"""torch.library.custom_op with a fake implementation: its body reads data and prints, yet the tracer never enters it."""
import numpy as np
import torch
from torch import Tensor


@torch.library.custom_op("cases_silent::nms_keep", mutates_args=())
def nms_keep(boxes: Tensor, scores: Tensor, threshold: float) -> Tensor:
    keep = torch.zeros_like(scores, dtype=torch.bool)
    for i in scores.argsort(descending=True).tolist():
        if not keep.any() or (boxes[i] - boxes[keep]).abs().sum(-1).min().item() > threshold:
            keep[i] = True
    return keep


@nms_keep.register_fake
def _(boxes: Tensor, scores: Tensor, threshold: float) -> Tensor:
    return torch.empty_like(scores, dtype=torch.bool)


@torch.library.custom_op("cases_silent::interp", mutates_args=())
def interp(x: Tensor, xp: Tensor, fp: Tensor) -> Tensor:
    print("interpolating", x.numel())
    return torch.from_numpy(np.interp(x.numpy(), xp.numpy(), fp.numpy())).to(x.dtype)


@interp.register_fake
def _(x: Tensor, xp: Tensor, fp: Tensor) -> Tensor:
    return torch.empty_like(x)


@torch.library.custom_op("cases_silent::log_scalar", mutates_args=("sink",))
def log_scalar(value: Tensor, sink: Tensor) -> None:
    sink.fill_(value.item())


@torch.compile
def postprocess(boxes: Tensor, scores: Tensor, sink: Tensor) -> Tensor:
    keep = nms_keep(boxes, scores, 0.5)
    weights = interp(scores, torch.tensor([0.0, 1.0]), torch.tensor([0.5, 1.0]))
    log_scalar(weights.mean(), sink)
    return torch.where(keep[:, None], boxes * weights[:, None], 0.0)


@torch.compile(fullgraph=True)
def by_ops_namespace(x: Tensor) -> Tensor:
    return torch.ops.cases_silent.interp(x, torch.tensor([0.0, 1.0]), torch.tensor([0.0, 2.0])) + 1


def run_postprocess() -> None:
    postprocess(torch.rand(4, 4), torch.rand(4), torch.zeros(()))


def run_namespace() -> None:
    by_ops_namespace(torch.rand(3))
