"""Windows that are asked for."""
