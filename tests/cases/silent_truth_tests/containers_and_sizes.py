"""Truth tests of lists, dicts, strings, sizes and None next to tensors, in the forms people write them."""
import torch


def split_outputs(outputs):
    if isinstance(outputs, (list, tuple)) and len(outputs) and all(isinstance(o, torch.Tensor) for o in outputs):
        first, *rest = outputs
        return first, (rest or None)
    return outputs, None


@torch.compile
def collect(x: torch.Tensor, extra: list[torch.Tensor], names: dict[str, torch.Tensor], tag: str = "", **kwargs):
    queue, done = [x, *extra], []
    while queue:
        item = queue.pop(0)
        if not item.shape[0] or not item.numel():
            continue
        done.append(item.mean(0))
        if item.ndim > 1 and len(queue) < 3 and 0 < item.shape[0] <= 2:
            queue.extend(item.unbind(0))
    if not done:
        return x
    out, rest = split_outputs(tuple(done))
    if rest:
        out = out + sum(r.sum() for r in rest)
    if names and "bias" in names and not kwargs:
        out = out + names["bias"]
    if kwargs.get("scale") or kwargs.pop("double", False):
        out = out * 2
    if tag and tag[0] == "n" and not tag.isspace():
        out = -out
    if len(set(x.shape)) == 1 or x.shape[-1] in (1, 3) or x.size() == torch.Size([2, 3]):
        out = out + 1
    if x.shape[0] and x.shape[0] != out.shape[-1] and list(x.stride()) == sorted(x.stride(), reverse=True):
        out = out * x.shape[0]
    if extra == [] or names == {} or (n := len(extra)) > 5 or n == 0:
        return out
    keep = [i for i, e in enumerate(extra) if e is not x and e.dtype is x.dtype and not e.requires_grad]
    return out * len(keep) if keep and keep[-1] < len(extra) else out


def run_small() -> None:
    collect(torch.randn(2, 3), [torch.randn(2, 3)], {"bias": torch.zeros(3)}, tag="neg")


def run_keywords() -> None:
    collect(torch.randn(4, 3), [torch.randn(0, 3), torch.randn(1, 3)], {}, scale=None, double=True)


def run_empty() -> None:
    collect(torch.randn(0, 3), [], {})
