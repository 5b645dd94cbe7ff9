"""What is known about the selected thing."""
