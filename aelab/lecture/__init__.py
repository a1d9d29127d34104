"""The lecture as a lab: a folder per chapter, with its claims, demos and experiments."""
