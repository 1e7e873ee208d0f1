"""gblint: finds the graph breaks of ``torch.compile`` without running the model."""

__version__ = "0.1.0"
