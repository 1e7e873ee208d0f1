from .confusion import confusion_matrix, jaccard
from .format import to_labels
