"""What was done, in words, and going back to it."""
