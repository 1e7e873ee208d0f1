from .conv import GCNConv, MaxConv
from .models import GCN
