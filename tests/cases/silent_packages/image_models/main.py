"""Compiles every model of the registry."""
import torch

from image_models import ConvNet, create_model, list_models


def run_all() -> None:
    for name in list_models():
        model = torch.compile(create_model(name, classes=5, pool=None))
        print(name, model(torch.randn(2, 3, 8, 8)).argmax(-1).tolist())


def run_checkpointed() -> None:
    model = ConvNet(depths=(2, 1))
    model.grad_checkpointing = True
    torch.compile(model, fullgraph=True)(torch.randn(1, 3, 8, 8)).sum().backward()


def run_features() -> None:
    model = create_model("convnet_se", pool="max")
    features = torch.compile(model.forward_intermediates)
    features(torch.randn(1, 3, 8, 8), indices=[0, 1], norm=True)
