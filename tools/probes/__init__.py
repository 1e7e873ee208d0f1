"""What makes dynamo/data/facts-<release>.json: a catalogue of calls, and the real Dynamo to judge them."""
