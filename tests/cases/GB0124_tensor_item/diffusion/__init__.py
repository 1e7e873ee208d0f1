"""Schedulers and a pipeline: the timestep is a tensor, the schedule's tables are Python lists."""
