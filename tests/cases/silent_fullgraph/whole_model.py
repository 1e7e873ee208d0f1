"""A whole classifier with loss under fullgraph: shapes, optional inputs, dropout, buffers and dictionaries."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Classifier(nn.Module):
    def __init__(self, classes: int = 3, dim: int = 8, max_len: int = 16):
        super().__init__()
        self.embed, self.position = nn.Embedding(20, dim), nn.Embedding(max_len, dim)
        self.attn = nn.MultiheadAttention(dim, 2, batch_first=True)
        self.norm, self.head, self.drop = nn.LayerNorm(dim), nn.Linear(dim, classes), nn.Dropout(0.1)
        self.register_buffer("prior", torch.zeros(classes))
        self.max_len = max_len

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor | None = None, labels: torch.Tensor | None = None):
        batch, length = ids.shape
        if length > self.max_len:
            raise ValueError(f"{length} tokens, at most {self.max_len}")
        positions = torch.arange(length, device=ids.device)
        x = self.drop(self.embed(ids) + self.position(positions)[None])
        padding = None
        if lengths is not None:
            padding = positions[None, :] >= lengths[:, None]
        attended, _ = self.attn(x, x, x, key_padding_mask=padding, need_weights=False)
        x = self.norm(x + attended)
        if padding is not None:
            x = x.masked_fill(padding[..., None], 0.0)
            pooled = x.sum(1) / lengths[:, None].clamp(min=1)
        else:
            pooled = x.mean(1)
        logits = self.head(pooled)
        if not self.training:
            logits = logits + self.prior
        out = {"logits": logits}
        if labels is not None:
            out["loss"] = F.cross_entropy(logits, labels)
            out["accuracy"] = (logits.argmax(-1) == labels).float().mean()
        return out


def run_plain() -> None:
    torch.compile(Classifier().eval(), fullgraph=True)(torch.randint(0, 20, (2, 5)))


def run_train() -> None:
    model = torch.compile(Classifier(), fullgraph=True)
    model(torch.randint(0, 20, (2, 5)), torch.tensor([5, 3]), torch.tensor([0, 2]))["loss"].backward()
