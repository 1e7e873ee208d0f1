from .model import ContrastiveModel, MultilingualModel
