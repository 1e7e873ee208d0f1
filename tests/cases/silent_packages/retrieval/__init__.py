"""A retrieval package: the encoder is compiled; indexing, training and evaluation around it are eager and full of reads."""
from .encoder import Encoder, EncoderConfig
from .index import Index

__all__ = ["Encoder", "EncoderConfig", "Index"]
