from .ddpm import DDPMScheduler
from .euler import EulerScheduler

SCHEDULERS = {"ddpm": DDPMScheduler, "euler": EulerScheduler}
