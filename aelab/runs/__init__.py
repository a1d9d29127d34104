"""A run: a training that obeys commands, shows frames and keeps checkpoints."""
