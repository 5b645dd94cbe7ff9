"""What a label *is*. Standard library only; no I/O, no clock, no logging."""
