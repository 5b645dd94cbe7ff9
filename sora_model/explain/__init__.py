"""Why the model said so: attention maps and how faithful they are."""
