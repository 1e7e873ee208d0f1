from .boxes import box_cxcywh_to_xyxy, generalized_iou
from .misc import *  # noqa: F403
