"""capture_dynamic_output_shape_ops keeps selections in the graph of a default region; reads of scalars still break."""

import torch
import torch._dynamo.config as dynamo_config

dynamo_config.capture_dynamic_output_shape_ops = True


@torch.compile
def positives(x):
    chosen = x[x > 0]
    return chosen.sum() / chosen.shape[0]


@torch.compile
def positives_logged(x):
    chosen = x.masked_select(x > 0)
    return chosen * chosen.mean().item()  # expect: GB0124


def run_selection() -> None:
    positives(torch.tensor([1.0, -1.0, 2.0]))


def run_read() -> None:
    positives_logged(torch.tensor([1.0, -1.0, 2.0]))
