"""A miner and a loss: positions of pairs through a helper, masks built by comparisons, and a mask kept as a float."""

import torch


def all_pairs(labels):
    matches = labels.unsqueeze(1) == labels.unsqueeze(0)
    matches.fill_diagonal_(False)
    return torch.where(matches)  # expect: GB0036


class ContrastiveLoss(torch.nn.Module):
    def forward(self, embeddings, labels):
        anchors, positives = all_pairs(labels)
        distance = (embeddings[anchors] - embeddings[positives]).norm(dim=-1)
        margin = distance[distance > 0.1]  # expect: GB0036
        return margin.mean()


class SoftContrastiveLoss(torch.nn.Module):
    def forward(self, embeddings, labels):
        weight = (labels.unsqueeze(1) == labels.unsqueeze(0)).float()
        distance = torch.cdist(embeddings, embeddings)
        return (distance * weight).sum() / weight.sum()


hard, soft = torch.compile(ContrastiveLoss()), torch.compile(SoftContrastiveLoss())


def run_hard() -> None:
    hard(torch.randn(4, 3), torch.tensor([0, 0, 1, 1]))


def run_soft() -> None:
    soft(torch.randn(4, 3), torch.tensor([0, 0, 1, 1]))
