"""`.items()`, `.index`, `.count`, `.copy`, `.split`, `.sort`, `.pop` on dicts, lists and strings next to tensors."""
import torch


@torch.compile
def collate(samples: list[dict], spec: dict[str, str]) -> dict[str, torch.Tensor]:
    out: dict[str, torch.Tensor] = {}
    for name, rule in spec.items():
        how, *rest = rule.split(":")
        values = [s[name] for s in samples if name in s]
        if not values:
            continue
        if how == "stack":
            out[name] = torch.stack(values)
        elif how == "cat" and rest:
            out[name] = torch.cat(values, dim=int(rest[0]))
        elif how.startswith("pad"):
            longest = max(v.shape[0] for v in values)
            out[name] = torch.stack([torch.nn.functional.pad(v, (0, longest - v.shape[0])) for v in values])
    names = list(out.keys())
    names.sort(reverse=True)
    if names.count("x") == 1 and names.index("x") >= 0 and "x" in out:
        out["x"] = out["x"] * len(names)
    copied = out.copy()
    copied.update({k + "_mean": v.float().mean() for k, v in out.items() if v.is_floating_point()})
    dropped = copied.pop("missing", None)
    if dropped is None and set(copied) >= {"x"} and not copied.keys() & {"label"}:
        copied["order"] = torch.tensor([names.index(n) for n in out])
    first, *others = copied.values()
    return copied if others else {"only": first}


def run_collate() -> None:
    samples = [{"x": torch.randn(2), "ids": torch.arange(n)} for n in (2, 3)]
    collate(samples, {"x": "stack", "ids": "pad", "pose": "cat:0"})
