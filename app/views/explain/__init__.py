"""What a run looked at: which map, of which class, and whether it can be believed."""
