"""What the real Dynamo does: data measured from it, and the few functions that read that data.

Nothing here imports torch or LibCST; every file is read when it is first asked for.
"""
