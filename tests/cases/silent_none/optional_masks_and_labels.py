"""Optional arguments are tested with `is None` and `is not None`, then used; only truth tests of tensors would break."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class TokenClassifier(nn.Module):
    def __init__(self, vocab: int = 20, dim: int = 8, labels: int = 3):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        self.bias = None
        self.head = nn.Linear(dim, labels)
        self.class_weights = nn.Parameter(torch.ones(labels), requires_grad=False)

    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        inputs_embeds: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        labels: torch.Tensor | None = None,
        return_dict: bool | None = None,
    ):
        if (input_ids is None) == (inputs_embeds is None):
            raise ValueError("give either input_ids or inputs_embeds")
        if input_ids is not None and attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        return_dict = return_dict if return_dict is not None else True
        h = inputs_embeds if inputs_embeds is not None else self.embed(input_ids)
        if attention_mask is not None:
            mask = attention_mask[..., None].to(h.dtype)
            h = (h * mask).sum(1, keepdim=True) / mask.sum(1, keepdim=True).clamp(min=1) + h
        logits = self.head(h)
        if self.bias is not None:
            logits = logits + self.bias
        loss = None
        if labels is not None:
            weights = self.class_weights if self.class_weights is not None else None
            loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten(), weight=weights, ignore_index=-100)
        if not return_dict:
            return (logits,) if loss is None else (loss, logits)
        return {"logits": logits, **({"loss": loss} if loss is not None else {})}


def run_ids() -> None:
    torch.compile(TokenClassifier())(torch.randint(0, 20, (2, 4)))


def run_everything() -> None:
    model = torch.compile(TokenClassifier())
    ids = torch.randint(0, 20, (2, 4))
    model(ids, attention_mask=torch.ones(2, 4), labels=torch.zeros(2, 4, dtype=torch.long))
    model(inputs_embeds=torch.randn(2, 4, 8), labels=torch.zeros(2, 4, dtype=torch.long), return_dict=False)
