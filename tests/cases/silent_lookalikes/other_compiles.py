"""Things named compile that compile no model: re.compile, the builtin, sqlalchemy-like and templating methods."""
import re
import re as regex

import torch

NUMBER = re.compile(r"\d+(\.\d+)?")
WORD = regex.compile(r"\w+", regex.I)
CODE = compile("3 * x", "<expression>", "eval")


class Query:
    """SQLAlchemy-like: compile() renders the statement."""

    def __init__(self, table: str, limit: torch.Tensor):
        self.table, self.limit = table, limit

    def compile(self, dialect: str = "sqlite", fullgraph: bool = True) -> str:
        if self.limit > 0:
            return f"SELECT * FROM {self.table} LIMIT {self.limit.item()}"
        print(f"no limit for {dialect}")
        return f"SELECT * FROM {self.table}"


class Template:
    @classmethod
    def compile(cls, source: str):
        def render(values: torch.Tensor) -> str:
            return source.format(*values.tolist())

        return render


def evaluate(x: torch.Tensor) -> list[str]:
    found = NUMBER.findall(f"{x.sum().item():.1f} of {x.numel()}")
    if x.sum() > 0 and WORD.match("positive"):
        found.append(str(eval(CODE, {"x": x.max().item()})))
    return found


@torch.compile
def plain(x: torch.Tensor) -> torch.Tensor:
    return x.softmax(-1)


def run_lookalikes() -> None:
    print(Query("runs", torch.tensor(3)).compile(), Query("runs", torch.tensor(0)).compile(dialect="pg"))
    print(Template.compile("{:.1f}")(torch.ones(1)), evaluate(plain(torch.ones(3))))
