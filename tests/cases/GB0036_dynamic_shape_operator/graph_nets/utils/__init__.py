from .degree import degree
from .loops import add_self_loops, remove_self_loops
from .num_nodes import maybe_num_nodes
from .scatter import scatter

__all__ = ["add_self_loops", "degree", "maybe_num_nodes", "remove_self_loops", "scatter"]
