"""The page on jet images: which jet, its steps to an image, the encoder, the user's own jets."""
