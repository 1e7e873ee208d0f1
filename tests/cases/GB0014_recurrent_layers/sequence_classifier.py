"""A classifier over an LSTM: Dynamo does not wrap recurrent layers and breaks where the layer is called."""

import torch
from torch import nn


class SequenceClassifier(nn.Module):
    def __init__(self, vocabulary: int = 20) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 4)
        self.rnn = nn.LSTM(4, 6, batch_first=True)
        self.head = nn.Linear(6, 2)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        embedded = self.embedding(tokens)
        outputs, _ = self.rnn(embedded)  # expect: GB0014
        return self.head(outputs[:, -1])


model = torch.compile(SequenceClassifier())


def run() -> None:
    model(torch.randint(0, 20, (2, 3)))
