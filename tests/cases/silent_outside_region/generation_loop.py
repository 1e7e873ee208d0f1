"""Text generation: the decoder's step is compiled, the loop with its stop tests and tokens in lists is eager."""
import sys
import time
import unicodedata

import torch
import torch.nn as nn
import torch.nn.functional as F

EOS = 3


class Decoder(nn.Module):
    def __init__(self, vocab: int = 12, dim: int = 8):
        super().__init__()
        self.embed, self.rnn, self.out = nn.Embedding(vocab, dim), nn.Linear(2 * dim, dim), nn.Linear(dim, vocab)

    def forward(self, token: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        state = torch.tanh(self.rnn(torch.cat([self.embed(token), state], dim=-1)))
        return self.out(state), state

    @torch.no_grad()
    def generate(self, prompt: list[int], limit: int, temperature: float = 1.0, top_k: int = 0) -> list[int]:
        state, tokens = torch.zeros(1, 8), list(prompt)
        started = time.monotonic()
        for token in prompt[:-1]:
            _, state = self(torch.tensor([token]), state)
        while len(tokens) < limit:
            logits, state = self(torch.tensor(tokens[-1:]), state)
            logits = logits / max(temperature, 1e-5)
            if top_k > 0:
                kth = logits.topk(top_k).values[0, -1].item()
                logits[logits < kth] = float("-inf")
            next_token = torch.multinomial(F.softmax(logits, -1), 1)
            tokens.append(next_token.item())
            sys.stdout.write(self.decode(tokens[-1]))
            if next_token == EOS or time.monotonic() - started > 60:
                break
        return tokens

    @staticmethod
    def decode(token: int) -> str:
        char = chr(ord("a") + token)
        return char if unicodedata.category(char) == "Ll" else "?"


def run_generation() -> None:
    decoder = Decoder()
    decoder.compile()
    print(decoder.generate([1, 2], limit=6, top_k=4))
